import Domain
import Evidence
import Foundation
import Testing

@testable import Pipeline

/// What a run after a playbook says of the tests that were red before.
struct RecoveryCourseTests {
    private func test(_ title: String) throws -> RedTest {
        try JSON.decode(
            RedTest.self,
            from: Data(
                """
                {"id": "\(title)", "selection": {"file": "a.spec.ts", "titles": ["\(title)"]}, "title": "\(title)",
                 "project": "modules", "line": 1, "errors": [], "surroundings": [], "status": "failed", "output": "",
                 "errorContexts": [], "videos": []}
                """.utf8))
    }

    private func failure(_ id: String, _ verdict: FailureReport.Verdict) -> FailureReport {
        FailureReport(
            id: id, fingerprint: id, testName: id, project: "modules", file: "a.spec.ts", line: 1, errorMessage: "",
            category: .ui, kind: "locator-not-found", severity: .medium, culprit: .app, confidence: 0.9,
            verdict: verdict, evidence: [], rootCause: "", group: id)
    }

    private func run(_ red: [RedTest], notRun: String? = nil) -> TestRun {
        var project = HealingReport.Project(name: "modules")
        project.notRun = notRun
        return TestRun(results: [], summary: .init(), projects: [project], red: red)
    }

    @Test("An app bug that is green later was flaky: no playbook mends an app")
    func appBug() throws {
        let tests = try [test("bug"), test("session")]
        var diagnosis = Diagnosis.empty
        diagnosis.failures = [failure("bug", .appBug), failure("session", .environment)]
        var course = RecoveryCourse(Recovered(tests: run(tests), diagnosis: diagnosis))
        let green = Aftermath(run([]), outcomes: [tests[0].key: .expected, tests[1].key: .expected])
        course.take(green, .empty, judgedAnew: [])
        #expect(course.result.healed.map(\.id) == ["session"])
        #expect(course.result.diagnosis.failures.map(\.verdict) == [.flaky])
        #expect(course.result.diagnosis.failures.map(\.resolution) == [.none])
        #expect(course.openCases.isEmpty)
    }

    @Test("What was skipped, not run or green at the second try only is neither healed nor forgotten")
    func unseen() throws {
        let tests = try ["skipped", "flaky", "left out"].map(test)
        var diagnosis = Diagnosis.empty
        diagnosis.failures = tests.map { failure($0.id, .environment) }
        var course = RecoveryCourse(Recovered(tests: run(tests), diagnosis: diagnosis))
        let outcomes = [tests[0].key: .skipped, tests[1].key: .flaky] as [TestKey: PlaywrightReport.Test.Outcome]
        course.take(Aftermath(run([], notRun: "dead"), outcomes: outcomes), .empty, judgedAnew: [])
        #expect(course.result.healed.isEmpty)
        #expect(course.openCases.count == 3)
        let said = course.result.diagnosis.failures.compactMap { $0.evidence.last?.text }
        #expect(said[0].contains("skipped") && said[1].contains("second try") && said[2].contains("dead"))

        course.take(Aftermath(run([]), outcomes: [tests[2].key: .expected]), .empty, judgedAnew: [])
        #expect(course.result.healed.map(\.id) == ["left out"])
    }

    @Test("A suite that cannot be run says nothing of its tests")
    func suite() throws {
        let one = try test("one")
        let outside = RedTest(outside: "no server", suite: "playwright.config.ts", output: "")
        #expect(Aftermath(run([outside]), outcomes: [:]).colour(of: one) == .unseen("the suite itself did not run"))
        #expect(Aftermath(run([]), outcomes: [one.key: .expected]).colour(of: outside) == .green)
        #expect(Aftermath(run([]), outcomes: [:]).colour(of: outside) == .unseen("no test was run"))
        #expect(Aftermath(run([outside]), outcomes: [:]).colour(of: outside) == .red)
    }
}
