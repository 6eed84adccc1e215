import Domain
package import Foundation
package import HTTPClient

/// Railway's public GraphQL API for one token. Source: docs.railway.com, "Public API".
package struct RailwayClient: Sendable {
    package static let publicAPI = "https://backboard.railway.com/graphql/v2"

    private let endpoint: URL
    private let identity: RailwayIdentity
    let exchange: PatientExchange

    /// - Parameters:
    ///   - endpoint: `RAILWAY_API_URL`, with or without a query string.
    ///   - token: of an account, of a workspace, or of a project.
    package init(
        endpoint: URL, token: Secret, transport: any HTTPTransport = URLSessionTransport(),
        pace: RequestPace = RequestPace()
    ) {
        // What stands before Railway lets ten requests a second through to an address without a query string, and then
        // blocks it, by user reports for up to a day. Source: terraform-provider-railway #55.
        self.endpoint = endpoint.query() == nil ? endpoint.appending(queryItems: [Self.source]) : endpoint
        identity = RailwayIdentity(token: token)
        exchange = PatientExchange(service: "Railway", transport: transport, pace: pace)
    }

    private static let source = URLQueryItem(name: "source", value: "selfheal")

    private init(_ client: Self, exchange: PatientExchange) {
        endpoint = client.endpoint
        identity = client.identity
        self.exchange = exchange
    }

    /// The same client for a caller whose time is over at `deadline`.
    func until(_ deadline: Timestamp) -> Self { Self(self, exchange: exchange.until(deadline)) }

    /// Asks; asking changes nothing, and is repeated after faults.
    /// - Throws: `ExchangeFailure`, `CancellationError`.
    func ask<Value: Decodable & Sendable>(
        _ question: GraphQLQuestion, to purpose: String, as: Value.Type = Value.self
    ) async throws -> Value {
        let header = try await identity.header { try await projectOfToken($0) }
        return try await ask(question, to: purpose, with: header)
    }

    /// Brings a mutation about once.
    /// - Parameter found: looks whether it has happened; nil when it has not.
    /// - Throws: `ExchangeFailure`, `CancellationError`.
    func mutate<Value: Sendable>(
        _ question: GraphQLQuestion, to purpose: String, done: (Data) throws -> Value?,
        found: () async throws -> Value?
    ) async throws -> Value {
        let header = try await identity.header { try await projectOfToken($0) }
        return try await exchange.bringAbout(
            try request(question, with: header), purpose: purpose, judge: RailwayAnswer.judge,
            done: { try done($0.body) }, found: found)
    }

    /// The one environment that a project token opens; nil for other tokens.
    func scope() async throws -> RailwayIdentity.Scope? {
        try await identity.scope { try await projectOfToken($0) }
    }

    private func projectOfToken(_ header: RailwayIdentity.Header) async throws -> RailwayIdentity.Scope {
        struct Answer: Decodable, Sendable { let projectToken: RailwayIdentity.Scope }
        let question = GraphQLQuestion("query { projectToken { projectId environmentId } }")
        let answer: Answer = try await ask(question, to: "say what the token is for", with: header)
        return answer.projectToken
    }

    private func ask<Value: Decodable & Sendable>(
        _ question: GraphQLQuestion, to purpose: String, with header: RailwayIdentity.Header
    ) async throws -> Value {
        let response = try await exchange.send(
            try request(question, with: header), effect: .repeatable, purpose: purpose, judge: RailwayAnswer.judge)
        guard let value = RailwayAnswer.data(Value.self, of: response.body) else {
            throw ExchangeFailure(
                .refused(status: response.status), service: "Railway", purpose: purpose,
                reason: "its answer lacks what was asked for; is RAILWAY_API_URL Railway's API?")
        }
        return value
    }

    private func request(_ question: GraphQLQuestion, with header: RailwayIdentity.Header) throws -> TransportRequest {
        TransportRequest(
            method: "POST", url: endpoint,
            headers: [
                "User-Agent": "selfheal", "Accept": "application/json", "Content-Type": "application/json",
                header.name: header.value,
            ], body: try JSON.encode(question), timeout: exchange.pace.timeout)
    }
}

/// A document and the values of its variables, as they are sent.
struct GraphQLQuestion: Encodable, Sendable {
    let query: String
    let variables: [String: Value]

    init(_ query: String, _ variables: [String: Value] = [:]) {
        self.query = query
        self.variables = variables
    }

    enum Value: Encodable, Sendable, ExpressibleByStringLiteral {
        case text(String)
        case flag(Bool)
        case record([String: Value])

        init(stringLiteral text: String) { self = .text(text) }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .flag(let flag): try container.encode(flag)
            case .record(let members): try container.encode(members)
            }
        }
    }
}
