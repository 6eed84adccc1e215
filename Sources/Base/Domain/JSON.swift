package import Foundation

/// JSON as this product writes and reads it everywhere: sorted keys, slashes as they are.
package enum JSON {
    package static func encode(_ value: some Encodable, pretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }

    /// A flat object of texts, for where the encoder's detours would cost more than everything else that is done.
    /// - Parameter members: in the order of their names, as `encode` has them; those without a value are left out.
    package static func object(_ members: KeyValuePairs<String, String?>) -> String {
        var octets = [UInt8(ascii: "{")]
        for (name, value) in members {
            guard let value else { continue }
            if octets.count > 1 { octets.append(UInt8(ascii: ",")) }
            append(name, to: &octets)
            octets.append(UInt8(ascii: ":"))
            append(value, to: &octets)
        }
        octets.append(UInt8(ascii: "}"))
        return String(decoding: octets, as: UTF8.self)
    }

    /// With the escapes that `encode` writes.
    private static func append(_ text: String, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "\""))
        for octet in text.utf8 {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): octets += [UInt8(ascii: "\\"), octet]
            case 0x08: octets += Array("\\b".utf8)
            case 0x09: octets += Array("\\t".utf8)
            case 0x0A: octets += Array("\\n".utf8)
            case 0x0C: octets += Array("\\f".utf8)
            case 0x0D: octets += Array("\\r".utf8)
            case 0..<0x20:
                octets += Array("\\u00".utf8)
                octets += [1, 0].map { HexadecimalDigits.digit($0, of: UInt64(octet)) }
            default: octets.append(octet)
            }
        }
        octets.append(UInt8(ascii: "\""))
    }
}
