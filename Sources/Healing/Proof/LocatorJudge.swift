import JavaScript

/// What is wrong with one locator that took another's place, in sentences without the place.
struct LocatorJudge {
    let before: WrittenLocator
    let after: WrittenLocator
    let oldScript: Script
    let newScript: Script

    private static let knownNames: Set<String> = [
        "name", "exact", "level", "checked", "disabled", "selected", "expanded", "pressed", "includeHidden",
        "description", "hasText", "hasNotText", "has", "hasNot", "visible", "page", "frame",
    ]

    var problems: [String] {
        var found = unknownNames
        if count(of: after, where: \.isPosition) > count(of: before, where: \.isPosition) {
            found.append("an element is picked by its position now (first, last or nth)")
        }
        if count(of: after, where: { $0 == .or }) > count(of: before, where: { $0 == .or }) {
            found.append("another element is accepted as well now (or)")
        }
        if texts(after, newScript).contains(where: Self.picksByPosition),
            !texts(before, oldScript).contains(where: Self.picksByPosition)
        {
            found.append("an element is picked by its position now (in the selector)")
        }
        for text in texts(after, newScript) where Self.fitsEverything(text) {
            found.append("the selector \(text) fits nearly every element")
        }
        return found + loosened
    }

    private var loosened: [String] {
        var found: [String] = []
        let expressions = tokens(after).filter { newScript.kind($0) == .regularExpression }
        let oldCount = tokens(before).count { oldScript.kind($0) == .regularExpression }
        if sameMethod, expressions.count > oldCount {
            found.append("an exact text became a pattern")
        }
        for index in expressions where Self.isLoose(newScript.text(index)) {
            found.append("the pattern \(newScript.text(index)) fits nearly every text")
        }
        if isExact(before, oldScript), !isExact(after, newScript), sameMethod { found.append("“exact” is gone") }
        return found
    }

    /// Names that neither Playwright nor the old locator knows may run any code.
    private var unknownNames: [String] {
        let old = Set(tokens(before).map(oldScript.text))
        return tokens(after).compactMap { index in
            let text = newScript.text(index)
            let isKnown = old.contains(text) || Self.knownNames.contains(text) || LocatorMethod(rawValue: text) != nil
            switch newScript.kind(index) {
            case .identifier: return isKnown || text == "undefined" ? nil : "the locator now uses the name “\(text)”"
            case .keyword:
                return isKnown || ["true", "false", "this"].contains(text) ? nil : "the locator now holds “\(text)”"
            case .punctuator:
                let isPlain = [".", "(", ")", "{", "}", ",", ":", "?.", "-"].contains(text)
                return isPlain || isKnown ? nil : "the locator now holds “\(text)”"
            default: return nil
            }
        }
    }

    private var sameMethod: Bool { before.steps.last?.method == after.steps.last?.method }

    private func count(of locator: WrittenLocator, where isCounted: (LocatorMethod) -> Bool) -> Int {
        locator.steps.count { isCounted($0.method) }
    }

    private func tokens(_ locator: WrittenLocator) -> [Int] {
        if locator.isShorthand { return locator.steps.flatMap(\.arguments).flatMap { Array($0.tokens) } }
        return locator.steps.flatMap { Array($0.link.tokens) }
    }

    private func texts(_ locator: WrittenLocator, _ script: Script) -> [String] {
        tokens(locator).filter { script.kind($0) == .string || script.kind($0) == .templateWhole }
            .compactMap { StringLiteral.value(of: script.text($0)) }
    }

    private func isExact(_ locator: WrittenLocator, _ script: Script) -> Bool {
        tokens(locator).contains { script.isToken($0, "exact") && script.isToken($0 + 2, "true") }
    }

    static func picksByPosition(_ selector: String) -> Bool {
        [":nth-", ":first-", ":last-", ":only-", "nth=", ":nth-match"].contains(where: selector.contains)
    }

    static func fitsEverything(_ text: String) -> Bool {
        let bare = text.trimmingPrefix("css=").filter { !$0.isWhitespace }.lowercased()
        return [
            "", "*", "body", "html", ":root", "div", "body*", "//*", "xpath=//*", ":visible", "*:visible", "body>*",
        ].contains(bare)
    }

    private static func isLoose(_ expression: String) -> Bool {
        guard let end = expression.lastIndex(of: "/") else { return true }
        let source = expression[..<end].dropFirst()
        // At least two letters or digits that must be there, and no empty alternative.
        let isOptional =
            source.hasPrefix("|") || source.hasSuffix("|") || source.contains("||") || source.contains("(|")
        return isOptional || source.count(where: { $0.isLetter || $0.isNumber }) < 2
    }
}
