package import Domain

/// Whether people told selfheal to keep its hands off: the label `selfheal:hold` on the pull request that a job is about, or
/// on the one that selfheal opened from the same branch. Read live, right before something is done.
package struct GitHubHold: Sendable {
    package static let label = "selfheal:hold"

    private let client: GitHubClient

    package init(client: GitHubClient) { self.client = client }

    /// Why nothing may be done for this pull request; nil when it may.
    /// - Throws: `PublishingError`, `CancellationError`: when it cannot be read, nobody knows that it may.
    package func holdReason(repository: String, number: Int) async throws -> String? {
        try await asking(repository) { try await $0.pullRequest(number).holdReason }
    }

    /// The same for the open pull requests from a branch of the repository itself.
    package func holdReason(repository: String, branch: String) async throws -> String? {
        try await client.translatingFailures {
            try await holdReason(of: client.repositoryName(repository), branch: branch)
        }
    }

    private func holdReason(of name: RepositoryName, branch: String) async throws -> String? {
        try await GitHubRepository(client: client, name: name, access: .publish).underPresentName()
            .pullRequests(from: branch, into: nil, state: "open").lazy.compactMap(\.holdReason).first
    }

    /// Of the pull request that a job is about, else of those from the branch that it is about. What GitHub does not know
    /// has none.
    package func holdReason(for job: Job) async throws -> String? {
        if let number = job.trigger.pullRequest {
            return try await holdReason(repository: job.repository, number: number)
        }
        let branch = job.ref.hasPrefix("refs/heads/") ? String(job.ref.dropFirst(11)) : job.ref
        guard RepositoryName(job.repository) != nil else { return nil }
        return try await client.translatingFailures {
            do {
                return try await holdReason(of: client.repositoryName(job.repository), branch: branch)
            } catch GitHubFailure.refused(let refusal) where refusal.status == 404 {
                return nil
            }
        }
    }

    private func asking(
        _ repository: String, _ work: (GitHubRepository) async throws -> String?
    ) async throws -> String? {
        try await client.translatingFailures {
            try await work(
                GitHubRepository(client: client, name: client.repositoryName(repository), access: .publish)
                    .underPresentName())
        }
    }
}

extension GitHubRepository.Label {
    var isHold: Bool { name.lowercased() == GitHubHold.label }
}

extension GitHubRepository.PullRequest {
    var holdReason: String? {
        labels?.contains(where: \.isHold) == true ? "\(url) has the label \(GitHubHold.label)" : nil
    }
}
