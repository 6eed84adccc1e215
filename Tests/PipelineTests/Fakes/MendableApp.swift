import Domain
import Foundation
import Synchronization

@testable import Pipeline

/// An app before and after a commit, as files. A test is red where no file of the worktree that it runs in has the text that it
/// needs.
final class MendableApp: SuiteRunner, SourceControl {
    let folder: String
    private let base: [String: String]
    private let head: [String: String]
    private let tests: [World.Test]
    private let state = Mutex<[SuiteRun]>([])

    /// - Parameters:
    ///   - base: text of each file, by its path; the commit changes those that differ.
    ///   - tests: titles, and the text that each needs.
    init(base: [String: String], head: [String: String], tests: [(title: String, needs: String)]) throws {
        self.base = base
        self.head = head
        self.tests = tests.map { World.Test(title: $0.title, needs: $0.needs, error: "Error: expected 1, received 0") }
        folder = FileManager.default.temporaryDirectory.appending(path: "app-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    var runs: [SuiteRun] { state.withLock { $0 } }

    func setUp(_ folder: String, for repository: RepositorySettings) async throws {}

    func run(_ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void) async throws -> SuiteResult
    {
        state.withLock { $0.append(run) }
        let app = head.keys.sorted().compactMap { FileManager.default.contents(atPath: "\(run.folder)/\($0)") }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        let wanted = tests.filter { test in run.tests.isEmpty || run.tests.contains { $0.titles == [test.title] } }
        let outcomes = (0..<max(1, run.repeats)).flatMap { _ in
            wanted.map { test -> (World.Test, String?) in (test, app.contains(test.needs) ? nil : test.error) }
        }
        try FileManager.default.createDirectory(atPath: run.output, withIntermediateDirectories: true)
        let report = run.output + "/report.json"
        try World.report(outcomes, folder: run.folder).write(to: URL(filePath: report))
        return SuiteResult(report: report, exitStatus: 0, seconds: 1, output: "")
    }

    func resolve(_ request: HealingRequest) async throws -> Revision {
        Revision(
            sha: try World.sha(World.head), base: try World.sha(World.base), branch: "main", subject: "Tidy the cart")
    }

    func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {
        try await reset(folder, to: sha, keeping: [])
    }

    func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws {
        let files = sha.text == World.base ? base : head
        for (path, text) in files {
            let place = URL(filePath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place)
        }
    }

    func untracked(_ folder: String) async throws -> [String] { [] }
    func modified(_ folder: String) async throws -> [String] { [] }
    func remove(_ folder: String, of repository: RepositorySettings) async {}

    func changes(
        from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
    ) async throws -> CommitChanges {
        CommitChanges(files: self.head.keys.filter { self.base[$0] != self.head[$0] }.sorted(), diff: "")
    }
}
