/// Reads CSS selectors of level 4 as far as `CSSSelector` can tell them, with Playwright's additions.
/// Sources: Selectors Level 4; `cssParser.ts` of Playwright.
struct CSSParser {
    private var scanner: CharacterScanner

    init(_ text: String) { scanner = CharacterScanner(text) }

    var isAtEnd: Bool { scanner.isAtEnd }

    mutating func list() -> [CSSSelector.Complex]? {
        var alternatives: [CSSSelector.Complex] = []
        repeat {
            guard let complex = complex() else { return nil }
            alternatives.append(complex)
        } while scanner.take(",")
        return alternatives
    }

    private mutating func complex() -> CSSSelector.Complex? {
        scanner.skipSpaces()
        var result = CSSSelector.Complex(compounds: [], combinators: [])
        if let leading = combinator() {
            result = CSSSelector.Complex(compounds: [[.scope]], combinators: [leading])
        }
        while true {
            scanner.skipSpaces()
            guard let compound = compound() else { return nil }
            result.compounds.append(compound)
            let isSpaced = scanner.skipSpaces()
            if let next = combinator() {
                result.combinators.append(next)
            } else if scanner.isAtEnd || scanner.next == "," || scanner.next == ")" {
                return result
            } else if isSpaced {
                result.combinators.append(.descendant)
            } else {
                return nil
            }
        }
    }

    private mutating func combinator() -> CSSSelector.Combinator? {
        switch scanner.next {
        case ">" where scanner.peek(1) != ">":
            _ = scanner.advance()
            return .child
        case "+":
            _ = scanner.advance()
            return .nextSibling
        case "~":
            _ = scanner.advance()
            return .laterSibling
        default: return nil
        }
    }

    private mutating func compound() -> [CSSSelector.Condition]? {
        var conditions: [CSSSelector.Condition] = []
        if scanner.take("*") {
            conditions = []
        } else if let next = scanner.next, CharacterScanner.isNameCharacter(next) || next == "\\" {
            guard let tag = scanner.cssIdentifier() else { return nil }
            conditions.append(.tag(tag.lowercased()))
        } else if scanner.next.map({ !"#.[:".contains($0) }) ?? true {
            return nil
        }
        while let next = scanner.next, "#.[:".contains(next) {
            guard let condition = condition() else { return nil }
            conditions.append(contentsOf: condition)
        }
        return conditions
    }

    private mutating func condition() -> [CSSSelector.Condition]? {
        switch scanner.advance() {
        case "#":
            let name = scanner.cssIdentifier()
            return name.map { [.id($0)] }
        case ".": return scanner.cssIdentifier().map { [.hasClass($0)] }
        case "[": return attribute().map { [$0] }
        case ":": return pseudoClass()
        default: return nil
        }
    }

    private mutating func attribute() -> CSSSelector.Condition? {
        scanner.skipSpaces()
        guard let name = scanner.cssIdentifier()?.lowercased() else { return nil }
        scanner.skipSpaces()
        if scanner.take("]") { return .attribute(name: name, comparison: nil, value: "", isCaseSensitive: true) }
        guard let comparison = ["=", "*=", "^=", "$=", "|=", "~="].first(where: { scanner.take($0) }) else {
            return nil
        }
        scanner.skipSpaces()
        let isQuoted = scanner.next == "\"" || scanner.next == "'"
        guard let value = isQuoted ? scanner.quoted(escape: { $0.cssEscape() }) : scanner.cssIdentifier() else {
            return nil
        }
        scanner.skipSpaces()
        var isCaseSensitive = !Self.caseInsensitiveValues.contains(name)
        if scanner.take("i") || scanner.take("I") {
            isCaseSensitive = false
        } else if scanner.take("s") || scanner.take("S") {
            isCaseSensitive = true
        }
        scanner.skipSpaces()
        guard scanner.take("]") else { return nil }
        return .attribute(name: name, comparison: comparison, value: value, isCaseSensitive: isCaseSensitive)
    }

