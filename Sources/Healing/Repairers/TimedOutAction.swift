import JavaScript

/// An action that waited for its element, to be there or to be enabled, as long as the suite lets an action wait.
struct TimedOutAction {
    private let name: String
    /// `page.click('#pay')`, which has the selector before all else.
    private let isOfPage: Bool
    /// What it waited.
    private let milliseconds: Int

    /// By name, the number of arguments before the options of a locator's action.
    private static let arguments = [
        "click": 0, "dblclick": 0, "tap": 0, "check": 0, "uncheck": 0, "hover": 0, "focus": 0, "clear": 0, "fill": 1,
        "press": 1, "pressSequentially": 1, "selectOption": 1, "setChecked": 1,
    ]

    /// - Parameter message: the test's first error, with Playwright's log of the call.
    init?(_ message: String) {
        guard
            let found = message.firstMatch(
                of: /(locator|page|frame|elementHandle)\.([A-Za-z]+): Timeout ([0-9]+)ms exceeded/),
            Self.arguments[String(found.2)] != nil, let milliseconds = Int(found.3)
        else { return nil }
        name = String(found.2)
        isOfPage = found.1 == "page" || found.1 == "frame"
        self.milliseconds = milliseconds
    }

    /// Whether waiting is the answer at all: what lies over an element is closed, not waited for.
    static func isCovered(_ message: String) -> Bool { message.contains("intercepts pointer events") }

    /// - Returns: nil when the chain does not do this one action, or waits as long already.
    func edit(of chain: CallChain, in script: Script, waiting limit: Int) -> TextEdit? {
        let calls = chain.links.indices.filter { chain.links[$0].name == name && chain.links[$0].arguments != nil }
        guard milliseconds < limit, calls.count == 1, let index = calls.first, let own = Self.arguments[name],
            let given = chain.links[index].arguments
        else { return nil }
        let count = isOfPage ? own + 1 : own
        guard given.count == count || given.count == count + 1 else { return nil }
        return TimeoutOption(
            script: script, call: chain.links[index], options: given.count > count ? given[count] : nil
        ).edit(waiting: limit)
    }
}
