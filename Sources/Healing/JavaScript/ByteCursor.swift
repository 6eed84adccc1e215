/// Walks over the bytes of a source text and knows where the literals of the language end.
struct ByteCursor {
    let bytes: [UInt8]
    var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset >= bytes.count }

    func byte(ahead distance: Int = 0) -> UInt8? {
        let index = offset + distance
        return index < bytes.count ? bytes[index] : nil
    }

    func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset + length <= bytes.count else { return false }
        return bytes[offset..<offset + length].elementsEqual(text.description.utf8)
    }

    /// Moves behind white space and line ends.
    /// - Returns: whether there was a line end.
    mutating func skipSpace() -> Bool {
        var hasLineEnd = false
        while let length = spaceLength() {
            if bytes[offset] == 10 || bytes[offset] == 13 || isLineSeparator { hasLineEnd = true }
            offset += length
        }
        return hasLineEnd
    }

    /// - Returns: whether the comment holds a line end, and whether it is closed.
    mutating func skipComment() -> (hasLineEnd: Bool, isClosed: Bool) {
        guard byte(ahead: 1) == UInt8(ascii: "*") else {
            while !isAtEnd, !isAtLineEnd { offset += 1 }
            return (false, true)
        }
        offset += 2
        var hasLineEnd = false
        while !isAtEnd {
            if starts(with: "*/") {
                offset += 2
                return (hasLineEnd, true)
            }
            if isAtLineEnd { hasLineEnd = true }
            offset += 1
        }
        return (hasLineEnd, false)
    }

    mutating func skipIdentifier() {
        if byte() == UInt8(ascii: "#") { offset += 1 }
        while let next = byte(), Self.continuesIdentifier(next), spaceLength() == nil {
            // In `\u{61}` the braces belong to the name.
            if next == UInt8(ascii: "\\"), byte(ahead: 1) == UInt8(ascii: "u"), byte(ahead: 2) == UInt8(ascii: "{") {
                offset += 3
                while let digit = byte(), Self.continuesIdentifier(digit) { offset += 1 }
                if byte() == UInt8(ascii: "}") { offset += 1 }
            } else {
                offset += 1
            }
        }
    }

    mutating func skipNumber() {
        let isDecimal = byte() != UInt8(ascii: "0") || !(byte(ahead: 1).map { "xXoObB".utf8.contains($0) } ?? false)
        while let next = byte() {
            if next == UInt8(ascii: ".") {
                guard isDecimal else { return }
                offset += 1
            } else if isDecimal, next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                offset += 1
                if let sign = byte(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
            } else if next < 0x80, Self.continuesIdentifier(next) {
                offset += 1
            } else {
                return
            }
            // A second point starts a member: `1..toFixed()`.
            if isDecimal, byte() == UInt8(ascii: "."), bytes[..<offset].last == UInt8(ascii: ".") { return }
        }
    }

    /// - Returns: whether the string is closed; a line end inside it leaves it open.
    mutating func skipString(spansLines: Bool = false) -> Bool {
        let quote = byte()
        offset += 1
        while let next = byte() {
            if next == quote {
                offset += 1
                return true
            }
            if !spansLines, next == UInt8(ascii: "\\") {
                // `\` before CR LF continues the line behind both.
                offset += byte(ahead: 1) == 13 && byte(ahead: 2) == 10 ? 3 : 2
                offset = min(offset, bytes.count)
            } else if !spansLines, next == 10 || next == 13 {
                return false
            } else {
                offset += 1
            }
        }
        return false
    }

    enum TemplateEnd { case closed, substitution, missing }

    /// From behind the opening backtick or the brace that closed a substitution.
    mutating func skipTemplateText() -> TemplateEnd {
        while let next = byte() {
            if next == UInt8(ascii: "`") {
                offset += 1
                return .closed
            }
            if starts(with: "${") {
                offset += 2
                return .substitution
            }
            offset = min(offset + (next == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
        }
        return .missing
    }

    /// - Returns: whether the expression is closed on its line.
    mutating func skipRegularExpression() -> Bool {
        offset += 1
        var isInClass = false
        while let next = byte(), !isAtLineEnd {
            switch next {
            case UInt8(ascii: "\\"):
                offset += 1
                if isAtEnd || isAtLineEnd { return false }
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                offset += 1
                skipIdentifier()
                return true
            default: break
            }
            offset += 1
        }
        return false
    }

    static func startsIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...: true
        case UInt8(ascii: "$"), UInt8(ascii: "_"), UInt8(ascii: "\\"): true
        default: false
        }
    }

    static func continuesIdentifier(_ byte: UInt8) -> Bool { startsIdentifier(byte) || isDigit(byte) }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private var isLineSeparator: Bool { starts(with: "\u{2028}") || starts(with: "\u{2029}") }

    private var isAtLineEnd: Bool {
        guard let byte = byte() else { return false }
        return byte == 10 || byte == 13 || (byte == 0xE2 && isLineSeparator)
    }

    /// White space by ECMA-262 §12.2: the Unicode category Zs, tab, form feed, byte order mark, and the line ends.
    private func spaceLength() -> Int? {
        guard let byte = byte() else { return nil }
        switch byte {
        case 9...13, 32: return 1
        case 0xC2: return starts(with: "\u{A0}") ? 2 : nil
        case 0xE1: return starts(with: "\u{1680}") ? 3 : nil
        case 0xE3: return starts(with: "\u{3000}") ? 3 : nil
        case 0xEF: return starts(with: "\u{FEFF}") ? 3 : nil
        case 0xE2:
            guard let second = self.byte(ahead: 1), let third = self.byte(ahead: 2) else { return nil }
            if second == 0x80, (0x80...0x8A).contains(third) || [0xA8, 0xA9, 0xAF].contains(third) { return 3 }
            return second == 0x81 && third == 0x9F ? 3 : nil
        default: return nil
        }
    }
}
