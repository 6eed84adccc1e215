import Domain
import Testing

@testable import Triage

struct SuggestedPlaybookTests {
    private static func candidates(
        _ kind: FailureKind, _ verdict: FailureReport.Verdict = .environment, status: Int? = nil, oldPage: Bool = false
    ) -> [String] {
        SuggestedPlaybook.candidates(
            for: Classification(
                kind: kind, severity: .medium, culprit: .environment, confidence: 0.9, status: status,
                evidence: [.init(rule: "some.rule", text: "it failed", source: "error")]),
            verdict: verdict,
            circumstances: Circumstances(
                baseRun: .red, changed: .nothing, recall: .notRecalled(reason: "-"), isOldPageServed: oldPage)
        ).map(\.name)
    }

    @Test(
        "What may repair an environment stands in the order in which it is worth a try",
        arguments: [
            (.connectionRefused, ["restart-backend", "redeploy"]), (.http5xx, ["restart-backend", "redeploy"]),
            (.sessionExpired, ["clear-session", "refresh-tokens"]),
            (.loginFailed, ["clear-session", "refresh-tokens", "reset-test-data"]),
            (.tokenExpired, ["refresh-tokens", "clear-session"]), (.rateLimited, ["reset-test-data"]),
            (.locatorNotFound, ["toggle-feature", "clear-session", "clear-cache", "reset-test-data", "redeploy"]),
            (.assertionCountOrState, ["reset-test-data", "toggle-feature", "clear-cache", "redeploy"]),
            (.dns, []), (.infrastructure, []),
        ] as [(FailureKind, [String])])
    func order(kind: FailureKind, names: [String]) { #expect(Self.candidates(kind) == names) }

    @Test("A refusal is data in the way, but what does not exist may be switched off")
    func statusDecides() {
        #expect(Self.candidates(.http4xx, status: 409).first == "reset-test-data")
        #expect(Self.candidates(.http4xx, status: 422).first == "reset-test-data")
        #expect(Self.candidates(.http4xx, status: 404).first == "toggle-feature")
    }

    @Test("A page older than the commit is the cache's before it is anything else's")
    func oldPageFirst() {
        #expect(Self.candidates(.locatorNotFound, oldPage: true).prefix(2) == ["clear-cache", "redeploy"])
        #expect(Set(Self.candidates(.locatorNotFound, oldPage: true)) == Set(Self.candidates(.locatorNotFound)))
        #expect(Self.candidates(.dns, oldPage: true).isEmpty)
    }

    @Test("An outdated locator is repaired by a proposal, not by a playbook")
    func locatorsAreProposed() {
        #expect(Self.candidates(.locatorNotFound, .testOutdated) == ["repair-locator"])
        let all = FailureKind.allCases.flatMap { Self.candidates($0) }
        #expect(!all.contains("repair-locator"))
    }

    @Test(
        "Nothing is suggested for a bug, a flaky test, or what is not understood",
        arguments: [FailureReport.Verdict.appBug, .flaky, .unknown])
    func silence(verdict: FailureReport.Verdict) {
        for kind in FailureKind.allCases { #expect(Self.candidates(kind, verdict).isEmpty) }
    }

    @Test("No playbook is suggested twice for one failure")
    func noneTwice() {
        for kind in FailureKind.allCases {
            for status in [nil, 404, 409, 503] {
                let names = Self.candidates(kind, status: status, oldPage: true)
                #expect(Set(names).count == names.count)
            }
        }
    }
}
