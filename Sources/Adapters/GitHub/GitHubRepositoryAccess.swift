import HTTPClient

/// What selfheal may do with repositories: tokens for git, and a look at its rights before a job fails for lack of them.
package struct GitHubRepositoryAccess: Sendable {
    private let client: GitHubClient

    package init(client: GitHubClient) { self.client = client }

    /// A token that may read the content of `repository`, for git over HTTPS with the user name `x-access-token`; nil
    /// without credentials. An App's token opens this repository only and lives for an hour, ten minutes of it at least
    /// from now.
    /// - Throws: `PublishingError`, `CancellationError`.
    package func cloneToken(for repository: String) async throws -> String? {
        try await client.translatingFailures {
            try await client.identity(for: client.repositoryName(repository), .clone).secret()?.text
        }
    }

    /// The rights that pull requests and issues in `repository` need and that GitHub shows to be missing; empty when all is well as
    /// far as it shows. A fine-grained personal token does not show whether it may open pull requests.
    /// - Throws: `PublishingError` when the repository cannot be seen at all, `CancellationError`.
    package func missingRights(in repository: String) async throws -> [String] {
        try await client.translatingFailures {
            let name = try client.repositoryName(repository)
            if case .installations(let tokens) = client.source {
                let granted = try await tokens.installation(of: name).permissions
                return [GitHubAccess.publish, .issues].flatMap(\.permissions).filter { granted[$0.key] != $0.value }
                    .map { "the App's installation on \(name) lacks \($0.key)=\($0.value)" }.sorted()
            }
            let facts = try await GitHubRepository(client: client, name: name, access: .publish).facts()
            return facts.permissions?.push == true ? [] : ["the token may not push to \(name)"]
        }
    }
}
