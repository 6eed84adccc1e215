import JavaScript

/// What may keep a line of a test from running, or its failure from being seen.
struct GuardReader {
    let outline: TestOutline
    private let blocks: BlockReader
    /// By function body, its first `return`.
    private let returns: [Int: [Int]]

    private var script: Script { outline.script }

    init(outline: TestOutline) {
        self.outline = outline
        blocks = BlockReader(script: outline.script)
        var returns: [Int: [Int]] = [:]
        for index in outline.script.tokens.indices
        where outline.script.isToken(index, "return") && outline.script.kind(index) == .keyword {
            let body = outline.script.ancestors(of: index).first { outline.functionBodies.contains($0) }
            returns[body ?? -1, default: []].append(index)
        }
        self.returns = returns
    }

    /// In words, such as `if`, `.catch()`, `after a return`; the same for the same surroundings.
    func guards(of chain: CallChain) -> Set<String> {
        let start = chain.tokens.lowerBound
        var found: Set<String> = []
        var statement = start - 1
        while ["await", "void"].contains(script.text(statement)) { statement -= 1 }
        // A `return` alone on its line returns nothing, and ends the test before the next line.
        if script.isToken(statement, "return"), !script.startsStatement(statement + 1) { statement -= 1 }
        if let word = statementGuard(at: statement) { found.insert(word) }
        if chain.links.contains(where: { $0.name == "catch" || ($0.name == "then" && ($0.arguments?.count ?? 0) > 1) })
        {
            found.insert(".catch()")
        }
        for bracket in script.ancestors(of: start) { found.formUnion(guards(ofBracket: bracket)) }
        if isAfterReturn(start, statement: statement) { found.insert("after a return") }
        return found
    }

    private func statementGuard(at index: Int) -> String? {
        switch script.text(index) {
        case "else" where script.kind(index) == .keyword: return "else"
        case "&&", "||", "??", "?", ":": return "a condition"
        case ")": return script.partner(of: index).flatMap(blocks.control(ofConditionAt:))
        default: return nil
        }
    }

    private func guards(ofBracket bracket: Int) -> Set<String> {
        var found: Set<String> = []
        if script.isToken(bracket, "{"), case .control(let word) = blocks.block(openedAt: bracket) {
            found.insert(word)
        }
        if let close = script.partner(of: bracket) {
            var next = close + 1
            while script.isToken(next, "("), let end = script.partner(of: next) { next = end + 1 }
            if script.isToken(next, "."), script.isToken(next + 1, "catch") { found.insert(".catch()") }
        }
        if script.isToken(bracket, "("), outline.scopes[bracket] == nil, script.isName(bracket - 1),
            holdsFunction(bracket) || ["allSettled", "any", "race"].contains(script.text(bracket - 1))
        {
            let name = script.text(bracket - 1)
            if name != "step" { found.insert("a callback of \(name)()") }
        }
        return found
    }

    /// Whether an argument of the call is a function: its body may never run.
    private func holdsFunction(_ open: Int) -> Bool {
        guard let close = script.partner(of: open) else { return false }
        if TestOutline.testFunction(at: open - 1, in: script) != nil { return false }
        return (open..<close).contains {
            script.parent(of: $0) == open && (script.isToken($0, "=>") || script.isToken($0, "function"))
        }
    }

    private func isAfterReturn(_ start: Int, statement: Int) -> Bool {
        let body = script.ancestors(of: start).first { outline.functionBodies.contains($0) }
        return (returns[body ?? -1] ?? []).contains { $0 <= statement }
    }
}
