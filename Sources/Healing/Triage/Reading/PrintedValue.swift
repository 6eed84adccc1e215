/// A value as a matcher printed it after `Expected:` or `Received:`.
struct PrintedValue: Hashable, Sendable {
    let label: Bytes
    let bytes: Bytes

    /// Reads `Expected substring: "/home"`; nil for any other line.
    init?(line: Bytes, word: String) {
        let trimmed = line.trimmed
        guard trimmed.starts(with: word), let colon = trimmed.firstIndex(of: 58) else { return nil }
        let label = trimmed[trimmed.startIndex..<colon]
        guard label.count <= 24, label.allSatisfy({ $0.isLetter || $0 == 32 }) else { return nil }
        self.label = label
        bytes = trimmed[(colon + 1)...].trimmed
    }

    var isString: Bool { bytes.first == 34 }
    var isPattern: Bool { bytes.first == 47 }
    var isCollection: Bool { bytes.first == 91 || bytes.first == 123 || label.says("array") }
    var isBoolean: Bool { text == "true" || text == "false" }
    var isUndefined: Bool { ["undefined", "null", "none", "nan"].contains(text) }
    var number: Double? { Double(text) }
    var text: String { bytes.text }

    /// `200`, `< 400`, `not 500`: the whole number at the end.
    var wholeNumber: Int? {
        let digits = bytes.reversed().prefix(while: \.isDigit).reversed()
        guard digits.count <= 6, bytes.count - digits.count <= 5 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The first number of `[200, 201]`.
    var firstElement: Int? {
        guard bytes.first == 91 else { return nil }
        return Int(bytes.dropFirst().prefix(while: \.isDigit).text)
    }

    /// A text that says that work is under way: `"Saving…"`, `"rendering"`, `"Loading your data"`. A longer sentence which
    /// merely begins with such a word is none.
    var isProgress: Bool {
        guard isString else { return false }
        let words = bytes.dropFirst().prefix { $0 != 34 }
        if Words.progressSentences.contains(where: { words.starts(with: $0) }) { return true }
        let isOpen = words.says("...") || words.says("…") || !words.contains(32)
        return isOpen && Words.progress.contains { words.starts(with: $0) }
    }

    /// Letters and digits only, so that `"Saved."` and `"saved"` are the same.
    var essence: [UInt8] { bytes.filter { $0.isDigit || $0.isLetter } }
}
