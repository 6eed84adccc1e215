/// Text as folded bytes: rules search bytes, because searching `String` costs ten times as much.
typealias Bytes = ArraySlice<UInt8>

extension String {
    /// UTF-8 with ASCII capitals folded, cut at `limit` bytes.
    func foldedBytes(limit: Int) -> [UInt8] {
        utf8.prefix(limit).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    }
}

extension Collection where Element == UInt8 {
    func says(_ phrase: String) -> Bool { firstIndex(of: phrase) != nil }

    func saysAny(of phrases: [String]) -> Bool { phrases.contains { says($0) } }

    /// Where the phrase begins. A plain search: phrases are short and texts are lines.
    func firstIndex(of phrase: String) -> Index? {
        let wanted = phrase.utf8
        guard let first = wanted.first else { return startIndex }
        var place = startIndex
        while place != endIndex {
            if self[place] == first, self[place...].starts(with: wanted) { return place }
            place = index(after: place)
        }
        return nil
    }

    func starts(with phrase: String) -> Bool { starts(with: phrase.utf8) }
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
    var isDigit: Bool { (48...57).contains(self) }
    var isLetter: Bool { (97...122).contains(self) || (65...90).contains(self) || self >= 128 }
    var isBlank: Bool { self == 32 || self == 9 || self == 13 }
    fileprivate var endsAddress: Bool {
        self <= 32 || self == 34 || self == 39 || self == 41 || self == 60 || self == 62 || self == 93 || self == 96
    }
}
