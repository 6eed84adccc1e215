import Domain

/// How many pull requests selfheal may open in a repository in seven days.
struct WeeklyLimit: Sendable {
    private static let week: Duration = .seconds(7 * 24 * 3600)

    let repository: GitHubRepository
    let limit: Int

    /// Why no new one may be opened now; nil when one may.
    func objection() async throws -> String? {
        let start = repository.client.exchange.pace.now().advanced(by: .zero - Self.week)
        let opened = try await repository.pullRequests(since: start).filter(isOwn).count
        guard opened >= limit else { return nil }
        return "\(opened) pull requests were opened in \(repository.name) in the last seven days, and "
            + "limits.pullRequestsPerWeek is \(limit): wait, or raise it"
    }

    /// By its label, which takes a right to set, or by its branch, which nobody can have in a fork.
    private func isOwn(_ pullRequest: GitHubRepository.PullRequest) -> Bool {
        let isLabelled = pullRequest.labels?.contains { $0.name == GitHubPublisher.label } == true
        let isFromHere = pullRequest.head?.repository?.fullName.lowercased() == repository.name.text.lowercased()
        return isLabelled || (isFromHere && pullRequest.head?.branch.hasPrefix("selfheal/") == true)
    }
}
