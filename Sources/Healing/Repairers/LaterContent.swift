package import JavaScript
import Proof

/// A web-first assertion, or an action, that waits longer for what comes later now. Whether it comes at all, only a run can
/// tell.
package enum LaterContent {
    /// What an assertion or an action may wait, in milliseconds.
    private static let timeout = 15_000

    /// - Parameter message: the test's first error. Where it tells of an action, that action waits, and nothing else.
    /// - Returns: nil when nothing that waits stands there, or it waits as long already.
    package static func change(
        _ message: String, places: [(file: String, position: SourcePosition)], in sources: [SourceText]
    ) -> SuiteChange? {
        let action = TimedOutAction(message)
        if action != nil, TimedOutAction.isCovered(message) { return nil }
        for place in places {
            guard let source = sources.first(where: { $0.path == place.file }),
                let offset = source.offset(of: place.position)
            else { continue }
            let script = Script(source)
            guard let index = script.tokenIndex(at: offset),
                let chain = ChainParser(script: script).chain(containing: index),
                let edit = edit(action, chain, in: script)
            else { continue }
            return SuiteChange(
                .laterContent, edits: [edit], claim: .freeForm(allowingLongerTimeouts: true),
                why: sentence(isAction: action != nil), confidence: 0.7)
        }
        return nil
    }

    private static func sentence(isAction: Bool) -> String {
        let what = isAction ? "action" : "assertion"
        return
            "Since the commit what the test waits for comes later; the same \(what) waits for it up to \(timeout / 1000) seconds."
    }

    private static func edit(_ action: TimedOutAction?, _ chain: CallChain, in script: Script) -> TextEdit? {
        guard let action else { return assertionEdit(chain, in: script) }
        return action.edit(of: chain, in: script, waiting: timeout)
    }

    private static func assertionEdit(_ chain: CallChain, in script: Script) -> TextEdit? {
        guard let link = chain.links.last(where: { isWaiting($0.name, of: chain) }) else { return nil }
        let last = link.arguments?.last
        let hasOptions = last.map { !$0.literal.properties.isEmpty } ?? false
        return TimeoutOption(script: script, call: link, options: hasOptions ? last : nil).edit(waiting: timeout)
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
