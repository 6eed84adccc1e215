import JavaScript

/// Finds locators that only assertions of absence use: whatever they are changed to, those pass.
struct NegativeUses {
    let masked: MaskedScript
    private let negatives: [AssertionReader.Found]

    init(masked: MaskedScript) {
        self.masked = masked
        negatives = Self.negatives(of: masked)
    }

    /// - Parameter others: all sources of the suite, in which the locator's name may be used.
    func decide(_ locator: WrittenLocator, others: [Script]) -> Bool {
        let start = locator.chain.tokens.lowerBound
        if negatives.contains(where: { $0.subject.contains(start) }) { return true }
        if isWaitedAway(locator) { return true }
        guard let name = definedName(before: start) else { return false }
        var uses = 0
        var absences = 0
        for script in others {
            let found = Self.negatives(of: MaskedScript(script: script)).map(\.subject)
            for index in script.tokens.indices where script.isName(index) && script.text(index) == name {
                if ["=", ":"].contains(script.text(index + 1)) || script.isToken(index - 1, "get") { continue }
                if let body = script.partner(of: index + 1), script.isToken(body + 1, "{") { continue }
                uses += 1
                if found.contains(where: { $0.contains(index) }) { absences += 1 }
            }
        }
        return uses > 0 && uses == absences
    }

    private static func negatives(of masked: MaskedScript) -> [AssertionReader.Found] {
        AssertionReader(outline: TestOutline(script: masked.script), masked: masked).all().filter(
            \.assertion.isNegative)
    }

    /// `waitFor({ state: 'hidden' })` and its like.
    private func isWaitedAway(_ locator: WrittenLocator) -> Bool {
        let links =
            locator.isShorthand ? locator.chain.links : Array(locator.chain.links.dropFirst(locator.links.upperBound))
        return links.contains { link in
            (link.arguments ?? []).contains { argument in
                let state = argument.literal["state"]?.string
                return state == "hidden" || state == "detached"
            }
        }
    }

    /// The name that the locator is given to: `const error = page.locator(...)`, `get error() { return page.locator(...) }`.
    private func definedName(before start: Int) -> String? {
        let script = masked.script
        var index = start - 1
        if script.isToken(index, "=") || script.isToken(index, ":") {
            let name = index - 1
            if script.isName(name), !script.isToken(name - 1, ":") { return script.text(name) }
            return script.isToken(name - 1, ":") ? script.text(name - 2) : nil
        }
        if script.isToken(index, "return") { index -= 1 }
        guard let brace = script.parent(of: start), script.isToken(brace, "{"),
            case .function(let name) = BlockReader(script: script).block(openedAt: brace)
        else { return nil }
        return script.isToken(start - 1, "return") ? name : nil
    }
}
