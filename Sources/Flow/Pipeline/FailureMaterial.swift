import Advice
import Domain
import Evidence
import Foundation

/// What a language model may see of one failure. All of it is text from outside.
struct FailureMaterial: Sendable {
    private static let contextLimitBytes = 100_000
    private let failure: FailureReport
    let all: [AdviceMaterial]

    init(_ failure: FailureReport, _ test: RedTest, changes: CommitChanges?, live: LiveEvidence?) {
        self.failure = failure
        let identity = FailureIdentity(test)
        // One more than is taken, which shows whether it is cut.
        let context = test.errorContexts.lazy.compactMap { try? $0.beginning(limitBytes: Self.contextLimitBytes + 1) }
            .first { identity.objection(to: ErrorContext($0)) == nil }
            .map { CutText.beginning(of: String(decoding: $0, as: UTF8.self), limitBytes: Self.contextLimitBytes) }
        var material = [
            AdviceMaterial(name: "test", text: "\(failure.testName) (\(failure.file):\(failure.line))"),
            AdviceMaterial(name: "error", text: failure.errorMessage, limitCharacters: 3000),
            AdviceMaterial(name: "verdict", text: failure.rootCause, limitCharacters: 1500),
        ]
        if let context {
            material.append(
                AdviceMaterial(name: "page", text: context, limitCharacters: 6000, isPageContent: true))
        }
        if let page = live?.excerpt(limitCharacters: 4000) {
            material.append(
                AdviceMaterial(name: "live-page", text: page, limitCharacters: 4000, isPageContent: true))
        }
        if let changes {
            material.append(AdviceMaterial(name: "diff", text: changes.diff, limitCharacters: 6000))
        }
        all = material
    }

    var rootCause: RootCauseQuestion {
        RootCauseQuestion(
            evidence: failure.evidence.enumerated().map { (id: "e\($0.offset + 1)", text: $0.element.text) },
            further: all)
    }

    /// A failure among others, in a few lines.
    static func summary(_ failure: FailureReport) -> String {
        let error = failure.errorMessage.split(whereSeparator: \.isNewline).prefix(6).joined(separator: "\n")
        return
            "\(failure.testName) (\(failure.file):\(failure.line))\n\(failure.category.rawValue)/\(failure.kind)\n\(error)"
    }
}
