import Compression
import Domain
import Evidence
import Foundation
import Queue

/// One run of the suite, divided into parts that run wherever a worker is free, and put together again so that whoever reads
/// its report need not know.
struct ShardedRun: Sendable {
    private let run: SuiteRun
    private let sha: CommitSHA
    private let bench: Workbench
    private let sharding: Sharding
    private let claim: Claim
    private let total: Int

    /// - Returns: nil when the repository wants its suite whole, or when there is no queue for the parts.
    init?(_ run: SuiteRun, at sha: CommitSHA, _ bench: Workbench) {
        guard let total = bench.repository.shards, let sharding = bench.ports.sharding, let claim = bench.journal.claim
        else { return nil }
        self.run = run
        self.sha = sha
        self.bench = bench
        self.sharding = sharding
        self.claim = claim
        self.total = total
    }

    func result() async throws -> SuiteResult {
        let journal = bench.journal
        let parts = try await sharding.suites.run(parts, of: claim) { await journal.tell(.progress($0)) }
        return SuiteResult(
            report: try await merged(parts.map(\.blob)), exitStatus: parts.map(\.facts.exitStatus).max() ?? 0,
            seconds: parts.reduce(0) { $0 + $1.facts.seconds },
            output: parts.map { String($0.facts.output.suffix(16 * 1024)) }.joined(separator: "\n"), shards: total)
    }

    private var parts: [Job] {
        (1...total).map { index in
            let whole = bench.request.job
            var part = Job(
                id: .next(), trigger: whole.trigger, repository: whole.repository, ref: whole.ref, sha: sha,
                projects: run.projects, dryRun: whole.dryRun, priority: whole.priority,
                createdAt: bench.ports.clock.now())
            part.shard = .init(index: index, total: total)
            return part
        }
    }

    /// - Returns: the report, as one run in the job's own worktree would have left it.
    private func merged(_ blobs: [String]) async throws -> String {
        let files = FileManager.default
        let folder = run.output + "/blobs"
        try? files.removeItem(atPath: run.output)
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, blob) in blobs.enumerated() {
            try files.linkItem(atPath: blob, toPath: "\(folder)/\(index + 1).zip")
        }
        let suites = try blobs.map { try BlobReport(ZIPArchive(contentsOf: $0)) }
        let worktrees = Set(suites.compactMap { JobFolders.head(of: $0.rootDirectory) })
        let head = URL(filePath: run.folder).resolvingSymlinksInPath().path(percentEncoded: false)
        func here(_ path: String) -> String {
            JobFolders.head(of: path).map { head + path.dropFirst($0.count) } ?? path
        }
        let merge = ReportMerge(
            repository: run.repository, folder: run.folder, blobs: folder,
            testDirectory: here(suites.first?.rootDirectory ?? head), report: run.output + "/report.json")
        try await sharding.merger.merge(merge)
        var names = Dictionary(worktrees.map { ($0, head) }, uniquingKeysWith: { first, _ in first })
        names[merge.configuration] = here(suites.first?.configFile ?? "")
        try rename(names, in: merge.report)
        for name in try files.contentsOfDirectory(atPath: folder) where name != "resources" {
            try files.removeItem(atPath: "\(folder)/\(name)")
        }
        return merge.report
    }

    /// Errors and stacks name files of the worktrees that the parts ran in, which are gone.
    private func rename(_ names: [String: String], in report: String) throws {
        let file = URL(filePath: report)
        var text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for (old, new) in names.sorted(by: { $0.key < $1.key }) {
            text = text.replacingOccurrences(of: try Self.escaped(old), with: try Self.escaped(new))
        }
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// As it stands within a text of JSON.
    private static func escaped(_ text: String) throws -> String {
        String(String(decoding: try JSON.encode(text), as: UTF8.self).dropFirst().dropLast())
    }
}
