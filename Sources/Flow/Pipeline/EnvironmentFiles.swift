import Domain
import Foundation

/// What safe playbooks changed outside of git in the worktree under repair, such as a stored token, so that the other
/// worktrees see the same environment. Absolute paths need none of this: every worktree sees them.
struct EnvironmentFiles: Codable, Hashable, Sendable {
    /// Files that an answer was saved in, below the worktree.
    private(set) var saved: [String] = []
    /// Patterns of files that were deleted, below the worktree, by playbook.
    private(set) var cleared: [String: [String]] = [:]

    /// After the playbook has acted.
    mutating func add(_ playbook: PlaybookSettings) {
        if let path = playbook.save, !path.hasPrefix("/"), !saved.contains(path) { saved.append(path) }
        if case .files(let patterns) = playbook.action {
            let below = patterns.filter { !$0.hasPrefix("/") }
            if !below.isEmpty { cleared[playbook.name] = below }
        }
    }
}

extension Workbench {
    /// The same bench, whose other worktrees get what playbooks changed in the one under repair.
    func with(_ environment: EnvironmentFiles) -> Workbench {
        var bench = self
        bench.environment = environment
        return bench
    }

    /// Puts the tracked files of the worktree under repair back; what playbooks saved stays.
    func putBack(_ sha: CommitSHA) async throws {
        try await sourceControl.reset(folders.head, to: sha, keeping: made(in: folders.head) + environment.saved)
    }

    /// Files of the worktree under repair that differ from the commit.
    func changedFiles() async throws -> Set<String> { Set(try await sourceControl.modified(folders.head)) }

    /// Does to another worktree what playbooks did to the one under repair. What cannot be done costs a proof, so it is told.
    func bringAlong(to folder: String) async throws {
        guard folder != folders.head else { return }
        for (name, patterns) in environment.cleared.sorted(by: { $0.key < $1.key }) {
            let playbook = PlaybookSettings(name: name, action: .files(patterns))
            guard let tool = ports.playbookTools.first(where: { $0.fits(playbook.action) }) else { continue }
            do {
                _ = try await tool.act(playbook, PlaybookPlace(repository: repository, folder: folder))
            } catch let failure as PlaybookFailed {
                await journal.tell(.log("\(name) could not be repeated in \(folder): \(failure)"))
            }
        }
        for path in environment.saved {
            guard let data = plainFile(path, in: folders.head) else { continue }
            if try !write(data, path, in: folder) {
                await journal.tell(.log("\(path) could not be laid into \(folder): a link or a file is in the way"))
            }
        }
    }

    private func plainFile(_ path: String, in folder: String) -> Data? {
        isPlain(path, in: folder) ? FileManager.default.contents(atPath: "\(folder)/\(path)") : nil
    }

    /// - Returns: false where something else than plain folders and a plain file are in the way.
    private func write(_ data: Data, _ path: String, in folder: String) throws -> Bool {
        var parent = ""
        for part in path.split(separator: "/").dropLast() {
            parent += parent.isEmpty ? "\(part)" : "/\(part)"
            let place = "\(folder)/\(parent)"
            if (try? FileManager.default.attributesOfItem(atPath: place)) == nil {
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            }
            guard isPlain(parent, in: folder) else { return false }
        }
        let target = "\(folder)/\(path)"
        if (try? FileManager.default.attributesOfItem(atPath: target)) != nil, !isPlain(path, in: folder) {
            return false
        }
        try data.write(to: URL(filePath: target), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
        return true
    }
}
