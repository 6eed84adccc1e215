package import JavaScript
import Proof

/// A web-first assertion that waits longer for what comes later now. Whether it comes at all, only a run can tell.
package enum LaterContent {
    /// What an assertion may wait, in milliseconds.
    private static let timeout = 15_000

    /// - Returns: nil when no assertion that waits stands there, or it waits as long already.
    package static func change(
        places: [(file: String, position: SourcePosition)], in sources: [SourceText]
    ) -> SuiteChange? {
        for place in places {
            guard let source = sources.first(where: { $0.path == place.file }),
                let offset = source.offset(of: place.position)
            else { continue }
            let script = Script(source)
            guard let index = script.tokenIndex(at: offset),
                let chain = ChainParser(script: script).chain(containing: index),
                let edit = edit(chain, in: script)
            else { continue }
            return SuiteChange(
                .laterContent, edits: [edit], claim: .freeForm(allowingLongerTimeouts: true),
                why:
                    "Since the commit what the test waits for comes later; the same assertion waits for it up to \(timeout / 1000) seconds.",
                confidence: 0.7)
        }
        return nil
    }

    private static func edit(_ chain: CallChain, in script: Script) -> TextEdit? {
        guard let link = chain.links.last(where: { isWaiting($0.name, of: chain) }),
            let parentheses = link.argumentsRange,
            let arguments = link.arguments
        else { return nil }
        func place(_ range: Range<Int>) -> SourcePlace { SourcePlace(file: script.path, range: range) }
        if let options = arguments.last, let known = options.literal["timeout"] {
            guard let number = known.number, number < Double(timeout) else { return nil }
            return TextEdit(place: place(known.range), replacement: "\(timeout)")
        }
        let end = parentheses.upperBound - 1
        if let options = arguments.last, !options.literal.properties.isEmpty, link.name != "toEqual" {
            // Behind the other options.
            let last = options.literal.properties.map(\.range.upperBound).max() ?? options.range.upperBound - 1
            return TextEdit(place: place(last..<last), replacement: ", timeout: \(timeout)")
        }
        let last = arguments.last.map(\.range.upperBound) ?? end
        return TextEdit(
            place: place(last..<last), replacement: (arguments.isEmpty ? "" : ", ") + "{ timeout: \(timeout) }")
    }

    private static func isWaiting(_ name: String, of chain: CallChain) -> Bool {
        if name == "waitFor" { return true }
        // Comparisons of values do not wait.
        let isOnPage = [
            "toBeVisible", "toBeHidden", "toBeAttached", "toBeEnabled", "toBeDisabled", "toBeChecked", "toBeEditable",
            "toBeEmpty", "toBeFocused", "toBeInViewport", "toContainText", "toHaveText", "toHaveCount", "toHaveValue",
            "toHaveURL", "toHaveTitle", "toHaveAttribute", "toHaveClass", "toHaveCSS", "toHaveId", "toHaveRole",
            "toHaveAccessibleName", "toHaveValues", "toContainClass",
        ].contains(name)
        return isOnPage && chain.rootText == "expect"
    }
}
