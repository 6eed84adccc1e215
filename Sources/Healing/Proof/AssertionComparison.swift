import JavaScript

/// What one assertion says less than another, in sentences.
struct AssertionComparison {
    let old: Assertion
    let new: Assertion
    let textChanges: [TextChange]

    var problems: [Weakening] {
        var texts: [String] = []
        if old.isNegated != new.isNegated || isTurned { texts.append("the expectation \(old.matcher) is turned round") }
        if new.isSoft, !old.isSoft { texts.append("the assertion became soft") }
        if old.isAwaited, !new.isAwaited {
            texts.append("the assertion is no longer awaited, so that it decides nothing")
        }
        let guards = new.guards.subtracting(old.guards).sorted()
        if !guards.isEmpty { texts.append("the assertion now stands under \(guards.joined(separator: ", "))") }
        if old.subject != new.subject {
            texts.append("\(old.matcher) asserts about \(new.subject) instead of \(old.subject)")
        }
        texts += matcherProblems
        let options = Set(new.options).symmetricDifference(old.options).sorted()
        if !options.isEmpty { texts.append("the assertion's options changed: \(options.joined(separator: ", "))") }
        return texts.map { Weakening(subject: .assertions, file: new.file, line: new.line, text: $0) }
    }

    private var isTurned: Bool {
        Set([old.matcher, new.matcher]) == ["toBeVisible", "toBeHidden"]
    }

    private var matcherProblems: [String] {
        switch MatcherStrength.order(new.matcher, comparedTo: old.matcher) {
        case .weakerOrOther where !isTurned:
            return ["\(old.matcher) became \(new.matcher), which says less or something else"]
        case .weakerOrOther: return []
        case .stronger:
            if new.isNegated { return ["not \(old.matcher) became not \(new.matcher), which says less"] }
            return old.arguments.isEmpty || old.arguments == new.arguments ? [] : argumentProblems
        case .same: return argumentProblems
        }
    }

    private var argumentProblems: [String] {
        if old.arguments == new.arguments { return [] }
        guard old.arguments.count == new.arguments.count else { return [changed] }
        return zip(old.arguments, new.arguments).compactMap { before, after in
            if before == after || isAllowed(before, after) { return nil }
            if StringLiteral.value(of: before) != nil, after.hasPrefix("/") {
                return "the exact text \(before) became the pattern \(after)"
            }
            if before.hasPrefix("/"), after.hasPrefix("/") { return "the pattern \(before) became \(after)" }
            return "the expected value \(before) became \(after)"
        }
    }

    private var changed: String {
        "the expected values (\(old.arguments.joined(separator: ", "))) became (\(new.arguments.joined(separator: ", ")))"
    }

    private func isAllowed(_ before: String, _ after: String) -> Bool {
        if textChanges.contains(TextChange(from: before, to: after)) { return true }
        if isAllowedCollection(before, after) { return true }
        guard let old = StringLiteral.value(of: before), let new = StringLiteral.value(of: after) else { return false }
        // Only the quotes changed.
        if old == new { return true }
        return textChanges.contains(TextChange(from: old, to: new))
    }

    /// A list or an object of which some texts changed, and no key.
    private func isAllowedCollection(_ before: String, _ after: String) -> Bool {
        guard let opening = before.first, opening == "[" || opening == "{", after.first == opening else {
            return false
        }
        let quotes = [StringLiteral.Quote.single, .double, .backtick]
        let namesKey = textChanges.contains { change in
            quotes.contains { before.contains(StringLiteral.text(of: change.from, quote: $0) + " :") }
        }
        if namesKey { return false }
        let changed = textChanges.reduce(before) { list, change in
            quotes.reduce(list) { list, quote in
                list.replacing(
                    StringLiteral.text(of: change.from, quote: quote),
                    with: StringLiteral.text(of: change.to, quote: quote))
            }
        }
        return changed == after
    }
}
