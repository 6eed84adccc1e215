extension JSON {
    /// A value that is written as it stands, for where the encoder's detours would cost more than everything else that is done.
    package enum Value: Sendable {
        case text(String)
        case number(Double)
        case whole(Int)
        case flag(Bool)
        case list([Value])
        /// In the order of their names, as `encode` has them; those without a value are left out.
        case object(KeyValuePairs<String, Value?>)
    }

    /// - Parameter members: in the order of their names, as `encode` has them; those without a value are left out.
    package static func object(_ members: KeyValuePairs<String, String?>) -> String {
        var octets: [UInt8] = []
        append(members, to: &octets) { value, octets in append(value, to: &octets) }
        return String(decoding: octets, as: UTF8.self)
    }

    /// As `encode` writes it.
    package static func text(of value: Value) -> String {
        var octets: [UInt8] = []
        octets.reserveCapacity(4096)
        append(value, to: &octets)
        return String(decoding: octets, as: UTF8.self)
    }

    private static func append(_ value: Value, to octets: inout [UInt8]) {
        switch value {
        case .text(let text): append(text, to: &octets)
        case .number(let number):
            let text = number.description
            octets += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
        case .whole(let number): octets += number.description.utf8
        case .flag(let flag): octets += (flag ? "true" : "false").utf8
        case .list(let values):
            octets.append(UInt8(ascii: "["))
            for (number, value) in values.enumerated() {
                if number > 0 { octets.append(UInt8(ascii: ",")) }
                append(value, to: &octets)
            }
            octets.append(UInt8(ascii: "]"))
        case .object(let members): append(members, to: &octets) { value, octets in append(value, to: &octets) }
        }
    }

    private static func append<Value>(
        _ members: KeyValuePairs<String, Value?>, to octets: inout [UInt8],
        _ append: (Value, inout [UInt8]) -> Void
    ) {
        octets.append(UInt8(ascii: "{"))
        var isFirst = true
        for (name, value) in members {
            guard let value else { continue }
            if !isFirst { octets.append(UInt8(ascii: ",")) }
            isFirst = false
            self.append(name, to: &octets)
            octets.append(UInt8(ascii: ":"))
            append(value, &octets)
        }
        octets.append(UInt8(ascii: "}"))
    }

    /// With the escapes that `encode` writes.
    private static func append(_ text: String, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "\""))
        let bytes = Array(text.utf8)
        // What needs no escape is copied as a whole.
        var start = 0
        for (place, octet) in bytes.enumerated() where isEscaped(octet) {
            octets += bytes[start..<place]
            appendEscape(of: octet, to: &octets)
            start = place + 1
        }
        octets += bytes[start...]
        octets.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ octet: UInt8) -> Bool {
        octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\")
    }

    private static func appendEscape(of octet: UInt8, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "\\"))
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): octets.append(octet)
        case 0x08: octets.append(UInt8(ascii: "b"))
        case 0x09: octets.append(UInt8(ascii: "t"))
        case 0x0A: octets.append(UInt8(ascii: "n"))
        case 0x0C: octets.append(UInt8(ascii: "f"))
        case 0x0D: octets.append(UInt8(ascii: "r"))
        default:
            octets += "u00".utf8
            octets += [1, 0].map { HexadecimalDigits.digit($0, of: UInt64(octet)) }
        }
    }
}
