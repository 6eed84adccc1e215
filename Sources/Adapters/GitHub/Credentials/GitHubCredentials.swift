package import HTTPClient

/// Who selfheal is at GitHub.
package enum GitHubCredentials: Sendable {
    /// Public repositories can be cloned and read, nothing can be published.
    case none
    case token(Secret)
    case app(GitHubApp)
}

/// What a token is wanted for. Each gets only the permissions that it needs, so that the one that a child process sees
/// cannot write.
enum GitHubAccess: Hashable, Sendable, CaseIterable {
    case clone, publish, issues

    /// Permissions of a GitHub App, by name.
    var permissions: [String: String] {
        switch self {
        case .clone: ["contents": "read"]
        case .publish: ["contents": "write", "pull_requests": "write"]
        case .issues: ["issues": "write"]
        }
    }
}
