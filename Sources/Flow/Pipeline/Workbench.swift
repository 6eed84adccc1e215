import Domain
import Foundation

/// What the stages of one job work with.
struct Workbench: Sendable {
    let request: HealingRequest
    let folders: JobFolders
    let ports: PipelinePorts
    let journal: any StageJournal
    /// What playbooks changed outside of git.
    var environment = EnvironmentFiles()

    var repository: RepositorySettings { request.repository }
    var sourceControl: any SourceControl { ports.sourceControl }
    var acting: Acting { Acting(job: request.job, ports: ports, journal: journal) }
    var effects: EffectJournal {
        EffectJournal(
            claim: journal.claim, books: ports.effects, clock: ports.clock, redaction: ports.redaction)
    }

    /// The same bench with what the commit's own `.selfheal.yaml` takes away.
    func narrowed(at sha: CommitSHA) async throws -> Workbench {
        try await worktree(folders.head, at: sha)
        guard let text = source(RepositoryNarrowing.fileName, in: folders.head) else { return self }
        var request = request
        request.repository = try ports.narrow(repository, text)
        return Workbench(request: request, folders: folders, ports: ports, journal: journal)
    }

    /// A worktree that is ready to run the suite: checked out and set up once, found again after a restart.
    func worktree(_ folder: String, at sha: CommitSHA) async throws {
        let mark = folder + ".ready"
        if setUp(of: folder)?.sha == sha, FileManager.default.fileExists(atPath: folder) {
            return try await bringAlong(to: folder)
        }
        try? FileManager.default.removeItem(atPath: mark)
        try await sourceControl.checkOut(sha, of: repository, into: folder)
        try await ports.suites.setUp(folder, for: repository)
        let made = SetUp(sha: sha, made: try await sourceControl.untracked(folder))
        try JSON.encode(made).write(to: URL(filePath: mark), options: .atomic)
        try await bringAlong(to: folder)
    }

    /// What stands beside a worktree that is ready.
    private struct SetUp: Codable {
        let sha: CommitSHA
        /// What the set-up commands left behind outside of git.
        let made: [String]
    }

    private func setUp(of folder: String) -> SetUp? {
        FileManager.default.contents(atPath: folder + ".ready").flatMap { try? JSON.decode(SetUp.self, from: $0) }
    }

    /// What the set-up commands left in a worktree that is ready.
    func made(in folder: String) -> [String] { setUp(of: folder)?.made ?? [] }

    func run(_ run: SuiteRun) async throws -> SuiteResult {
        try? FileManager.default.removeItem(atPath: run.output)
        return try await ports.suites.run(run) { await journal.tell(.progress($0)) }
    }

    /// Makes a worktree the clean commit again, with these files changed.
    func lay(_ files: [Repair.File], over sha: CommitSHA, in folder: String) async throws {
        try await sourceControl.reset(folder, to: sha, keeping: made(in: folder))
        try await bringAlong(to: folder)
        for file in files {
            guard isPlain(file.path, in: folder) else {
                throw RepairRefused("\(file.path) is no plain file of the repository")
            }
            try Data(file.after.utf8).write(to: URL(filePath: "\(folder)/\(file.path)"))
        }
    }

    /// The specs of some tests with what they import, and the suite's configuration.
    func suite(of tests: [RedTest], in folder: String) -> SuiteSources {
        let specs = Set(tests.map(\.file)).sorted()
        let configurations = specs.flatMap(SuiteSources.configurations).filter { source($0, in: folder) != nil }
        return SuiteSources(specs: specs, named: tests.compactMap(\.place?.file) + Set(configurations).sorted()) {
            source($0, in: folder)
        }
    }

    /// Reads a file of a worktree as text; nil when it is not there, too large or not UTF-8.
    func source(_ path: String, in folder: String) -> String? {
        guard isPlain(path, in: folder), let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
            data.count <= 4 * 1024 * 1024
        else {
            return nil
        }
        return String(data: data, encoding: .utf8)
    }

    /// Neither the file nor a folder on the way to it is a link, which could lead out of the worktree.
    func isPlain(_ path: String, in folder: String) -> Bool {
        var place = folder
        for part in path.split(separator: "/") {
            place += "/\(part)"
            let type = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
            guard part != "..", type == .typeDirectory || type == .typeRegular else { return false }
        }
        return true
    }
}
