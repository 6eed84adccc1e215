import HTTPClient
import Synchronization

/// How the token is shown to Railway: one kind of header or the other, never both. Source: docs.railway.com, "Public API".
final class RailwayIdentity: Sendable {
    /// What a project token opens.
    struct Scope: Hashable, Sendable, Decodable {
        let projectId: String
        let environmentId: String
    }

    struct Header: Sendable {
        let name: String
        let value: String
    }

    private enum Kind: Sendable {
        case account
        case project(Scope)
    }

    private let token: Secret
    private let kind: Mutex<Kind?>

    init(token: Secret) {
        self.token = token
        // Tokens of projects are ids; those of accounts may be, too, so that only Railway can tell.
        kind = Mutex(RailwayID.fits(token.text) ? nil : .account)
    }

    /// - Parameter whose: asks Railway with the header of a project token what it opens.
    func header(_ whose: (Header) async throws -> Scope) async throws -> Header {
        switch try await known(whose) {
        case .account: Header(name: "Authorization", value: "Bearer \(token.text)")
        case .project: projectHeader
        }
    }

    func scope(_ whose: (Header) async throws -> Scope) async throws -> Scope? {
        if case .project(let scope) = try await known(whose) { return scope }
        return nil
    }

    private var projectHeader: Header { Header(name: "Project-Access-Token", value: token.text) }

    private func known(_ whose: (Header) async throws -> Scope) async throws -> Kind {
        if let kind = kind.withLock(\.self) { return kind }
        let found: Kind
        do {
            found = .project(try await whose(projectHeader))
        } catch let failure as ExchangeFailure {
            guard case .refused = failure.kind else { throw failure }
            found = .account
        }
        kind.withLock { $0 = found }
        return found
    }
}

enum RailwayID {
    /// Whether a text has the form of an id: a UUID. Everything else is a name.
    static func fits(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
