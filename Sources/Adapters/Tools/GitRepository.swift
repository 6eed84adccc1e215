package import Domain
import Foundation
package import Pipeline
import Turns

/// The repository under repair, by the `git` program: one bare mirror a repository, kept between jobs, and detached
/// worktrees of it.
package struct GitRepository: SourceControl {
    /// Gives the password for a repository's host, nil where none is needed; asked before every contact.
    package typealias Credentials = @Sendable (RepositorySettings) async throws -> String?

    let tools: ToolRunner
    let mirrors: String
    let environment: ChildEnvironment
    let credentials: Credentials
    /// Git's own lock files make the second of two fail, not wait.
    let turns = KeyedTurns()

    /// - Parameters:
    ///   - mirrors: folder of the bare clones, made when it is missing.
    ///   - environment: what git may see of the service's own.
    package init(
        tools: ToolRunner, mirrors: String, environment: ChildEnvironment, credentials: @escaping Credentials
    ) {
        self.tools = tools
        self.mirrors = mirrors
        self.environment = environment
        self.credentials = credentials
    }

    /// Fetches what is new, and says which commits the job is about.
    /// - Throws: `UnknownRevision` for a ref or base that is not there; `GitError` when the origin cannot be reached, has
    ///   no commit, or has no address.
    package func resolve(_ request: HealingRequest) async throws -> Revision {
        let repository = request.repository
        return try await turn(repository) {
            try await updateMirror(of: repository)
            return try await revision(of: request)
        }
    }

    /// Makes `folder` a detached worktree of the mirror; what was there is deleted.
    /// - Throws: `GitError`, and Foundation's errors of files.
    package func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {
        try await turn(repository) {
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
            let parent = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            removeUnfinishedWorktrees(ofMirror: mirror(of: repository))
            try await git(["worktree", "prune"], on: repository)
            // A git that was killed while it added the worktree has left it locked, which only a second `--force` overrides.
            try await git(["worktree", "add", "--force", "--force", "--detach", folder, sha.text], on: repository)
        }
    }

    /// - Returns: paths below `folder`; a folder of which nothing is tracked stands for all that is in it, with a slash at
    ///   its end.
    package func untracked(_ folder: String) async throws -> [String] {
        let listed = try await git(
            ["ls-files", "--others", "--exclude-standard", "--directory", "-z"], in: folder, contacting: nil)
        return listed.split(separator: "\0").map(String.init)
    }

    package func modified(_ folder: String) async throws -> [String] {
        let listed = try await git(
            ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "HEAD", "--"], in: folder, contacting: nil)
        return listed.split(separator: "\0").map(String.init)
    }

    /// - Parameter keeping: untracked paths below `folder` that stay, the first 1000 of them.
    package func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws {
        try await removeLock(ofWorktree: folder)
        try await git(["reset", "--quiet", "--hard", sha.text], in: folder, contacting: nil)
        let kept = keeping.prefix(1000).map { "--exclude=/\($0)" }
        try await git(["clean", "--quiet", "--force", "-d"] + kept, in: folder, contacting: nil)
    }

    /// Deletes the worktree and has the mirror forget it. What fails is left for the next time.
    package func remove(_ folder: String, of repository: RepositorySettings) async {
        try? FileManager.default.removeItem(atPath: folder)
        _ = try? await turns.take(repository.name) { try await git(["worktree", "prune"], on: repository) }
    }

    /// What lies between two commits of the mirror; a renamed file is one that went and one that came.
    /// - Returns: all names, and the first 256 × 1024 characters of the diff.
    package func changes(
        from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
    ) async throws -> CommitChanges {
        let range = "\(base.text)..\(head.text)"
        let names = try await git(["diff", "--name-only", "-z", "--no-renames", range], on: repository)
        let diff = try await git(
            ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", range, "--", "."]
                + Self.generated.map { ":(exclude,glob)**/\($0)" }, on: repository)
        return CommitChanges(
            files: names.split(separator: "\0").map(String.init).filter { !$0.isEmpty && $0 != "\n" },
            diff: String(diff.prefix(256 * 1024)))
    }

    /// What programs write would use the diff's size up.
    private static let generated = [
        "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "*.lock", "*.min.js", "*.min.css", "*.map", "dist/**",
        "build/**",
    ]

    /// Two jobs of one repository share its mirror; the second one waits, whichever process it is in.
    private func turn<Value>(_ repository: RepositorySettings, _ work: () async throws -> Value) async throws -> Value {
        try FileManager.default.createDirectory(atPath: mirrors, withIntermediateDirectories: true)
        return try await turns.take(repository.name) {
            try await FileTurn.take(mirror(of: repository) + ".lock", work)
        }
    }

    func mirror(of repository: RepositorySettings) -> String {
        // Injective, so that no two repositories share a mirror.
        let safe = repository.name.utf8.map { byte in
            let isPlain =
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
            return isPlain || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
        }
        return "\(mirrors)/\(safe.joined()).git"
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
        removeLocks(inMirror: folder)
        removeUnfinishedWorktrees(ofMirror: folder)
        try await git(["remote", "set-url", "origin", origin], on: repository)
        try await git(
            ["fetch", "--quiet", "--prune", "--no-tags", "origin", "+refs/heads/*:refs/heads/*"], in: folder,
            contacting: repository)
    }

    private func revision(of request: HealingRequest) async throws -> Revision {
        let job = request.job
        let repository = request.repository
        var notes: [String] = []
        let remoteHead = job.ref == "HEAD" ? try await remoteHead(of: repository) : nil
        let wanted = job.sha?.text ?? remoteHead?.sha ?? job.ref
        var found = try await commit(wanted, of: repository)
        if found == nil, let number = job.trigger.pullRequest {
            let head = try await fetch("refs/pull/\(number)/head", of: repository)
            found = wanted.hasPrefix("refs/pull/") ? head : try await commit(wanted, of: repository)
        }
        if found == nil {
            found = try await fetchIfThere(wanted, of: repository)
        }
        guard let sha = found else {
            throw UnknownRevision(
                name: wanted,
                description: "\(wanted) is not in \(repository.name): it may have been force-pushed away or mistyped; "
                    + "push it, or name another --ref")
        }
        var base: CommitSHA?
        if let name = request.baseName {
            base = try await commit(name, of: repository)
            guard base != nil else {
                throw UnknownRevision(
                    name: name,
                    description: "the base \(name) is not in \(repository.name): check --base, or leave it out")
            }
        } else if let given = job.base {
            base = try await commit(given.text, of: repository)
            if base == nil {
                base = try await fetchIfThere(given.text, of: repository)
            }
            if base == nil { notes.append("base commit \(given.short) is gone; its parent was taken instead") }
        }
        if base == nil { base = try await commit("\(sha.text)^", of: repository) }
        if base == nil { notes.append("\(sha.short) has no parent, so there is no last good state to recall") }
        let subject = try await git(["log", "-1", "--format=%s", sha.text], on: repository)
        return Revision(
            sha: sha, base: base, branch: remoteHead?.branch ?? Self.branch(job.ref),
            subject: subject.trimmingCharacters(in: .whitespacesAndNewlines), notes: notes)
    }

    private static func branch(_ ref: String) -> String {
        ref.hasPrefix("refs/heads/") ? String(ref.dropFirst("refs/heads/".count)) : ref
    }

    /// Where the origin's HEAD is now; the mirror's own stays where it was when it was cloned.
    private func remoteHead(of repository: RepositorySettings) async throws -> (sha: String, branch: String?) {
        let answer = try await git(
            ["ls-remote", "--symref", "origin", "HEAD"], in: mirror(of: repository), contacting: repository)
        let lines = answer.split(separator: "\n").map { $0.split(separator: "\t") }.filter { $0.last == "HEAD" }
        let branch = lines.compactMap { $0.first }.first { $0.hasPrefix("ref: refs/heads/") }
        guard let sha = lines.compactMap({ $0.first }).first(where: { !$0.hasPrefix("ref: ") }) else {
            throw GitError("\(repository.name) has no commit yet: make one first")
        }
        return (String(sha), branch.map { String($0.dropFirst("ref: refs/heads/".count)) })
    }

    private func commit(_ name: String, of repository: RepositorySettings) async throws -> CommitSHA? {
        guard !name.hasPrefix("-") else { return nil }
        let found = try? await git(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"], on: repository)
        return found.flatMap { CommitSHA($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// nil for a name that the origin does not have; not when the origin could not be asked.
    private func fetchIfThere(_ name: String, of repository: RepositorySettings) async throws -> CommitSHA? {
        do {
            return try await fetch(name, of: repository)
        } catch let error as GitError where !error.mayPass {
            return nil
        }
    }

    /// Fetches one name without making a ref of it.
    private func fetch(_ name: String, of repository: RepositorySettings) async throws -> CommitSHA? {
        // A colon or a plus would write refs of the mirror.
        guard !name.hasPrefix("-"), !name.contains(where: { ":+*?[\\^~ ".contains($0) }) else { return nil }
        try await git(
            ["fetch", "--quiet", "--no-tags", "origin", name], in: mirror(of: repository), contacting: repository)
        return try await commit("FETCH_HEAD", of: repository)
    }
}
