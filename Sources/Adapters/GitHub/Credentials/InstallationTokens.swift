import Domain
import Foundation
import HTTPClient
import Pipeline

/// The tokens of an App's installations: one for each repository and access, made when it is first asked for, shared
/// by all who ask meanwhile, renewed in time.
actor InstallationTokens {
    /// They live for an hour. Source: GitHub's "Generating an installation access token".
    static let renewal: Duration = .seconds(50 * 60)
    /// A token so young may not yet be known to all of GitHub's machines; it is tried again after these waits.
    static let youth: Duration = .seconds(30)
    static let waitsForYoung: [Duration] = [.seconds(1), .seconds(2), .seconds(4)]

    private struct Key: Hashable {
        let repository: RepositoryName, access: GitHubAccess
    }

    private struct Token: Sendable {
        let secret: Secret
        let made: Timestamp
    }

    private let app: GitHubApp
    private let exchange: GitHubExchange
    private var tokens: [Key: Token] = [:]
    private var making: [Key: SharedWork<Token>] = [:]

    init(app: GitHubApp, exchange: GitHubExchange) {
        self.app = app
        self.exchange = exchange
    }

    func token(for repository: RepositoryName, _ access: GitHubAccess) async throws -> Secret {
        let key = Key(repository: repository, access: access)
        if let token = tokens[key], isCurrent(token) { return token.secret }
        let work = work(on: key)
        return try await StopSignal.wait { try await work.value() }.secret
    }

    private func work(on key: Key) -> SharedWork<Token> {
        if let made = making[key], !made.isOver { return made }
        // Others may wait for it too: it must stop neither when this caller is cancelled nor when its job is to stop. GitHub's
        // patience ends it.
        let work = WritePermit.$current.withValue(nil) {
            StopSignal.$current.withValue(nil) { SharedWork { try await self.renew(key) } }
        }
        making[key] = work
        return work
    }

    private func renew(_ key: Key) async throws -> Token {
        let token = try await make(key)
        tokens = tokens.filter { isCurrent($0.value) }  // the only limit that their number needs
        tokens[key] = token
        return token
    }

    /// See `GitHubIdentity`. A young token gets time to become known, an older one is replaced at once.
    func wait(
        afterRefusalOf secret: Secret, for repository: RepositoryName, _ access: GitHubAccess, refusals: Int
    ) -> Duration? {
        let key = Key(repository: repository, access: access)
        guard refusals <= Self.waitsForYoung.count else {
            tokens[key] = nil
            return nil
        }
        guard let token = tokens[key], token.secret == secret else { return .zero }
        if age(token) < Self.youth / .seconds(1) { return Self.waitsForYoung[refusals - 1] }
        tokens[key] = nil
        return .zero
    }

    private func isCurrent(_ token: Token) -> Bool { age(token) < Self.renewal / .seconds(1) }

    private func age(_ token: Token) -> Double { exchange.pace.now().seconds(since: token.made) }

    private func make(_ key: Key) async throws -> Token {
        let installation = try await installation(of: key.repository)
        let rights = key.access.permissions.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ", ")
        let answer = try await exchange.send(
            GitHubRequest(
                method: .post, path: "/app/installations/\(installation.id)/access_tokens",
                body: try JSON.encode(Wish(repositories: [key.repository.name], permissions: key.access.permissions)),
                effect: .none, purpose: "get a token of the App for \(key.repository) with \(rights)"),
            as: AppIdentity(app: app, now: exchange.pace.now))
        let grant = try exchange.decode(Grant.self, from: answer, purpose: "get a token of the App")
        return Token(secret: Secret(grant.token), made: exchange.pace.now())
    }

    /// The App's installation that covers a repository, with the permissions that its owner granted.
    func installation(of repository: RepositoryName) async throws -> Installation {
        let purpose = "find the App's installation on \(repository)"
        let answer = try await exchange.send(
            GitHubRequest(method: .get, path: "/repos/\(repository)/installation", effect: .none, purpose: purpose),
            as: AppIdentity(app: app, now: exchange.pace.now))
        return try exchange.decode(Installation.self, from: answer, purpose: purpose)
    }

    struct Installation: Decodable, Sendable {
        let id: Int
        let permissions: [String: String]
    }

    private struct Wish: Encodable {
        let repositories: [String]
        let permissions: [String: String]
    }

    private struct Grant: Decodable {
        let token: String
    }
}
