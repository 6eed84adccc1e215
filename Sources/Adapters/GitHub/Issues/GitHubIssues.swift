import Domain
import Logging
package import Pipeline
import Turns

/// Keeps issues on GitHub: one for each cause and branch.
///
/// Nothing at GitHub keeps two issues with one cause apart, as a branch does for pull requests. So only one worker at a time
/// looks and opens, a lost answer is followed by a second look, and should a late list have let a second one through all
/// the same, it is closed as a duplicate of the first.
package struct GitHubIssues: IssueTracker {
    private let client: GitHubClient

    package init(client: GitHubClient) { self.client = client }

    package func raise(_ draft: IssueDraft) async throws -> IssueStanding {
        let standing = try await inTurn(draft.repository) { repository in
            try await IssueRaising(repository: repository, draft: draft).bringUpToDate()
        }
        let facts: Logger.Metadata =
            switch standing {
            case .open(let url): ["url": "\(url)"]
            case .declined(let reason): ["declined": "\(reason)"]
            }
        Logger.current.notice(
            "Issue handed to GitHub",
            metadata: facts.merging(["repository": "\(draft.repository)"]) { first, _ in first })
        return standing
    }

    package func settle(
        repository: String, branch: String, comment: String, isOver: @escaping @Sendable (IssueMark) -> Bool
    ) async throws -> [String] {
        try await inTurn(repository) { repository in
            try await IssueSettling(repository: repository, branch: branch, comment: comment, isOver: isOver)
                .closeAll()
        }
    }

    private func inTurn<Value: Sendable>(
        _ repository: String, _ work: @escaping @Sendable (GitHubRepository) async throws -> Value
    ) async throws -> Value {
        try await client.translatingFailures {
            let name = try client.repositoryName(repository)
            return try await client.inTurn(name) {
                try await work(GitHubRepository(client: client, name: name, access: .issues))
            }
        }
    }
}

extension GitHubRepository.Issue {
    var mark: IssueMark? { IssueBody.mark(in: body) }
    var isHeld: Bool { labels.contains { $0.isHold } }
}
