import JavaScript

/// Reads the assertions of a test source.
struct AssertionReader {
    struct Found {
        let assertion: Assertion
        let chain: CallChain
        /// The tokens of what is asserted about, and of the expected values.
        let subject: Range<Int>
        let expected: Range<Int>
    }

    let outline: TestOutline
    let masked: MaskedScript
    private let guards: GuardReader

    private var script: Script { outline.script }

    init(outline: TestOutline, masked: MaskedScript) {
        self.outline = outline
        self.masked = masked
        guards = GuardReader(outline: outline)
    }

    func all() -> [Found] {
        let parser = ChainParser(script: script)
        return script.tokens.indices.compactMap { index in
            guard script.isToken(index, "expect"), script.isName(index), !script.isToken(index - 1, "."),
                let chain = parser.chain(startingAt: index)
            else { return nil }
            return found(chain)
        }
    }

    private func found(_ chain: CallChain) -> Found? {
        guard let call = chain.links.firstIndex(where: { $0.arguments != nil }) else { return nil }
        let before = chain.links[..<call].map(\.name) + [chain.links[call].name]
        if before.contains("extend") || before.contains("configure") && call == 0 && chain.links.count == 1 {
            return nil
        }
        let after = chain.links[(call + 1)...]
        guard let subject = chain.links[call].arguments?.first,
            let matcher = after.first(where: { !["not", "resolves", "rejects", "catch", "then"].contains($0.name) })
        else { return nil }
        let parts = values(of: matcher)
        let first = chain.tokens.lowerBound
        let told = told(
            matcher: matcher.name, isNegated: after.contains { $0.name == "not" }, subject: subject,
            arguments: parts.expected.map { text($0.tokens) })
        let assertion = Assertion(
            file: script.path, line: script.source.position(at: matcher.nameRange.lowerBound).line,
            owner: outline.owner(of: first).path, matcher: told.matcher, isNegated: told.isNegated,
            isSoft: before.contains("soft"), isPolled: before.contains("poll"),
            isAwaited: isAwaited(chain), subject: told.subject, arguments: told.arguments,
            options: parts.options.filter { $0.name != "timeout" }.map { script.source.text(in: $0.range) }.sorted(),
            timeout: parts.options.first { $0.name == "timeout" }?.value.number, guards: guards.guards(of: chain))
        return Found(
            assertion: assertion, chain: chain, subject: subject.tokens, expected: matcher.tokens)
    }

    /// The expected values and the options behind them. An object that is the only argument counts as options when it
    /// holds nothing but options' names.
    private func values(of matcher: CallChain.Link)
        -> (expected: [CallChain.Argument], options: [JavaScriptLiteral.Property])
    {
        let names: Set<String> = [
            "timeout", "ignoreCase", "useInnerText", "visible", "checked", "indeterminate", "enabled", "editable",
            "attached", "ratio", "maxDiffPixels", "maxDiffPixelRatio", "threshold", "mask", "animations", "intervals",
            "pseudo",
        ]
        let arguments = matcher.arguments ?? []
        guard let last = arguments.last, !last.literal.properties.isEmpty,
            last.literal.properties.allSatisfy({ names.contains($0.name) })
        else { return (arguments, []) }
        return (Array(arguments.dropLast()), last.literal.properties)
    }

    private func text(_ tokens: Range<Int>) -> String { masked.text(of: tokens) }

    private func isAwaited(_ chain: CallChain) -> Bool {
        let start = chain.tokens.lowerBound
        let word = script.text(start - 1)
        if word == "await" || word == "return" || word == "=>" { return true }
        // `await Promise.all([expect(a)...])`
        return script.ancestors(of: start).contains { bracket in
            ["all", "allSettled"].contains(script.text(bracket - 1)) && script.isToken(bracket, "(")
        }
    }

    private func told(matcher: String, isNegated: Bool, subject: CallChain.Argument, arguments: [String])
        -> (matcher: String, isNegated: Bool, subject: String, arguments: [String])
    {
        var matcher = matcher
        var arguments = arguments
        var subjectText = text(subject.tokens)
        if !isNegated, let (read, rest) = readValue(subject),
            let webFirst = MatcherStrength.webFirst(read: read, matcher: matcher, argument: arguments.first)
        {
            if webFirst.hasPrefix("toBe") { arguments = [] }
            matcher = webFirst
            subjectText = rest
        }
        let opposites = ["toBeVisible": "toBeHidden", "toBeHidden": "toBeVisible"]
        if isNegated, let opposite = opposites[matcher] { return (opposite, false, subjectText, arguments) }
        return (matcher, isNegated, subjectText, arguments)
    }

    /// `textContent` and the masked rest of `await page.locator('a').textContent()`.
    private func readValue(_ subject: CallChain.Argument) -> (read: String, rest: String)? {
        let start =
            script.isToken(subject.tokens.lowerBound, "await")
            ? subject.tokens.lowerBound + 1 : subject.tokens.lowerBound
        guard let chain = ChainParser(script: script).chain(startingAt: start), let last = chain.links.last,
            chain.tokens.upperBound == subject.tokens.upperBound, last.arguments != nil
        else { return nil }
        return (last.name, text(start..<last.tokens.lowerBound) + shorthandMark(last))
    }

    /// `page.textContent('a')` asserts about the locator `a`.
    private func shorthandMark(_ link: CallChain.Link) -> String {
        (link.arguments ?? []).isEmpty ? "" : " " + MaskedScript.mark
    }
}
