package import JavaScript
package import Proof

/// A change of a suite's sources that may make a red test green, with what it claims to be.
package struct SuiteChange: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case expectedText = "expected-text"
        case restoredTest = "restored-test"
        case address
        case renamedName = "renamed-name"
        case field
        case overlay
        case control
        case rewordedItem = "reworded-item"
        case storedKey = "stored-key"
        case nextPage = "next-page"
        case laterContent = "later-content"
        case testIDAttribute = "test-id-attribute"
    }

    package let kind: Kind
    package let edits: [TextEdit]
    /// What it is held to.
    package let claim: RepairClaim
    /// The version before the test was changed says as well what may not be weakened.
    package let restoresTest: Bool
    /// For the person who is to agree to it, in one sentence.
    package let why: String
    /// 0 to 1.
    package let confidence: Double

    package init(
        _ kind: Kind, edits: [TextEdit], claim: RepairClaim, restoresTest: Bool = false, why: String, confidence: Double
    ) {
        self.kind = kind
        self.edits = edits
        self.claim = claim
        self.restoresTest = restoresTest
        self.why = why
        self.confidence = confidence
    }
}
