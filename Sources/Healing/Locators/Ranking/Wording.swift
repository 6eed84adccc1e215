/// Words and texts in the form in which they are compared.
enum Wording {
    /// Characters of a text that count as its wording.
    static let limit = 120

    /// Letter case folded, white space normalised, punctuation at the ends dropped. A single `0` is what some recorders
    /// write for "nothing".
    static func normalized(_ text: String) -> String {
        if text.isEmpty { return "" }
        let folded = text.whitespaceNormalized.lowercased().unicodeScalars
        let start = folded.drop { !isLetterOrDigit($0) }
        guard let end = start.lastIndex(where: isLetterOrDigit) else { return "" }
        let trimmed = String.UnicodeScalarView(start[...end].prefix(limit).map { $0 == "’" ? "'" : $0 })
        return trimmed.count == 1 && trimmed.first == "0" ? "" : String(trimmed)
    }

    /// Hashes of the words of a normalised text, in their order.
    static func words(_ normalized: String) -> [UInt64] { words(normalized, minimumLength: 1) }

    static func words(_ normalized: String, minimumLength: Int) -> [UInt64] {
        var words = HashedWords(minimumLength: minimumLength)
        for scalar in normalized.unicodeScalars {
            if isLetterOrDigit(scalar) || scalar == "_" { words.append(scalar) } else { words.endWord() }
        }
        return words.finished()
    }

    /// Letters of an identifier, cut at signs, digits and humps: `headerGlobal-search2` says `header`, `global`, `search`.
    static func identifierWords(_ identifier: some StringProtocol) -> [UInt64] {
        var words = HashedWords(minimumLength: 2)
        var wasLower = false
        for scalar in identifier.unicodeScalars {
            let isUpper = ("A"..."Z").contains(scalar)
            let isLower = ("a"..."z").contains(scalar)
            if !isUpper && !isLower || isUpper && wasLower { words.endWord() }
            if isUpper || isLower { words.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar) }
            wasLower = isLower
        }
        return words.finished()
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return scalar.properties.isAlphabetic || scalar.properties.numericType != nil }
        return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }
}

/// Hashes words while they are read, without making strings of them.
private struct HashedWords {
    let minimumLength: Int
    private var hashes: [UInt64] = []
    private var current = WordSet.emptyHash
    private var length = 0

    init(minimumLength: Int) { self.minimumLength = minimumLength }

    mutating func append(_ scalar: Unicode.Scalar) {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { current = WordSet.hash(current, byte) }
        length += 1
    }

    mutating func endWord() {
        if length >= max(1, minimumLength) { hashes.append(current) }
        current = WordSet.emptyHash
        length = 0
    }

    consuming func finished() -> [UInt64] {
        endWord()
        return hashes
    }
}
