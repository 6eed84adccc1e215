package import Domain
import Foundation
package import Pipeline

/// The repository under repair, by the `git` program: one bare mirror a repository, kept between jobs, and detached
/// worktrees of it.
package struct GitRepository: SourceControl {
    /// Gives the password for a repository's host, nil where none is needed; asked before every contact.
    package typealias Credentials = @Sendable (RepositorySettings) async throws -> String?

    let tools: ToolRunner
    let mirrors: String
    let environment: ChildEnvironment
    let credentials: Credentials
    /// Two jobs of one repository share its mirror, and git's own lock files make the second one fail, not wait.
    let turns = KeyedTurns()

    /// - Parameter mirrors: folder of the bare clones.
    package init(
        tools: ToolRunner, mirrors: String, environment: ChildEnvironment, credentials: @escaping Credentials
    ) {
        self.tools = tools
        self.mirrors = mirrors
        self.environment = environment
        self.credentials = credentials
    }

    package func resolve(_ request: HealingRequest) async throws -> Revision {
        let repository = request.repository
        return try await turns.take(repository.name) {
            try await updateMirror(of: repository)
            return try await revision(of: request)
        }
    }

    package func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {
        try await turns.take(repository.name) {
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
            let parent = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try await git(["worktree", "prune"], on: repository)
            try await git(["worktree", "add", "--force", "--detach", folder, sha.text], on: repository)
        }
    }

    package func remove(_ folder: String, of repository: RepositorySettings) async {
        try? FileManager.default.removeItem(atPath: folder)
        _ = try? await turns.take(repository.name) { try await git(["worktree", "prune"], on: repository) }
    }

    package func changes(
        from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
    ) async throws -> CommitChanges {
        let range = "\(base.text)..\(head.text)"
        let names = try await git(["diff", "--name-only", "-z", "--no-renames", range], on: repository)
        let diff = try await git(
            ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", range], on: repository)
        return CommitChanges(
            files: names.split(separator: "\0").map(String.init).filter { !$0.isEmpty && $0 != "\n" },
            diff: String(diff.prefix(256 * 1024)))
    }

    func mirror(of repository: RepositorySettings) -> String {
        let safe = repository.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }
        return "\(mirrors)/\(String(safe)).git"
    }

    /// Where the mirror is cloned from.
    static func origin(of repository: RepositorySettings) -> String? { repository.path ?? repository.clone }

    private func updateMirror(of repository: RepositorySettings) async throws {
        guard let origin = Self.origin(of: repository) else {
            throw GitError(
                "no address is known for \(repository.name): give it a `clone` URL or a `path` in selfheal.yaml")
        }
        let folder = mirror(of: repository)
        let files = FileManager.default
        if !files.fileExists(atPath: folder + "/HEAD") {
            try? files.removeItem(atPath: folder)
            try files.createDirectory(atPath: mirrors, withIntermediateDirectories: true)
            // Made aside and renamed, so that a crash in the middle leaves no half mirror.
            let fresh = folder + ".new"
            try? files.removeItem(atPath: fresh)
            try await git(["clone", "--bare", "--quiet", "--", origin, fresh], in: nil, contacting: repository)
            try files.moveItem(atPath: fresh, toPath: folder)
        }
        try await git(["remote", "set-url", "origin", origin], on: repository)
        try await git(
            ["fetch", "--quiet", "--prune", "--no-tags", "origin", "+refs/heads/*:refs/heads/*"], in: folder,
            contacting: repository)
    }

    private func revision(of request: HealingRequest) async throws -> Revision {
        let job = request.job
        let repository = request.repository
        var notes: [String] = []
        let wanted = job.sha?.text ?? job.ref
        var found = try await commit(wanted, of: repository)
        if found == nil, let number = job.trigger.pullRequest {
            try await fetch("refs/pull/\(number)/head", of: repository)
            found = try await commit(wanted, of: repository)
        }
        if found == nil {
            try? await fetch(wanted, of: repository)
            found = try await commit(wanted, of: repository)
        }
        guard let sha = found else {
            throw GitError(
                "\(wanted) is not in \(repository.name): it may have been force-pushed away or mistyped; "
                    + "push it, or name another --ref")
        }
        var base: CommitSHA?
        if let given = job.base {
            base = try await commit(given.text, of: repository)
            if base == nil {
                try? await fetch(given.text, of: repository)
                base = try await commit(given.text, of: repository)
            }
            if base == nil { notes.append("base commit \(given.short) is gone; its parent was taken instead") }
        }
        if base == nil { base = try await commit("\(sha.text)^", of: repository) }
        if base == nil { notes.append("\(sha.short) has no parent, so there is no last good state to recall") }
        let subject = try await git(["log", "-1", "--format=%s", sha.text], on: repository)
        return Revision(
            sha: sha, base: base, branch: try await branch(job.ref, of: repository),
            subject: subject.trimmingCharacters(in: .whitespacesAndNewlines), notes: notes)
    }

    private func branch(_ ref: String, of repository: RepositorySettings) async throws -> String {
        if ref.hasPrefix("refs/heads/") { return String(ref.dropFirst("refs/heads/".count)) }
        if ref != "HEAD" { return ref }
        let head = try await git(["symbolic-ref", "--short", "HEAD"], on: repository)
        return head.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func commit(_ name: String, of repository: RepositorySettings) async throws -> CommitSHA? {
        guard !name.hasPrefix("-") else { return nil }
        let found = try? await git(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"], on: repository)
        return found.flatMap { CommitSHA($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    private func fetch(_ name: String, of repository: RepositorySettings) async throws {
        guard !name.hasPrefix("-") else { return }
        try await git(
            ["fetch", "--quiet", "--no-tags", "origin", name], in: mirror(of: repository), contacting: repository)
    }
}
