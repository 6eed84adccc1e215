package import JavaScript
import Proof

/// The attribute that holds test ids, where the commit gave the app another one: said once, in the suite's configuration, and not
/// at every locator.
package enum TestIDAttribute {
    /// Playwright's own, where the configuration names none.
    package static let standard = "data-testid"

    /// - Parameters:
    ///   - configuration: `playwright.config.ts`, or what it is called there.
    /// - Returns: nil when the configuration cannot be read for sure, or says so already.
    package static func change(from old: String, to new: String, in configuration: SourceText) -> SuiteChange? {
        let script = Script(configuration)
        guard script.problems.isEmpty, old != new, let edit = edit(from: old, to: new, in: script) else { return nil }
        return SuiteChange(
            .testIDAttribute, edits: [edit], claim: .locator,
            why:
                "The app's test ids stand in `\(new)` since the commit, no longer in `\(old)`; their values are the same.",
            confidence: 0.9)
    }

    private static func edit(from old: String, to new: String, in script: Script) -> TextEdit? {
        func place(_ range: Range<Int>) -> SourcePlace { SourcePlace(file: script.path, range: range) }
        let named = script.tokens.indices.filter { isKey("testIdAttribute", $0, in: script) }
        if let index = named.first {
            // Projects that differ in it are nothing to be guessed at.
            guard named.count == 1, let quote = StringLiteral.quote(of: script.text(index + 2)),
                StringLiteral.value(of: script.text(index + 2)) == old
            else { return nil }
            return TextEdit(
                place: place(script.tokens[index + 2].range), replacement: StringLiteral.text(of: new, quote: quote))
        }
        guard old == standard else { return nil }
        let quote =
            script.tokens.indices.first { script.kind($0) == .string }
            .flatMap { StringLiteral.quote(of: script.text($0)) } ?? .single
        let property = "testIdAttribute: \(StringLiteral.text(of: new, quote: quote))"
        let uses = script.tokens.indices.filter { isKey("use", $0, in: script) && script.isToken($0 + 2, "{") }
        // The one of the whole suite stands outside of the list of projects.
        let whole = uses.filter { index in !script.ancestors(of: index).contains { script.isToken($0, "[") } }
        guard whole.count == 1 else { return nil }
        let brace = script.tokens[whole[0] + 2].range.upperBound
        let next = script.tokens[whole[0] + 3].range.lowerBound
        let between = script.source.text(in: brace..<next)
        let space = between.allSatisfy(\.isWhitespace) ? between : " "
        let isEmpty = script.isToken(whole[0] + 3, "}")
        return TextEdit(
            place: place(brace..<brace), replacement: (space.isEmpty ? " " : space) + property + (isEmpty ? " " : ","))
    }

    private static func isKey(_ name: StaticString, _ index: Int, in script: Script) -> Bool {
        script.isToken(index, name) && script.isToken(index + 1, ":") && !script.isToken(index - 1, "?")
    }
}
