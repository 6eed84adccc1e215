/// What a patch says that it does; the gate refuses everything beyond.
package struct RepairClaim: Hashable, Sendable {
    package var changesLocators = false
    /// Expected texts that the app changed on purpose, each to exactly the new text.
    package var textChanges: [TextChange] = []
    /// Any change of the tests that weakens nothing in the ledger.
    package var isFreeForm = false
    /// A web-first assertion or `waitFor` may wait longer than before.
    package var allowsLongerTimeouts = false

    package init() {}

    /// Nothing but where elements are found.
    package static var locator: Self {
        var claim = Self()
        claim.changesLocators = true
        return claim
    }

    /// Nothing but one expected text.
    package static func expectedText(from: String, to: String) -> Self {
        var claim = Self()
        claim.textChanges = [TextChange(from: from, to: to)]
        return claim
    }

    /// Whatever keeps every promise: a missing `await`, another action for another control, a banner that is closed.
    package static func freeForm(allowingLongerTimeouts: Bool = false) -> Self {
        var claim = Self()
        claim.isFreeForm = true
        claim.changesLocators = true
        claim.allowsLongerTimeouts = allowingLongerTimeouts
        return claim
    }
}
