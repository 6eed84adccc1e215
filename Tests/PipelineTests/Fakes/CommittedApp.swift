import Domain
import Foundation
import Logging

@testable import Pipeline

/// An app before and after a commit, in the worktrees that a repair reads.
struct CommittedApp {
    private let bench: Workbench

    /// - Parameters:
    ///   - before: text of each source, by its path.
    ///   - after: the same.
    init(before: [String: String], after: [String: String]) throws {
        let world = try World([], broken: [])
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: .now())
        let ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        bench = Workbench(
            request: HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            folders: JobFolders(data: world.folder, job: job.id), ports: ports, journal: MemoryJournal())
        for (folder, files) in [(bench.folders.base, before), (bench.folders.head, after)] {
            for (path, text) in files {
                let place = URL(filePath: "\(folder)/\(path)")
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: place)
            }
        }
    }

    /// - Parameter replaced: lines that the commit took away, and what came in their place, in one file.
    func reading(_ file: String = "server.js", replaced: [(old: String, new: String)] = []) -> CommitReading {
        let hunks = replaced.map { "@@ -1 +1 @@\n-\($0.old)\n+\($0.new)\n" }.joined()
        let head = "diff --git a/\(file) b/\(file)\n--- a/\(file)\n+++ b/\(file)\n"
        return CommitReading(CommitChanges(files: [file], diff: replaced.isEmpty ? "" : head + hunks), bench: bench)
    }
}
