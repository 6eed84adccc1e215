import Domain
import Pipeline

/// Closes the issues of a branch that are over, each with a comment that says so.
struct IssueSettling: Sendable {
    /// Tells those that selfheal closed.
    static let label = "selfheal:settled"
    /// The same comment within this time is taken for the one that this was about to make.
    private static let memory: Duration = .seconds(24 * 3600)

    let repository: GitHubRepository
    let branch: String
    let comment: String
    let isOver: @Sendable (IssueMark) -> Bool

    /// - Returns: addresses of the closed ones.
    func closeAll() async throws -> [String] {
        let exchange = repository.client.exchange
        let facts = try await repository.facts()
        if facts.hasIssues == false { return [] }
        let repository = try repository.named(by: facts)
        let all = try await repository.issues(labelled: GitHubPublisher.label, state: "open")
        guard let all else {
            throw GitHubFailure.unfit(
                "more than 3000 open issues and pull requests of \(repository.name) have the label "
                    + "\(GitHubPublisher.label): close the old ones")
        }
        var closed: [String] = []
        for issue in all where isOver(issue) {
            let isClosed = try await exchange.withoutDoubt { try await close(issue.number, in: repository) }
            if isClosed { closed.append(issue.url) }
        }
        return closed
    }

    private func isOver(_ issue: GitHubRepository.Issue) -> Bool {
        guard let mark = issue.mark, mark.branch == branch, !issue.isHeld else { return false }
        return isOver(mark)
    }

    /// Looks again first: people may have laid a hand on it since the list, and an answer may have been lost.
    private func close(_ number: Int, in repository: GitHubRepository) async throws -> Bool {
        let issue = try await repository.issue(number)
        if !issue.isOpen { return true }
        guard isOver(issue) else { return false }
        let earlier = try await repository.comments(
            on: number, since: repository.client.exchange.pace.now().advanced(by: .zero - Self.memory))
        if !earlier.contains(where: { PullRequestText.isSame($0.body ?? "", comment) }) {
            try await repository.comment(on: number, comment)
        }
        try await repository.withoutFuss("label \(issue.url)") { try await repository.label(number, Self.label) }
        try await repository.change(issue, .init(state: "closed", reason: "completed"))
        return true
    }
}