    private mutating func pseudoClass() -> [CSSSelector.Condition]? {
        guard scanner.next != ":", let name = scanner.cssIdentifier()?.lowercased() else { return nil }
        guard scanner.take("(") else { return Self.plainPseudoClasses[name] }
        let condition = function(name)
        scanner.skipSpaces()
        guard let condition, scanner.take(")") else { return nil }
        return [condition]
    }

    private mutating func function(_ name: String) -> CSSSelector.Condition? {
        switch name {
        case "not": return list().map { .noneOf($0) }
        case "is", "where": return list().map { .anyOf($0) }
        case "has": return list().map { .has($0) }
        case "text": return string().map { .text(TextMatcher(containing: $0)) }
        case "has-text": return string().map { .hasText(TextMatcher(containing: $0)) }
        case "text-is":
            guard let text = string() else { return nil }
            return TextMatcher(
                "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"", isInternal: false
            )
            .map { .text($0) }
        case "text-matches":
            guard let source = string() else { return nil }
            let flags = scanner.take(",") ? string() ?? "?" : ""
            return TextMatcher("/\(source)/\(flags)", isInternal: false).map { .text($0) }
        case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type": return position(name)
        case "nth-match":
            var alternatives: [CSSSelector.Complex] = []
            while true {
                scanner.skipSpaces()
                if let next = scanner.next, next.isASCII, next.isNumber { break }
                guard let complex = complex(), scanner.take(",") else { return nil }
                alternatives.append(complex)
            }
            guard let number = Int(scanner.run(while: \.isNumber)), number > 0 else { return nil }
            return .nthMatch(alternatives, number)
        default: return nil
        }
    }

    private mutating func string() -> String? {
        scanner.skipSpaces()
        guard scanner.next == "\"" || scanner.next == "'" else { return nil }
        let text = scanner.quoted(escape: { $0.cssEscape() })
        scanner.skipSpaces()
        return text
    }

    /// `odd`, `even`, `3`, `2n`, `-n+3`, ... Source: CSS Syntax §6.
    private mutating func position(_ name: String) -> CSSSelector.Condition? {
        let text = scanner.run { $0 != ")" }.filter { !$0.isWhitespace }.lowercased()
        let (step, offset): (Int?, Int?)
        if text == "odd" || text == "even" {
            (step, offset) = (2, text == "odd" ? 1 : 0)
        } else if let n = text.firstIndex(of: "n") {
            let before = text[..<n]
            let after = text[text.index(after: n)...]
            step = before.isEmpty || before == "+" ? 1 : before == "-" ? -1 : Int(before)
            offset = after.isEmpty ? 0 : Int(after)
        } else {
            (step, offset) = (0, Int(text))
        }
        guard let step, let offset else { return nil }
        return .position(
            step: step, offset: offset, fromEnd: name.contains("last"), sameTag: name.hasSuffix("of-type"))
    }

    /// Attributes whose values HTML compares without regard to case, as far as tests use them.
    private static let caseInsensitiveValues: Set = ["type", "method", "lang", "dir", "rel", "enctype", "align"]

    private static let plainPseudoClasses: [String: [CSSSelector.Condition]] = [
        "scope": [.scope], "visible": [.visible], "root": [.root], "empty": [.empty], "checked": [.checked],
        "disabled": [.disabled], "enabled": [.enabled], "link": [.link], "any-link": [.link],
        "first-child": [.position(step: 0, offset: 1, fromEnd: false, sameTag: false)],
        "last-child": [.position(step: 0, offset: 1, fromEnd: true, sameTag: false)],
        "first-of-type": [.position(step: 0, offset: 1, fromEnd: false, sameTag: true)],
        "last-of-type": [.position(step: 0, offset: 1, fromEnd: true, sameTag: true)],
        "only-child": [
            .position(step: 0, offset: 1, fromEnd: false, sameTag: false),
            .position(step: 0, offset: 1, fromEnd: true, sameTag: false),
        ],
        "only-of-type": [
            .position(step: 0, offset: 1, fromEnd: false, sameTag: true),
            .position(step: 0, offset: 1, fromEnd: true, sameTag: true),
        ],
    ]
}
