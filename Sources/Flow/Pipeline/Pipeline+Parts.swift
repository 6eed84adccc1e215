import Domain
import Foundation

extension Pipeline {
    /// The way of a part of a suite: checkout, set-up, its share of the tests. Its red tests are the business of the job that it
    /// is a part of.
    /// - Parameter deliver: takes the blob report away.
    package func runPart(
        _ request: HealingRequest, in folders: JobFolders, journal: any StageJournal,
        deliver: (_ blob: String) async throws -> Void
    ) async throws -> ShardFacts {
        let journal = RedactedJournal(journal: journal, redaction: redaction)
        let bench = Workbench(request: request, folders: folders, ports: ports, journal: journal)
        try await journal.begin(.checkout)
        let revision = try await bench.sourceControl.resolve(request)
        try await bench.worktree(folders.head, at: revision.sha)
        try await journal.begin(.test)
        var run = SuiteRun(
            repository: request.repository, folder: folders.head, output: folders.shard,
            projects: request.job.projects, tracing: .failed)
        run.shard = request.job.shard
        try? FileManager.default.removeItem(atPath: run.output)
        let count = TestCount()
        let result = try await ports.suites.run(run) { progress in
            await count.set(progress.total)
            await journal.tell(.progress(progress))
        }
        try Task.checkCancellation()
        try await deliver(result.report)
        return ShardFacts(
            exitStatus: result.exitStatus, seconds: result.seconds, output: redaction.apply(to: result.output),
            tests: await count.total)
    }
}

private actor TestCount {
    private(set) var total = 0
    func set(_ total: Int) { self.total = total }
}
