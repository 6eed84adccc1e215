import Domain
import Testing

@testable import Triage

struct GroupCauseTests {
    private static func failure(
        _ name: String, file: String = "e2e/pay.spec.ts", verdict: FailureReport.Verdict = .appBug,
        confidence: Double = 0.8, severity: FailureReport.Severity = .high, group: String = "g1",
        evidence: [FailureReport.Evidence] = [], cause: String? = nil
    ) -> FailureReport {
        FailureReport(
            id: name, fingerprint: name, testName: name, project: "modules", file: file, line: 7,
            errorMessage: "Error", category: .api, kind: "http-5xx", severity: severity, culprit: .app,
            confidence: confidence, verdict: verdict, evidence: evidence,
            rootCause: cause ?? "“\(name)” failed: GET /cart -> status 500. The app is at fault.", group: group)
    }

    private static func fact(_ text: String, rule: String = "api.5xx") -> FailureReport.Evidence {
        .init(rule: rule, text: text, source: "network")
    }

    @Test("One failure is told as it is")
    func single() {
        let failure = Self.failure("pays")
        #expect(GroupCause([failure]).rootCause == failure.rootCause)
        #expect(GroupCause().rootCause.isEmpty)
    }

    @Test("Several are counted and named, and the clearest speaks for all")
    func several() {
        let cause = GroupCause([
            Self.failure("adds"), Self.failure("pays", confidence: 0.9), Self.failure("ships"), Self.failure("turns"),
        ])
        #expect(
            cause.rootCause
                == "4 tests fail for one cause: “pays” of modules, “adds” of modules, “ships” of modules and 1 more. "
                + "“pays” failed: GET /cart -> status 500. The app is at fault.")
    }

    @Test("Tests of several files are told to be")
    func files() {
        let cause = GroupCause([Self.failure("pays"), Self.failure("adds", file: "e2e/add.spec.ts")])
        #expect(cause.rootCause.hasPrefix("2 tests in several files fail for one cause: “adds” of modules and “pays”"))
    }

    @Test("The verdict of most is told, and that others have another")
    func dissent() {
        let cause = GroupCause([
            Self.failure("a", verdict: .flaky, confidence: 0.99), Self.failure("b"), Self.failure("c"),
        ])
        #expect(cause.speaker?.id == "b")
        #expect(cause.rootCause.hasSuffix("Not all of them have this verdict: 1 flaky."))
    }

    @Test("A fact is told once, whatever its numbers, with how many failures show it, and the commonest first")
    func evidence() {
        let cause = GroupCause([
            Self.failure("a", evidence: [Self.fact("only here"), Self.fact("no answer after 5012 ms")]),
            Self.failure("b", evidence: [Self.fact("no answer after 5043 ms"), Self.fact("no answer after 7 ms")]),
        ])
        #expect(cause.evidence.map(\.text) == ["no answer after 5012 ms", "only here"])
        #expect(cause.evidence.map(\.failures) == [2, 1])
    }

    @Test("The same failures say the same in whatever order they come")
    func order() {
        let failures = (1...30).map { number in
            Self.failure(
                "test \(number)", file: "e2e/\(number % 3).spec.ts", evidence: [Self.fact("f", rule: "r\(number)")])
        }
        let (forth, back) = (GroupCause(failures), GroupCause(failures.reversed()))
        #expect(forth.rootCause == back.rootCause && forth.evidence == back.evidence)
        #expect(forth.evidence.count == 20)
    }

    @Test("A report has each group once, with its failures and the gravest severity")
    func reports() {
        let reports = GroupCause.reports(of: [
            Self.failure("a"), Self.failure("b", group: "g2"), Self.failure("c", severity: .critical),
        ])
        #expect(reports.map(\.id) == ["g1", "g2"])
        #expect(reports.map(\.failures) == [["a", "c"], ["b"]])
        #expect(reports.map(\.severity) == [.critical, .high])
        #expect(reports[1].rootCause == "“b” failed: GET /cart -> status 500. The app is at fault.")
    }
}
