import Domain
import Foundation
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import Testing
import Triggers

@testable import selfheal

/// What the jobs of a service learn about a test from one to the next.
struct TestHistoryWorkerTests {
    /// A suite of one test, whose commit and colour the next job finds as they are set. It can be run once a job.
    private final class Suite: SourceControl, SuiteRunner {
        private let state = Mutex((commit: "a", isRed: false, mayRun: true))

        func set(commit: String, isRed: Bool) { state.withLock { $0 = (commit, isRed, true) } }

        func resolve(_ request: HealingRequest) async throws -> Revision {
            let commit = state.withLock(\.commit)
            guard let sha = CommitSHA(String(repeating: commit, count: 40)),
                let base = CommitSHA(String(repeating: "0", count: 40))
            else { throw SuiteUnavailable("no commit") }
            return Revision(sha: sha, base: base, branch: "main", subject: "A change")
        }

        func run(
            _ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void
        ) async throws -> SuiteResult {
            let isRed = try state.withLock { state in
                guard state.mayRun else { throw SuiteUnavailable("no browser") }
                state.mayRun = false
                return state.isRed
            }
            let error = "Error: expect(locator).toHaveText(expected)\\n\\nExpected: \\\"3\\\"\\nReceived: \\\"2\\\""
            let report = """
                {"config": {"rootDir": "\(run.folder)/e2e", "version": "1.63.0", "projects": []}, "errors": [],
                "suites": [{"title": "a.spec.ts", "file": "a.spec.ts", "specs": [{"title": "counts", "ok": \(!isRed),
                "id": "1", "file": "a.spec.ts", "line": 1, "tests": [{"projectName": "p",
                "status": "\(isRed ? "unexpected" : "expected")", "expectedStatus": "passed", "results": [{
                "status": "\(isRed ? "failed" : "passed")", "attachments": [],
                "errors": [\(isRed ? "{\"message\": \"\(error)\"}" : "")]}]}]}]}], "stats": {}}
                """
            try FileManager.default.createDirectory(atPath: run.output, withIntermediateDirectories: true)
            try Data(report.utf8).write(to: URL(filePath: run.output + "/report.json"))
            return SuiteResult(report: run.output + "/report.json", exitStatus: isRed ? 1 : 0, seconds: 1, output: "")
        }

        func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        func changes(
            from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
        ) async throws -> CommitChanges { CommitChanges(files: ["src/app.ts"], diff: "") }
        func untracked(_ folder: String) async throws -> [String] { [] }
        func modified(_ folder: String) async throws -> [String] { [] }
        func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws {}
        func remove(_ folder: String, of repository: RepositorySettings) async {}
        func setUp(_ folder: String, for repository: RepositorySettings) async throws {}
    }

    private static let time = Timestamp(milliseconds: 1_800_000_000_000)
    private static let test = TestIdentity(project: "p", file: "e2e/a.spec.ts", title: "counts")

    @Test("A test that is red and green at one commit is called flaky by a later job, and not by the first")
    func learns() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let folder = place.path(percentEncoded: false)
        let store = try RelationalJobStore.sqlite(path: folder + "/jobs.db")
        let (suite, logger) = (Suite(), Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var ports = PipelinePorts(
            sourceControl: suite, suites: suite, actions: RelationalActionLog(in: store),
            override: PeoplesOverride(killSwitch: folder + "/PAUSE", waits: true), logger: logger)
        ports.histories = store
        ports.clock = PipelineClock(now: { Self.time }, sleep: { _ in })
        let worker = HealingWorker(
            store: store, signals: store.signals, policy: QueuePolicy(),
            repositories: RepositoryDirectory([RepositorySettings(name: "acme/shop")], server: "https://github.com"),
            pipeline: Pipeline(ports), data: folder, logger: logger, now: { Self.time })

        var verdicts: [FailureReport.Verdict] = []
        // In capitals where it is red.
        for run in "aaBbbbcccdddE" {
            suite.set(commit: run.lowercased(), isRed: run.isUppercase)
            let job = Job(
                id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: Self.time)
            _ = try await store.enqueue([job], delivery: nil)
            let claim = try #require(try await store.claim(for: WorkerName(node: "anna", slot: 1), at: Self.time))
            await worker.work(claim)
            #expect(try await store.job(job.id)?.state == .succeeded)
            let body = try #require(try await store.report(of: job.id))
            verdicts += try JSON.decode(HealingReport.self, from: body).failures.map(\.verdict)
        }
        #expect(verdicts == [.appBug, .flaky])
        let history = try #require(try await store.histories(of: [Self.test], in: "acme/shop")[Self.test])
        #expect(history.outcomes.map { "\($0.commit.prefix(1)) \($0.result)" }.suffix(2) == ["d passed", "e failed"])
        #expect(history.outcomes.count == 13 && history.outcomes.count(where: \.isRed) == 2)
    }
}
