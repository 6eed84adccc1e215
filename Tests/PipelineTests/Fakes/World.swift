import Domain
import Foundation
import Logging
import Queue
import Synchronization
import TestKit

@testable import Pipeline

/// An app with its environment and its suite, as far as a pipeline can see them: what is broken, which tests see it, and
/// what was done about it.
final class World: SuiteRunner, SourceControl {
    struct Test: Hashable {
        var title: String
        var project = "modules"
        /// It is red while this is broken.
        var needs: String
        var error: String
        /// What it is red for as well, and the error then, once the first is mended.
        var also: Cause?
    }

    struct Cause: Hashable {
        var needs: String
        var error: String
    }

    private struct State {
        var broken: Set<String>
        var runs: [SuiteRun] = []
        /// Tests that are red at most so often, by title.
        var flakes: [String: Int] = [:]
        /// What mends by itself after so many runs.
        var mending: (what: String, runs: Int)?
        /// Tracked files that are not as in the commit.
        var modified: Set<String> = []
        /// Times that the branch can be looked at before somebody pushes to it.
        var looksBeforePush = Int.max
        /// Tests that are green so often although what they look at was taken away, by title.
        var blind: [String: Int] = [:]
        /// Whether anything can be taken away, and the tests that look at none of it.
        var canTakeAway = true
        var untouched: Set<String> = []
        /// Runs of the suite that end with a report.
        var runnableRuns = Int.max
    }

    let folder: String
    private let tests: [Test]
    private let state: Mutex<State>
    static let head = "a".padded, base = "b".padded

    init(_ tests: [Test], broken: Set<String>) throws {
        self.tests = tests
        state = Mutex(State(broken: broken))
        folder = FileManager.default.temporaryDirectory.appending(path: "world-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    var runs: [SuiteRun] { state.withLock { $0.runs } }
    var broken: Set<String> { state.withLock { $0.broken } }

    func mend(_ what: String) { state.withLock { _ = $0.broken.remove(what) } }
    func breakDown(_ what: String) { state.withLock { _ = $0.broken.insert(what) } }
    func makeFlaky(_ title: String, redTimes: Int) { state.withLock { $0.flakes[title] = redTimes } }

    func makeBlind(_ title: String, times: Int) { state.withLock { $0.blind[title] = times } }
    func keepEverything() { state.withLock { $0.canTakeAway = false } }
    func keepEverything(for title: String) { state.withLock { _ = $0.untouched.insert(title) } }

    func stopRunning(after runs: Int) { state.withLock { $0.runnableRuns = runs } }
    func modify(_ file: String) { state.withLock { _ = $0.modified.insert(file) } }
    func push(afterLooks looks: Int) { state.withLock { $0.looksBeforePush = looks } }

    func mendAfter(runs: Int, _ what: String) { state.withLock { $0.mending = (what, runs) } }

    func setUp(_ folder: String, for repository: RepositorySettings) async throws {}

    func run(_ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void) async throws -> SuiteResult
    {
        guard state.withLock({ $0.runs.count < $0.runnableRuns }) else { throw SuiteUnavailable("no browser") }
        let outcomes: [(Test, String?)] = state.withLock { state in
            if let mending = state.mending, state.runs.count >= mending.runs { state.broken.remove(mending.what) }
            state.runs.append(run)
            return wanted(by: run).map { test in
                if !run.takingAway.isEmpty {
                    let left = state.blind[test.title, default: 0]
                    state.blind[test.title] = max(0, left - 1)
                    return (test, left > 0 || !state.canTakeAway ? nil : "it is gone")
                }
                if let left = state.flakes[test.title] {
                    state.flakes[test.title] = max(0, left - 1)
                    return (test, left > 0 ? test.error : nil)
                }
                if state.broken.contains(test.needs) { return (test, test.error) }
                return (test, test.also.flatMap { state.broken.contains($0.needs) ? $0.error : nil })
            }
        }
        try FileManager.default.createDirectory(atPath: run.output, withIntermediateDirectories: true)
        let report = run.output + "/report.json"
        try Self.report(outcomes, folder: run.folder).write(to: URL(filePath: report))
        let taken: [String]? =
            run.takingAway.isEmpty
            ? nil
            : state.withLock { state in
                state.canTakeAway && outcomes.contains { !state.untouched.contains($0.0.title) } ? run.takingAway : []
            }
        return SuiteResult(report: report, exitStatus: 0, seconds: 1, output: "", takenAway: taken)
    }

    private func wanted(by run: SuiteRun) -> [Test] {
        tests.filter { test in
            (run.projects.isEmpty || run.projects.contains(test.project))
                && (run.tests.isEmpty || run.tests.contains { $0.titles == [test.title] })
        }
    }

    static func report(_ outcomes: [(Test, String?)], folder: String) throws -> Data {
        let specs: [[String: Any]] = outcomes.map { test, error in
            let isRed = error != nil
            let result: [String: Any] = [
                "status": isRed ? "failed" : "passed", "errors": error.map { [["message": $0]] } ?? [],
                "attachments": [],
            ]
            let run: [String: Any] = [
                "projectName": test.project, "status": isRed ? "unexpected" : "expected", "results": [result],
                "expectedStatus": "passed",
            ]
            return [
                "title": test.title, "ok": !isRed, "id": test.title, "file": "a.spec.ts", "line": 1, "tests": [run],
            ]
        }
        return try JSONSerialization.data(withJSONObject: [
            "config": ["rootDir": folder + "/tests", "version": "1.63.0", "projects": []],
            "suites": [["title": "a.spec.ts", "file": "a.spec.ts", "specs": specs]], "errors": [], "stats": [:],
        ])
    }

    func resolve(_ request: HealingRequest) async throws -> Revision {
        let isOld = state.withLock { state in
            state.looksBeforePush -= 1
            return state.looksBeforePush < 0
        }
        return Revision(
            sha: try Self.sha(isOld ? Self.base : Self.head), base: try Self.sha(Self.base), branch: "main",
            subject: "A change")
    }

    static func sha(_ text: String) throws -> CommitSHA {
        guard let sha = CommitSHA(text) else { throw CocoaError(.coderValueNotFound) }
        return sha
    }

    func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func untracked(_ folder: String) async throws -> [String] { [] }
    func modified(_ folder: String) async throws -> [String] { state.withLock { $0.modified.sorted() } }

    func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws {
        state.withLock { $0.modified = [] }
    }

    func remove(_ folder: String, of repository: RepositorySettings) async {}
    func changes(
        from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
    ) async throws -> CommitChanges { CommitChanges(files: ["README.md"], diff: "") }
}

extension String {
    fileprivate var padded: String { String(repeating: self, count: 40) }
}
