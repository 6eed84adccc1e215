/// Text as folded bytes: rules search bytes, because searching `String` costs ten times as much.
typealias Bytes = ArraySlice<UInt8>

extension String {
    /// UTF-8 with the capitals of Latin and Cyrillic letters folded, cut at `limit` bytes. A folded letter has as many bytes
    /// as its capital.
    func foldedBytes(limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Swift.min(limit, utf8.count))
        var lead: UInt8 = 0
        for byte in utf8.prefix(limit) {
            if byte < 0x80 {
                bytes.append((65...90).contains(byte) ? byte | 0x20 : byte)
            } else if (0xC3...0xD0).contains(lead) {
                let (first, second) = UInt8.folded(lead, byte)
                bytes[bytes.endIndex - 1] = first
                bytes.append(second)
            } else {
                bytes.append(byte)
            }
            lead = byte
        }
        return bytes
    }
}

extension Collection where Element == UInt8 {
    func starts(with phrase: String) -> Bool { starts(with: phrase.utf8) }
}

extension [UInt8] {
    func says(_ phrase: String) -> Bool { self[...].says(phrase) }

    func saysAny(of phrases: [String]) -> Bool { self[...].saysAny(of: phrases) }
}

extension Bytes {
    func says(_ phrase: String) -> Bool { firstIndex(of: phrase) != nil }

    func saysAny(of phrases: [String]) -> Bool { phrases.contains { says($0) } }

    /// Where the phrase begins. A plain search: phrases are short and texts are lines.
    func firstIndex(of phrase: String) -> Index? {
        let wanted = phrase.utf8
        guard let first = wanted.first else { return startIndex }
        let text = span
        let last = text.count - wanted.count
        var place = 0
        while place <= last {
            if text[place] == first, Self.continues(text, at: place, with: wanted) { return startIndex + place }
            place += 1
        }
        return nil
    }

    private static func continues(_ text: Span<UInt8>, at place: Int, with wanted: String.UTF8View) -> Bool {
        var place = place
        for byte in wanted {
            guard text[place] == byte else { return false }
            place += 1
        }
        return true
    }
}

extension Bytes {
    var text: String { String(decoding: self, as: UTF8.self) }

    var trimmed: Bytes { drop(while: \.isBlank).trimmingEnd }

    private var trimmingEnd: Bytes {
        var end = endIndex
        while end > startIndex, self[end - 1].isBlank { end -= 1 }
        return self[startIndex..<end]
    }

    /// What follows the first occurrence of `phrase`.
    func after(_ phrase: String) -> Bytes? {
        firstIndex(of: phrase).map { self[($0 + phrase.utf8.count)...] }
    }

    /// The first `http` or `https` address.
    var address: Bytes? {
        guard let start = firstIndex(of: "http") else { return nil }
        let rest = self[start...]
        guard rest.starts(with: "http://") || rest.starts(with: "https://") else {
            return self[(start + 4)...].address
        }
        return rest.prefix { !$0.endsAddress }
    }
}

extension UInt8 {
    /// The two bytes of a letter as those of its small form. Source: Unicode 16, UnicodeData.txt, blocks Latin-1 Supplement,
    /// Latin Extended-A and Cyrillic.
    fileprivate static func folded(_ lead: UInt8, _ byte: UInt8) -> (UInt8, UInt8) {
        switch (lead, byte) {
        case (0xC3, 0x80...0x96), (0xC3, 0x98...0x9E), (0xD0, 0x90...0x9F): (lead, byte + 0x20)
        case (0xD0, 0xA0...0xAF): (0xD1, byte - 0x20)
        case (0xD0, 0x80...0x8F): (0xD1, byte + 0x10)
        case (0xC4, 0x80...0xB7) where byte % 2 == 0 && byte != 0xB0: (lead, byte + 1)
        case (0xC4, 0xB9...0xBE), (0xC5, 0x81...0x87), (0xC5, 0xB9...0xBD):
            byte % 2 == 1 ? (lead, byte + 1) : (lead, byte)
        case (0xC5, 0x8A...0xB7) where byte % 2 == 0: (lead, byte + 1)
        default: (lead, byte)
        }
    }

    var isDigit: Bool { (48...57).contains(self) }
    var isLetter: Bool { (97...122).contains(self) || (65...90).contains(self) || self >= 128 }
    var isBlank: Bool { self == 32 || self == 9 || self == 13 }
    fileprivate var endsAddress: Bool {
        self <= 32 || self == 34 || self == 39 || self == 41 || self == 60 || self == 62 || self == 93 || self == 96
    }
}
