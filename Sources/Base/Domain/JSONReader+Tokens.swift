extension JSONReader {
    mutating func skipBlanks() {
        while place < octets.count {
            switch octets[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    mutating func skipWord(_ word: String) throws(Malformed) {
        let end = place + word.utf8.count
        guard end <= octets.count, isWord(word, at: place..<end) else { throw Malformed() }
        place = end
    }

    func isWord(_ word: String, at range: Range<Int>) -> Bool {
        word.utf8.count == range.count && octets[range].elementsEqual(word.utf8)
    }

    /// - Returns: where it lies.
    mutating func skipNumber() throws(Malformed) -> Range<Int> {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        if next == UInt8(ascii: "0") { place += 1 } else { try skipDigits() }
        if next == UInt8(ascii: ".") {
            place += 1
            try skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            try skipDigits()
        }
        return start..<place
    }

    private var next: UInt8? { place < octets.count ? octets[place] : nil }

    private mutating func skipDigits() throws(Malformed) {
        let start = place
        while let digit = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { place += 1 }
        guard place > start else { throw Malformed() }
    }

    /// - Returns: where it lies between its quotation marks, and whether it has escapes.
    mutating func skipString() throws(Malformed) -> (content: Range<Int>, hasEscapes: Bool) {
        let array = octets
        let octets = array.span
        let start = place + 1
        var place = start
        var (hasEscapes, isASCII) = (false, true)
        while place < octets.count, octets[place] != UInt8(ascii: "\"") {
            let octet = octets[place]
            guard octet >= 0x20 else { throw Malformed() }
            place += 1
            if octet >= 0x80 { isASCII = false }
            guard octet == UInt8(ascii: "\\") else { continue }
            hasEscapes = true
            guard place < octets.count else { throw Malformed() }
            switch octets[place] {
            case UInt8(ascii: "u"):
                guard Self.unit(octets, at: place + 1) != nil else { throw Malformed() }
                place += 5
            case let octet where Self.meaning(octet) != nil: place += 1
            default: throw Malformed()
            }
        }
        guard place < octets.count else { throw Malformed() }
        let content = start..<place
        if !isASCII, String(validating: array[content], as: UTF8.self) == nil { throw Malformed() }
        self.place = place + 1
        return (content, hasEscapes)
    }

    mutating func string() throws(Malformed) -> String {
        let (content, hasEscapes) = try skipString()
        guard hasEscapes else { return String(decoding: octets[content], as: UTF8.self) }
        var meant: [UInt8] = []
        var place = content.lowerBound
        while place < content.upperBound {
            guard octets[place] == UInt8(ascii: "\\") else {
                meant.append(octets[place])
                place += 1
                continue
            }
            if let octet = Self.meaning(octets[place + 1]) {
                meant.append(octet)
                place += 2
            } else {
                let (scalar, length) = try scalar(at: place)
                meant += Array(String(Character(scalar)).utf8)
                place += length
            }
        }
        return String(decoding: meant, as: UTF8.self)
    }

    /// One `\u` escape, or the two that stand for one character beyond the first 65,536.
    private func scalar(at place: Int) throws(Malformed) -> (Unicode.Scalar, length: Int) {
        guard let high = Self.unit(octets.span, at: place + 2) else { throw Malformed() }
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        guard (0xD800..<0xDC00).contains(high), octets[place + 6] == UInt8(ascii: "\\"),
            octets[place + 7] == UInt8(ascii: "u"), let low = Self.unit(octets.span, at: place + 8),
            (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw Malformed() }
        return (scalar, 12)
    }

    /// What stands for an octet behind a backslash.
    private static func meaning(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): octet
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Four hexadecimal digits.
    private static func unit(_ octets: Span<UInt8>, at place: Int) -> UInt16? {
        guard place + 4 <= octets.count else { return nil }
        var unit: UInt16 = 0
        for index in place..<place + 4 {
            guard let digit = Character(Unicode.Scalar(octets[index])).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
