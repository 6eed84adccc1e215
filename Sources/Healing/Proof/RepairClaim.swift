/// What a patch says that it does; the gate refuses everything beyond.
package struct RepairClaim: Hashable, Sendable, Codable {
    package var changesLocators = false
    /// Expected texts that the app changed on purpose, each to exactly the new text.
    package var textChanges: [TextChange] = []
    /// Addresses that the app moved on purpose, each to exactly the new one, wherever the suite names them.
    package var addressChanges: [TextChange] = []
    /// Fields of the app's answers that it renamed, each to exactly the new name.
    package var fieldChanges: [TextChange] = []
    /// Items of lists that the app reworded, each to exactly the new text, where a test chooses by it.
    package var choiceChanges: [TextChange] = []
    /// Texts that helpers of the suite are given for what they look for, each to exactly the new one.
    package var handedChanges: [TextChange] = []
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
        expectedTexts([TextChange(from: from, to: to)])
    }

    /// Nothing but expected texts.
    package static func expectedTexts(_ changes: [TextChange]) -> Self {
        var claim = Self()
        claim.textChanges = changes
        return claim
    }

    /// Nothing but addresses of the app.
    package static func addresses(_ changes: [TextChange]) -> Self {
        var claim = Self()
        claim.addressChanges = changes
        return claim
    }

    /// Nothing but the names of fields.
    package static func fields(_ changes: [TextChange]) -> Self {
        var claim = Self()
        claim.fieldChanges = changes
        return claim
    }

    /// Nothing but which items are chosen from lists.
    package static func choices(_ changes: [TextChange]) -> Self {
        var claim = Self()
        claim.choiceChanges = changes
        return claim
    }

    /// What both claim together.
    package func union(_ other: Self) -> Self {
        var claim = self
        claim.changesLocators = changesLocators || other.changesLocators
        claim.textChanges += other.textChanges.filter { !textChanges.contains($0) }
        claim.addressChanges += other.addressChanges.filter { !addressChanges.contains($0) }
        claim.fieldChanges += other.fieldChanges.filter { !fieldChanges.contains($0) }
        claim.choiceChanges += other.choiceChanges.filter { !choiceChanges.contains($0) }
        claim.handedChanges += other.handedChanges.filter { !handedChanges.contains($0) }
        claim.isFreeForm = isFreeForm || other.isFreeForm
        claim.allowsLongerTimeouts = allowsLongerTimeouts || other.allowsLongerTimeouts
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
