package import Domain
import Foundation
package import Pipeline

/// Leaves a fix as a branch of the repository itself, without anybody's help: a commit on top of the proven one.
package struct LocalPublisher: Publisher {
    private let git: GitRepository
    private let repository: RepositorySettings

    package init(git: GitRepository, repository: RepositorySettings) {
        self.git = git
        self.repository = repository
    }

    package func publish(_ draft: PullRequestDraft) async throws -> Publication {
        do {
            let tree = try await git.tree(of: draft, in: repository)
            if let known = try await git.remoteCommit(draft.branch, of: repository) {
                guard try await git.isOurs(known, of: repository) else {
                    return .declined(reason: "the branch \(draft.branch) has a commit that selfheal did not make")
                }
                if try await git.tree(of: known, of: repository) == tree {
                    return .open(branch: draft.branch, url: nil)
                }
            }
            let commit = try await git.commit(tree, for: draft, in: repository)
            try await git.push(commit, to: draft.branch, of: repository)
            return .open(branch: draft.branch, url: nil)
        } catch let error as GitError {
            throw PublishingError("the branch \(draft.branch) could not be made: \(error)", mayPass: error.mayPass)
        }
    }
}

extension GitRepository {
    private static let name = "selfheal"
    /// Nobody's account.
    private static let email = "selfheal@selfheal.invalid"
    private static let author = ["-c", "user.name=\(name)", "-c", "user.email=\(email)"]

    /// Writes the changed files into the mirror, as a tree on top of the draft's parent.
    fileprivate func tree(of draft: PullRequestDraft, in repository: RepositorySettings) async throws -> String {
        let scratch = mirror(of: repository) + "/selfheal-\(JobID.next().text)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let index = ["GIT_INDEX_FILE": scratch + "/index"]
        try await git(["read-tree", draft.parent.text], on: repository, variables: index)
        for (number, file) in draft.files.enumerated() {
            let path = "\(scratch)/\(number)"
            try Data(file.text.utf8).write(to: URL(filePath: path))
            let blob = try await git(["hash-object", "-w", "--no-filters", path], on: repository)
            let mode = try await mode(of: file.path, at: draft.parent, repository)
            try await git(
                ["update-index", "--add", "--cacheinfo", "\(mode),\(Self.line(blob)),\(file.path)"], on: repository,
                variables: index)
        }
        return Self.line(try await git(["write-tree"], on: repository, variables: index))
    }

    /// A file keeps its permissions.
    private func mode(of path: String, at sha: CommitSHA, _ repository: RepositorySettings) async throws -> String {
        let entry = try await git(["ls-tree", sha.text, "--", path], on: repository)
        return entry.split(separator: " ").first.map(String.init) ?? "100644"
    }

    fileprivate func commit(
        _ tree: String, for draft: PullRequestDraft, in repository: RepositorySettings
    ) async throws -> String {
        let made = try await git(
            Self.author + ["commit-tree", tree, "-p", draft.parent.text, "-m", draft.commitMessage], on: repository)
        return Self.line(made)
    }

    fileprivate func remoteCommit(_ branch: String, of repository: RepositorySettings) async throws -> String? {
        let listed = try await git(
            ["ls-remote", "origin", "refs/heads/\(branch)"], in: mirror(of: repository), contacting: repository)
        return listed.split(separator: "\t").first.map(String.init)
    }

    fileprivate func isOurs(_ commit: String, of repository: RepositorySettings) async throws -> Bool {
        try await git(
            ["fetch", "--quiet", "--no-tags", "origin", commit], in: mirror(of: repository), contacting: repository)
        let made = try await git(["log", "-1", "--format=%cn%n%ce%n%B", commit], on: repository)
        return made.hasPrefix("\(Self.name)\n\(Self.email)\n") && made.contains("\nSelfheal-Fix: ")
    }

    fileprivate func tree(of commit: String, of repository: RepositorySettings) async throws -> String {
        Self.line(try await git(["rev-parse", "\(commit)^{tree}"], on: repository))
    }

    fileprivate func push(_ commit: String, to branch: String, of repository: RepositorySettings) async throws {
        // Forced, because an own commit on an older parent is replaced; that it is an own one was looked at before.
        try await git(
            ["push", "--quiet", "--force", "origin", "\(commit):refs/heads/\(branch)"], in: mirror(of: repository),
            contacting: repository)
    }

    private static func line(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}
