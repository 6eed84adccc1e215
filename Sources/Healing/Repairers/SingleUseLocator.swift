import JavaScript

/// A locator to which a suite gives a name once, and which it uses once, so that both can be changed together.
struct SingleUseLocator {
    /// The last call of the definition, with the point before it.
    let lastCall: SourcePlace
    /// The name where it is used.
    let use: SourcePlace

    /// - Parameters:
    ///   - name: of a field or getter.
    ///   - suite: all sources of the test.
    init?(_ name: String, in suite: [SourceText]) {
        let definitions = Definitions(scripts: suite.map(Script.init))
        let written = definitions.values(of: name).compactMap { Self.locator(of: $0, in: definitions) }
        let uses = definitions.scripts.flatMap { Self.uses(of: name, in: $0) }
        guard written.count == 1, uses.count == 1, let last = written[0].locator.steps.last, !last.method.isPosition,
            [.getByRole, .getByLabel, .getByTestId, .locator].contains(last.method)
        else { return nil }
        lastCall = SourcePlace(file: written[0].file, range: last.link.range)
        use = uses[0]
    }

    /// - Returns: nil when the value is something else than a locator that is written out.
    private static func locator(
        of value: Definitions.Value, in definitions: Definitions
    ) -> (file: String, locator: WrittenLocator)? {
        let script = definitions.scripts[value.script]
        guard let chain = ChainParser(script: script).chain(startingAt: value.tokens.lowerBound),
            chain.tokens.upperBound == value.tokens.upperBound,
            let written = WrittenLocator(chain: chain, script: script), !written.isShorthand,
            written.links.upperBound == chain.links.count
        else { return nil }
        return (script.path, written)
    }

    /// Wherever the member is read, or taken out of its object.
    private static func uses(of name: String, in script: Script) -> [SourcePlace] {
        script.tokens.indices.filter { index in
            guard script.isName(index), script.text(index) == name else { return false }
            let isMember = script.isToken(index - 1, ".") || script.isToken(index - 1, "?.")
            return isMember ? !script.isToken(index + 1, "=") : isTakenOut(index, in: script)
        }
        .map { SourcePlace(file: script.path, range: script.tokens[$0].range) }
    }

    /// `const { priority } = dialog`
    private static func isTakenOut(_ index: Int, in script: Script) -> Bool {
        guard let open = script.parent(of: index), script.isToken(open, "{"), let close = script.partner(of: open)
        else { return false }
        return script.isToken(close + 1, "=")
    }
}
