import HTTPClient

/// Calls about one repository, made with the personal token or with a token of the App's installation there.
struct RepositoryIdentity: GitHubIdentity {
    enum Source: Sendable {
        case none
        case token(Secret)
        case installations(InstallationTokens)
    }

    let source: Source
    let repository: RepositoryName
    let access: GitHubAccess

    func secret() async throws -> Secret? {
        switch source {
        case .none: nil
        case .token(let secret): secret
        case .installations(let tokens): try await tokens.token(for: repository, access)
        }
    }

    func authorization() async throws -> String? {
        try await secret().map { Self.field($0) }
    }

    func wait(afterRefusalOf authorization: String?, refusals: Int) async -> Duration? {
        guard case .installations(let tokens) = source, let authorization else { return nil }
        let secret = Secret(String(authorization.dropFirst(Self.field(Secret("")).count)))
        return await tokens.wait(afterRefusalOf: secret, for: repository, access, refusals: refusals)
    }

    private static func field(_ secret: Secret) -> String { "Bearer \(secret.text)" }
}
