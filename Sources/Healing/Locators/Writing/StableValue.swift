/// Whether a value of an attribute looks chosen by a person, so that it will be there tomorrow.
enum StableValue {
    /// Not for values that a build or a framework makes: `css-1x2y3z`, `:r5:`, `ember1234`, `MuiButton-root-42`, a UUID.
    static func looksStable(_ value: String) -> Bool {
        if value.isEmpty || value.count > 60 || value.contains(where: \.isWhitespace) { return false }
        if value.hasPrefix(":") || isGuidLike(value) { return false }
        let words = value.split { !$0.isLetter && !$0.isNumber }
        return !words.contains(where: isGenerated)
    }

    /// A word with digits among letters, or a number too long to count anything.
    private static func isGenerated(_ word: Substring) -> Bool {
        let digits = word.count(where: \.isNumber)
        if digits == word.count { return digits > 2 }
        if digits == 0 { return word.count > 5 && !word.lowercased().contains { "aeiouy".contains($0) } }
        let hasInnerDigit = word.dropLast().contains(where: \.isNumber) && word.last.map { !$0.isNumber } ?? false
        return digits > 2 || hasInnerDigit && word.count > 4
    }

    /// Many changes between letters and digits. Source: `isGuidLike` of Playwright's `selectorGenerator.ts`.
    static func isGuidLike(_ value: String) -> Bool {
        var last: Character?
        var changes = 0
        for character in value where character != "-" && character != "_" {
            let kind: Character =
                character.isASCII && character.isNumber
                ? "d" : character.isLowercase ? "l" : character.isUppercase ? "u" : "o"
            if let last, last != kind, !(kind == "l" && last == "u") { changes += 1 }
            last = kind
        }
        return changes * 4 >= value.count
    }
}
