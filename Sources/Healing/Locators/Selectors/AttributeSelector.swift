/// `name[attribute="value"i][other=true]`, the form in which role, test id and attribute selectors are written.
/// Source: `parseAttributeSelector` of Playwright.
struct AttributeSelector: Sendable {
    struct Condition: Sendable {
        enum Value: Sendable {
            case present, text(String), regex(JavaScriptRegex), flag(Bool)
        }
        let name: String
        /// `=`, `*=`, `^=`, `$=`, `|=` or `~=`.
        let comparison: String
        let value: Value
        let isCaseSensitive: Bool

        /// As `matchesAttributePart` of Playwright compares.
        func matches(_ actual: String) -> Bool {
            switch value {
            case .present: return !actual.isEmpty
            case .flag: return false
            case .regex(let regex): return regex.matches(actual)
            case .text(let expected):
                let actual = isCaseSensitive ? actual : actual.uppercased()
                let expected = isCaseSensitive ? expected : expected.uppercased()
                return switch comparison {
                case "=": actual == expected
                case "*=": actual.contains(expected)
                case "^=": actual.hasPrefix(expected)
                case "$=": actual.hasSuffix(expected)
                case "|=": actual == expected || actual.hasPrefix(expected + "-")
                case "~=": actual.split(separator: " ").contains { $0 == expected }
                default: false
                }
            }
        }
    }
    let name: String
    let conditions: [Condition]

    /// Nil when `text` is not of this form.
    init?(_ text: String) {
        var scanner = CharacterScanner(text)
        name = scanner.identifier()
        var conditions: [Condition] = []
        scanner.skipSpaces()
        while scanner.take("[") {
            guard let condition = Condition(&scanner) else { return nil }
            conditions.append(condition)
            scanner.skipSpaces()
        }
        guard scanner.isAtEnd, !name.isEmpty || !conditions.isEmpty else { return nil }
        self.conditions = conditions
    }
}

extension AttributeSelector.Condition {
    fileprivate init?(_ scanner: inout CharacterScanner) {
        scanner.skipSpaces()
        let quote = scanner.next
        let name = quote == "\"" || quote == "'" ? scanner.quoted() : scanner.identifier()
        guard let name, !name.isEmpty else { return nil }
        scanner.skipSpaces()
        if scanner.take("]") {
            self.init(name: name, comparison: "=", value: .present, isCaseSensitive: false)
            return
        }
        guard let comparison = ["=", "*=", "^=", "$=", "|=", "~="].first(where: { scanner.take($0) }) else {
            return nil
        }
        scanner.skipSpaces()
        var isCaseSensitive = true
        let value: Value
        switch scanner.next {
        case "/":
            guard comparison == "=", let regex = scanner.regex() else { return nil }
            value = .regex(regex)
        case "\"", "'":
            guard let text = scanner.quoted() else { return nil }
            value = .text(text)
            scanner.skipSpaces()
            if scanner.take("i") || scanner.take("I") {
                isCaseSensitive = false
            } else {
                _ = scanner.take("s") || scanner.take("S")
            }
        default:
            let text = scanner.run { CharacterScanner.isNameCharacter($0) || $0 == "+" || $0 == "." }
            value = text == "true" ? .flag(true) : text == "false" ? .flag(false) : .text(text)
        }
        scanner.skipSpaces()
        guard scanner.take("]") else { return nil }
        self.init(name: name, comparison: comparison, value: value, isCaseSensitive: isCaseSensitive)
    }
}
