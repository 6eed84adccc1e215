import Domain
import Testing

@testable import Triage

struct FlakyByHistoryTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// A letter for each day's run: the commit, in capitals when it was red there. The last ones are this run.
    private static func past(_ runs: String, changedTest: Bool? = false) -> PastRuns {
        let outcomes = runs.enumerated().map { number, letter in
            TestOutcome(
                commit: letter.lowercased(), at: now.advanced(by: .seconds(86_400 * (number + 1 - runs.count))),
                result: letter.isUppercase ? .failed : .passed)
        }
        return PastRuns(
            TestHistory(outcomes.dropLast()), run: outcomes.suffix(1), kind: .assertionTextOrValue,
            changedTest: changedTest, at: now)
    }

    private static let flaky = "abcdefFghijK"

    private static func decide(
        _ past: PastRuns?, _ kind: FailureKind = .assertionTextOrValue, culprit: FailureReport.Culprit = .app,
        assertsAbsence: Bool = false, base: Circumstances.BaseRun = .green, rerun: Bool? = nil,
        changed: Circumstances.Change = .appOnly, recall: Circumstances.Recall = .notRecalled(reason: "no trace")
    ) -> Decision {
        VerdictDecision.decide(
            Classification(
                kind: kind, severity: .medium, culprit: culprit, confidence: 0.9, assertsAbsence: assertsAbsence,
                evidence: [.init(rule: "some.rule", text: "it failed", source: "error")]),
            Circumstances(baseRun: base, rerunIsGreen: rerun, changed: changed, recall: recall, past: past))
    }

    @Test("A value that differs in a test that its history calls flaky is no bug of the app")
    func decides() {
        let decision = Self.decide(Self.past(Self.flaky))
        #expect(decision.verdict == .flaky && decision.rule == "verdict.flaky-by-history")
        #expect(decision.evidence.first?.source == "history")
        #expect(Self.decide(nil).verdict == .appBug)
    }

    @Test(
        "History explains nothing when the test is not flaky, or the commit changed it or may have",
        arguments: [
            past("abcdefghijkL"), past("abcdefFghiKLM"), past("aAbB"), past("abcdefghijkl"),
            past(flaky, changedTest: true), past(flaky, changedTest: nil),
        ])
    func objections(past: PastRuns) {
        let decision = Self.decide(past)
        #expect(decision.verdict == .appBug)
        #expect(decision.evidence.contains { $0.rule == "circumstance.history" } == (past.standing.word != .new))
    }

    @Test("However flaky a test is, a server, a session, a gone element and a violated absence are what they are")
    func leavesFaults() {
        let past = Self.past(Self.flaky)
        for kind in FailureKind.allCases where [.api, .auth, .network].contains(kind.category) {
            for culprit in FailureReport.Culprit.allCases {
                #expect(
                    Self.decide(past, kind, culprit: culprit).verdict
                        == Self.decide(nil, kind, culprit: culprit).verdict)
            }
        }
        #expect(Self.decide(past, .infrastructure).verdict == .environment)
        #expect(Self.decide(past, .jsPageError).verdict == .appBug)
        #expect(Self.decide(past, .locatorNotFound, recall: .elementGone("button “Buy”")).verdict == .appBug)
        #expect(Self.decide(past, assertsAbsence: true).verdict == .appBug)
        #expect(Self.decide(past, .locatorNotFound, recall: .counterpartFound("Buy now")).verdict == .testOutdated)
        #expect(Self.decide(past, base: .red, changed: .nothing).verdict == .environment)
    }

    @Test("A run that was red and green on its rerun is one run, which proposes no quarantine alone")
    func rerunIsOneRun() {
        let green = (0..<10).map { TestOutcome(commit: "\($0)", at: Self.now, result: .passed) }
        let both = [TestOutcome.Result.failed, .passed].map { TestOutcome(commit: "k", at: Self.now, result: $0) }
        let past = PastRuns(
            TestHistory(green), run: both, kind: .assertionTextOrValue, changedTest: false, at: Self.now)
        #expect(past.standing.word == .flaky)
        #expect(Quarantine.proposal(for: .flaky, past, at: Self.now) == nil)
    }

    @Test("A quarantine ends, and is for flaky failures of flaky tests alone")
    func quarantine() throws {
        let often = Self.past("abcdeEfFghijK")
        let proposal = try #require(Quarantine.proposal(for: .flaky, often, at: Self.now))
        #expect(proposal.playbook == "quarantine" && proposal.class == .c)
        #expect(proposal.why.contains("red at 3 of 13 runs, twice beside a green run of the same commit f, e"))
        #expect(proposal.why.contains("until 2027-01-29"))
        for verdict in FailureReport.Verdict.allCases where verdict != .flaky {
            #expect(Quarantine.proposal(for: verdict, often, at: Self.now) == nil)
        }
        for runs in [Self.flaky, "abcdefghijkLM", "aAbB", "abcdefghijkl"] {
            #expect(Quarantine.proposal(for: .flaky, Self.past(runs), at: Self.now) == nil)
        }
        #expect(Quarantine.proposal(for: .flaky, nil, at: Self.now) == nil)
    }
}
