package import Foundation
package import HTTPClient
import Pipeline
import Turns

/// GitHub's REST API for one identity. Copies share the spacing of writes, the turns and the tokens.
package struct GitHubClient: Sendable {
    /// Where GitHub's own API is; GitHub Enterprise Server has it below `/api/v3` of its host.
    package static let publicAPI = "https://api.github.com"

    let exchange: GitHubExchange
    let source: RepositoryIdentity.Source
    private let turns = KeyedTurns()

    package init(
        endpoint: URL, credentials: GitHubCredentials, transport: any HTTPTransport = URLSessionTransport(),
        pace: GitHubPace = GitHubPace()
    ) {
        exchange = GitHubExchange(
            endpoint: endpoint, transport: transport, pace: pace, gate: WriteGate(pace: pace))
        source =
            switch credentials {
            case .none: .none
            case .token(let secret): .token(secret)
            case .app(let app): .installations(InstallationTokens(app: app, exchange: exchange))
            }
    }

    func identity(for repository: RepositoryName, _ access: GitHubAccess) -> RepositoryIdentity {
        RepositoryIdentity(source: source, repository: repository, access: access)
    }

    /// - Throws: `GitHubFailure.unfit` for what can be no name of a repository.
    func repositoryName(_ text: String) throws -> RepositoryName {
        guard let name = RepositoryName(text) else {
            throw GitHubFailure.unfit("\(text.prefix(200)) is no repository: write OWNER/NAME, for example octo/demo")
        }
        return name
    }

    /// One piece of work on a repository at a time, where two at once would both find nothing and both make it. A job that is
    /// to stop does not wait for the one before, which may wait for a rate limit.
    func inTurn<Value: Sendable>(
        _ repository: RepositoryName, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await StopSignal.inLine { [turns] leaveLine in
            try await turns.take(repository.text) {
                try leaveLine()
                return try await work()
            }
        }
    }

    /// Runs `work`, whose failures the pipeline understands afterwards.
    func translatingFailures<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let failure as GitHubFailure {
            throw failure.publishingError
        }
    }
}
