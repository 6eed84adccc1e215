import Domain
import Evidence
import Foundation
import Logging
import Queue
import Testing
import Triage

@testable import Pipeline

/// What becomes of tests' histories in a job: what a verdict makes of them, and what the job adds.
struct TestHistoryUseTests {
    private static let lost =
        "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let pays = TestIdentity(project: "modules", file: "tests/a.spec.ts", title: "pays")

    private struct Shelf: TestHistories {
        var known: [TestIdentity: TestHistory] = [:]
        var isBroken = false

        func histories(of tests: [TestIdentity], in repository: String) throws(StoreError) -> [TestIdentity:
            TestHistory]
        {
            if isBroken { throw .unavailable("no disk") }
            return known
        }

        func histories(in repository: String?, before sequence: Int64?, limit: Int) -> [KeptHistory] { [] }
    }

    /// A letter for each day's run: the commit, in capitals when it was red there.
    private static func shelf(_ runs: String, kind: String = "locator-not-found") -> Shelf {
        let outcomes = runs.enumerated().map { number, letter in
            let isRed = letter.isUppercase
            return TestOutcome(
                commit: letter.lowercased(), at: now.advanced(by: .seconds(86_400 * (number - runs.count))),
                result: isRed ? .failed : .passed, sign: isRed ? TestOutcome.sign(of: kind) : nil)
        }
        return Shelf(known: [pays: TestHistory(outcomes)])
    }

    private func heal(
        _ world: World, _ shelf: Shelf?, isQueued: Bool = true, dryRun: Bool = false,
        journal given: MemoryJournal? = nil
    ) async throws -> Healed {
        let job = Job(
            id: .next(), state: .running, trigger: .init(kind: .manual), repository: "acme/shop", ref: "main",
            dryRun: dryRun, createdAt: Self.now)
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        ports.histories = shelf
        ports.clock = PipelineClock(now: { Self.now }, sleep: { _ in })
        let claim = Claim(job: job, worker: WorkerName(node: "anna", slot: 1), generation: 1)
        return try await Pipeline(ports).run(
            HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            in: JobFolders(data: world.folder, job: job.id),
            journal: given ?? MemoryJournal(claim: isQueued ? claim : nil))
    }

    /// One test is red, another is green, and the suite can be run once.
    private func world(runs: Int = 1) throws -> World {
        let world = try World(
            [
                .init(title: "pays", needs: "luck", error: Self.lost),
                .init(title: "finds", needs: "nothing", error: ""),
            ], broken: [])
        world.makeFlaky("pays", redTimes: 1)
        world.stopRunning(after: runs)
        return world
    }

    @Test(
        "A test that its history calls flaky is said to be so, with figures, and a quarantine with an end is proposed")
    func flaky() async throws {
        let report = try await heal(try world(), Self.shelf("abcdeEfFghijk")).report
        let failure = try #require(report.failures.first)
        let figures = "red at 3 of 14 runs, twice beside a green run of the same commit f, e"
        #expect(failure.verdict == .flaky)
        #expect(failure.evidence.contains(.init(rule: "verdict.flaky-by-history", text: figures, source: "history")))
        #expect(failure.rootCause.contains("The test is flaky: \(figures)."))
        let fix = try #require(failure.suggestedFix)
        #expect(fix.playbook == "quarantine" && fix.class == .c && fix.why.contains("until 2027-01-29"))
        #expect(report.fixes.isEmpty && failure.resolution == .none && !failure.autoFixable)
    }

    @Test("A test that is green on the rerun and flaky by its history has both as evidence")
    func rerun() async throws {
        let failure = try #require(try await heal(try world(runs: 9), Self.shelf("abcdefFghijk")).report.failures.first)
        #expect(failure.evidence.contains { $0.rule == "verdict.green-on-rerun" })
        #expect(failure.suggestedFix?.playbook == "quarantine")
    }

    @Test(
        "No quarantine is proposed for a test that is broken, new, failed in another way, or that nobody knows",
        arguments: [
            Self.shelf("abcdefghijkL"), Self.shelf("abBc"), Self.shelf("abcdefFghijk", kind: "visual-diff"), Shelf(),
            nil, Shelf(isBroken: true),
        ])
    private func others(shelf: Shelf?) async throws {
        let failure = try #require(try await heal(try world(), shelf).report.failures.first)
        #expect(failure.verdict == .unknown && failure.suggestedFix == nil)
        #expect(!failure.evidence.contains { $0.rule == "verdict.flaky-by-history" })
    }

