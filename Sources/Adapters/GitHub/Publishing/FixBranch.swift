import Domain
import Pipeline

/// Brings the branch of a fix to the draft's content, never over other people's commits.
struct FixBranch: Sendable {
    enum Result: Sendable {
        case ready
        case declined(String)
    }

    let repository: GitHubRepository
    let text: PullRequestText
    /// Author and committer; the date is the same in every attempt of one publication, so that a commit which is made
    /// again is the same commit.
    let author: GitHubRepository.Person

    private var draft: PullRequestDraft { text.draft }

    func bringUpToDate() async throws -> Result {
        let head = try await currentHead()
        if let head, !isOwn(head) {
            return .declined(
                "someone else pushed \(head.sha.prefix(12)) to \(draft.branch), which is left as it is")
        }
        let parent = try await repository.commit(draft.parent.text)
        let tree = try await TreeWriter(repository: repository).write(draft.files, on: parent.tree.sha)
        if tree == parent.tree.sha { return .declined("\(draft.parent.short) already has this content") }
        if tree == head?.tree.sha { return .ready }
        let commit = try await repository.makeCommit(
            .init(
                message: text.commitMessage, tree: tree, parents: [draft.parent.text], author: author,
                committer: author))
        if let head {
            try await replace(head, with: commit)
        } else {
            try await repository.makeBranch(draft.branch, at: commit)
        }
        return .ready
    }

    /// GitHub's REST API cannot move a branch on condition, so the last look is right before the move: only a push in
    /// the time of one call can still be lost.
    private func replace(_ head: GitHubRepository.Commit, with commit: String) async throws {
        guard try await repository.head(of: draft.branch) == head.sha else {
            throw GitHubFailure.uncertain(
                purpose: "update branch \(draft.branch)", .fault("someone moved the branch meanwhile"))
        }
        try await repository.moveBranch(draft.branch, to: commit)
    }

    private func currentHead() async throws -> GitHubRepository.Commit? {
        guard let sha = try await repository.head(of: draft.branch) else { return nil }
        return try await repository.commit(sha)
    }

    /// A person who amends, rebases or merges becomes the committer, or drops the trailer.
    private func isOwn(_ commit: GitHubRepository.Commit) -> Bool {
        commit.committer.name == author.name && commit.committer.email == author.email
            && commit.message.split(whereSeparator: \.isNewline).contains { $0 == text.trailer }
    }
}
