import Domain
import Testing

@testable import Pipeline

struct DiagnosisTests {
    private func failure(_ id: String, _ verdict: FailureReport.Verdict, error: String = "Error") -> FailureReport {
        FailureReport(
            id: id, fingerprint: "f00d", testName: id, project: "web", file: "e2e/\(id).spec.ts", line: 7,
            errorMessage: error, category: .ui, kind: "locator", severity: .low,
            culprit: verdict == .appBug ? .app : .test, confidence: verdict == .appBug ? 0.9 : 0.8, verdict: verdict,
            evidence: [.init(rule: "verdict.\(verdict.rawValue)", text: "seen", source: "base-run")],
            rootCause: "\(id) is \(verdict.rawValue).", group: id)
    }

    private func diagnosis(_ failures: [FailureReport]) -> Diagnosis {
        Diagnosis(failures: failures, cases: [], suggestions: [:], changes: nil, seconds: 0)
    }

    @Test("A bug behind a repaired step decides the verdict, and the failure itself stays what was seen")
    func bugBehind() {
        var diagnosis = diagnosis([
            failure("adds", .testOutdated, error: "no such button"), failure("pays", .testOutdated),
        ])
        diagnosis.decide(by: ["adds": failure("behind", .appBug, error: "expected 1\nreceived 2")])
        let adds = diagnosis.failures[0]
        #expect(adds.verdict == .appBug && adds.culprit == .app && adds.confidence == 0.9 && !adds.autoFixable)
        #expect(adds.errorMessage == "no such button" && adds.id == "adds" && adds.file == "e2e/adds.spec.ts")
        #expect(adds.evidence.map(\.rule) == ["verdict.test-outdated", "circumstance.step-behind", "verdict.app-bug"])
        #expect(adds.evidence[1].text.hasSuffix("fails there: expected 1"))
        #expect(adds.rootCause.hasSuffix("the test fails further on. behind is app-bug."))
        #expect(diagnosis.failures[1] == failure("pays", .testOutdated))
    }

    @Test(
        "Another doubt behind a repaired step decides nothing",
        arguments: FailureReport.Verdict.allCases.filter { $0 != .appBug })
    func doubtBehind(verdict: FailureReport.Verdict) {
        var diagnosis = diagnosis([failure("adds", .testOutdated)])
        diagnosis.decide(by: ["adds": failure("behind", verdict)])
        #expect(diagnosis.failures == [failure("adds", .testOutdated)])
    }

    @Test("A test that is no longer called out of date is not decided by what stands behind it")
    func decidedBefore() {
        var diagnosis = diagnosis([failure("adds", .testBug)])
        diagnosis.decide(by: ["adds": failure("behind", .appBug)])
        #expect(diagnosis.failures == [failure("adds", .testBug)])
    }

    @Test(
        "What the commit seemed to want is taken back where it healed nothing, once, and not over a bug that was found")
    func withdraws() {
        var diagnosis = diagnosis([
            failure("healed", .testOutdated), failure("red", .testOutdated), failure("bug", .testOutdated),
        ])
        for id in ["healed", "red", "bug"] { diagnosis.otherwise[id] = failure(id, .unknown) }
        diagnosis.decide(by: ["bug": failure("behind", .appBug)])
        diagnosis.withdraw(except: ["healed"])
        #expect(diagnosis.failures.map(\.verdict) == [.testOutdated, .unknown, .appBug])
    }
}
