/// String literals of JSON, in which selectors carry texts and other selectors. Source: RFC 8259 §7.
enum JSONString {
    /// The text of a literal with its quotes; nil when it is no such literal.
    static func decode(_ literal: String) -> String? {
        guard literal.count > 1, literal.hasPrefix("\""), literal.hasSuffix("\"") else { return nil }
        var units: [UInt16] = []
        var rest = literal.dropFirst().dropLast().utf16[...]
        while let unit = rest.popFirst() {
            guard unit == UInt16(ascii: "\\") else {
                if unit == UInt16(ascii: "\"") { return nil }
                units.append(unit)
                continue
            }
            guard let escape = rest.popFirst() else { return nil }
            if escape == UInt16(ascii: "u") {
                guard rest.count >= 4, let code = UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16)
                else {
                    return nil
                }
                units.append(code)
                rest = rest.dropFirst(4)
            } else if let plain = simpleEscapes[escape] {
                units.append(plain)
            } else {
                return nil
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    static func encode(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case "\u{8}": literal += "\\b"
            case "\u{C}": literal += "\\f"
            case _ where scalar.value < 0x20:
                let code = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    private static let simpleEscapes: [UInt16: UInt16] = [
        UInt16(ascii: "\""): UInt16(ascii: "\""), UInt16(ascii: "\\"): UInt16(ascii: "\\"),
        UInt16(ascii: "/"): UInt16(ascii: "/"), UInt16(ascii: "b"): 8, UInt16(ascii: "f"): 12,
        UInt16(ascii: "n"): 10, UInt16(ascii: "r"): 13, UInt16(ascii: "t"): 9,
    ]
}

extension UInt16 {
    init(ascii scalar: Unicode.Scalar) { self = UInt16(truncatingIfNeeded: scalar.value) }
}