    @Test(
        "That a commit was good is what the test's history says of it",
        arguments: [("b", .seen), ("a", .seen), ("cB", .never), ("", .unknown)]
            as [(String, Circumstances.GreenBefore)])
    func greenBefore(commits: String, before: Circumstances.GreenBefore) async throws {
        let world = try World([.init(title: "pays", needs: "luck", error: Self.lost)], broken: ["luck"])
        let outcomes = commits.map { letter in
            TestOutcome(
                commit: String(repeating: letter.lowercased(), count: 12), at: Self.now,
                result: letter.isUppercase ? .failed : .passed)
        }
        let shelf = Shelf(known: outcomes.isEmpty ? [:] : [Self.pays: TestHistory(outcomes)])
        let failure = try #require(try await heal(world, shelf).report.failures.first)
        let rules: [Circumstances.GreenBefore: String] = [
            .seen: "verdict.red-at-the-good-commit", .never: "verdict.red-before-the-change",
            .unknown: "verdict.red-at-the-commit-before",
        ]
        #expect(failure.evidence.map(\.rule).contains(try #require(rules[before])))
        #expect(failure.verdict == (before == .never ? .unknown : .environment))
    }

    @Test("A job of the queue adds its suite's run to the histories, and a rerun that was green")
    func adds() async throws {
        let tests = try await heal(try world(runs: 9), Shelf()).tests
        let finds = TestIdentity(project: "modules", file: "tests/a.spec.ts", title: "finds")
        let sign = TestOutcome.sign(of: "locator-not-found")
        #expect(
            Set(tests) == [
                TestResult(test: Self.pays, results: [.failed, .passed], sign: sign),
                TestResult(test: finds, results: [.passed]),
            ])
        #expect(try await heal(try world(), Shelf()).tests.map(\.results.count) == [1, 1])
    }

    @Test("A dry run, a job without a queue and one without histories add nothing")
    func addsNothing() async throws {
        #expect(try await heal(try world(), Shelf(), dryRun: true).tests.isEmpty)
        #expect(try await heal(try world(), Shelf(), isQueued: false).tests.isEmpty)
        #expect(try await heal(try world(), nil).tests.isEmpty)
    }

    @Test("The reds of a run in which a large share of the suite was red are marked as such")
    func marksWideRuns() {
        func signs(red: Int, green: Int) -> Set<String?> {
            let keys = (0..<red + green).map { TestKey(project: "p", file: "f", title: "\($0)") }
            let outcomes =
                keys.enumerated().map { ($0.element, $0.offset < red ? .unexpected : .expected) }
                as [(TestKey, PlaywrightReport.Test.Outcome)]
            let results = TestResults.results(Dictionary(uniqueKeysWithValues: outcomes), .empty, [])
            return Set(results.filter { $0.results.contains(.failed) }.map(\.sign))
        }
        #expect(signs(red: 5, green: 10) == [TestOutcome.wideSign])
        #expect(signs(red: 5, green: 11) == [nil])
        #expect(signs(red: 4, green: 0) == [nil])
    }

    @Test("What the environment made red, and what was skipped, is no run of a test")
    func leavesOut() {
        func key(_ title: String) -> TestKey { TestKey(project: "p", file: "f", title: title) }
        func failure(_ title: String, _ verdict: FailureReport.Verdict) -> FailureReport {
            FailureReport(
                id: title, fingerprint: "f", testName: title, project: "p", file: "f", line: 1, errorMessage: "",
                category: .ui, kind: "other", severity: .high, culprit: .unknown, confidence: 0.9, verdict: verdict,
                evidence: [], rootCause: "", group: "g")
        }
        var diagnosis = Diagnosis.empty
        diagnosis.failures = [failure("down", .environment), failure("mended", .unknown), failure("wrong", .appBug)]
        diagnosis.reruns = ["wrong": false]
        let results = TestResults.results(
            [
                key("down"): .unexpected, key("mended"): .unexpected, key("wrong"): .unexpected,
                key("skipped"): .skipped, key("slow"): .flaky, key("good"): .expected,
            ], diagnosis, [failure("mended", .environment)])
        #expect(
            Set(results) == [
                TestResult(test: key("wrong").identity, results: [.failed], sign: TestOutcome.sign(of: "other")),
                TestResult(test: key("slow").identity, results: [.flaky]),
                TestResult(test: key("good").identity, results: [.passed]),
            ])
    }
}
