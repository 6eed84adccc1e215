extension JSONParser {
    /// Reads a string; the parser stands on its opening quote.
    mutating func string() throws(Failure) -> String {
        let start = position + 1
        let end = try endOfString()
        defer { position = end + 1 }
        guard let firstEscape = firstEscape(in: start..<end) else { return text(start..<end) }
        return try unescaped(start..<end, from: firstEscape)
    }

    private func unescaped(_ range: Range<Int>, from firstEscape: Int) throws(Failure) -> String {
        var plain = bytes(range.lowerBound..<firstEscape)
        plain.reserveCapacity(range.count)
        var index = firstEscape
        while index < range.upperBound {
            let byte = byte(at: index)
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            let escape = self.byte(at: index)
            index += 1
            switch escape {
            case UInt8(ascii: "n"): plain.append(0x0a)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "r"): plain.append(0x0d)
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "f"): plain.append(0x0c)
            case UInt8(ascii: "u"): plain += Array(String(try scalar(at: &index, before: range.upperBound)).utf8)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(escape)
            default: throw Failure(offset: index - 1, reason: "an unknown escape in a string")
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The character after `\u`, or after two of them that form a surrogate pair; a lone half becomes U+FFFD.
    private func scalar(at index: inout Int, before end: Int) throws(Failure) -> Character {
        let first = try codeUnit(at: index, before: end)
        index += 4
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard first < 0xdc00, index + 6 <= end, byte(at: index) == UInt8(ascii: "\\"),
            byte(at: index + 1) == UInt8(ascii: "u")
        else { return "\u{fffd}" }
        let second = try codeUnit(at: index + 2, before: end)
        guard (0xdc00...0xdfff).contains(second) else { return "\u{fffd}" }
        index += 6
        let combined = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
        return Unicode.Scalar(combined).map(Character.init) ?? "\u{fffd}"
    }

    private func codeUnit(at index: Int, before end: Int) throws(Failure) -> UInt16 {
        guard index + 4 <= end, let unit = UInt16(text(index..<index + 4), radix: 16) else {
            throw Failure(offset: index, reason: "four hexadecimal digits were expected")
        }
        return unit
    }
}
