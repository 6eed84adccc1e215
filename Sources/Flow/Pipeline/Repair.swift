import Domain
import Proof

/// A change of the suite that may make red tests green again, before and after its proof.
struct Repair: Codable, Hashable, Sendable {
    struct File: Codable, Hashable, Sendable {
        /// Relative to the repository.
        let path: String
        let before: String
        let after: String
    }

    /// One locator that was rewritten, and what it must resolve to.
    struct Locator: Codable, Hashable, Sendable {
        /// The test that was red for it, whose own proof has to show the element.
        let test: TestKey
        /// As a person would say it, for example `getByTestId('add')`.
        let before: String
        let after: String
        /// Playwright's internal form of the new one, whole chain.
        let selector: String
        let place: SourceLocation
        /// What the element was when all was well, in a few words.
        let element: String
        let why: String
        let confidence: Double
        /// Where the memory of the element lies: trace of the base run and the step in it.
        let memory: StepReference
        let changesStrategy: Bool
        /// Whether it is of a step before the failing one, which went well on another element.
        var isEarlier = false
    }

    /// Names the cause: the same on every commit that has it.
    let fingerprint: String
    /// Ids of the failures that it is for.
    let failures: [String]
    let locators: [Locator]
    let files: [File]
    let diff: String
    let why: String
    /// Who wrote it, and so what it is held to.
    var origin = Origin.rule
    /// The test was changed wrongly in the last commit, so that the version before it says as well what may not be weakened.
    var restoresTest = false
    /// What a rule says that it changes, and is held to; nil for what a model wrote.
    var claim: RepairClaim?
    /// The rules beside the one for locators, by their names.
    var rules: [String] = []
    /// 0 to 1, of the least certain part; nil for what a model wrote.
    var confidence: Double?
    /// Files that a change of the product was asked for; nothing else may be changed then.
    var offered: [String] = []
    /// Set where it takes back a part of the commit, and nothing else.
    var takenBack: TakenBack?
}

extension Repair {
    /// As the report names it.
    var kind: String {
        switch origin {
        case .rule: locators.isEmpty ? rules.first ?? "patch" : "locator"
        case .choice: "locator"
        case .patch: "patch"
        }
    }

    var changes: [FileChange] { files.map { FileChange(path: $0.path, before: $0.before, after: $0.after) } }

    /// What of the product reads as at the last good commit again.
    struct TakenBack: Codable, Hashable, Sendable {
        /// `app/cart.js` with its lines.
        let place: String
        /// In sentences, for whoever has to decide whether it was wanted.
        let cautions: [String]
    }

    enum Origin: Codable, Hashable, Sendable {
        /// By rule: locators, expected texts, addresses, a test restored.
        case rule
        /// One of the candidates that we computed, chosen by a language model of this name.
        case choice(model: String)
        /// Written by a language model of this name.
        case patch(model: String)

        var model: String? {
            switch self {
            case .rule: nil
            case .choice(let model), .patch(let model): model
            }
        }
    }
}

/// A step of a trace that lies among the artifacts.
struct StepReference: Codable, Hashable, Sendable {
    let trace: String
    let callID: String
    /// The element in the page that the step saw last, where the trace itself marks none or another one.
    var node: Int?
}

/// A repair with the verdict on it.
struct JudgedRepair: Codable, Hashable, Sendable {
    let repair: Repair
    let proof: Fix.Proof
    let risk: Fix.Risk

    var change: ChangeAssessment { ChangeAssessment(repair.changes) }
}
