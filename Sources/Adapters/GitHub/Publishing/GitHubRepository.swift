import Domain
import Foundation

/// The calls about one repository that publishing needs, with what of their answers it needs.
struct GitHubRepository: Sendable {
    let client: GitHubClient
    let name: RepositoryName
    let access: GitHubAccess

    struct Facts: Decodable, Sendable {
        struct Rights: Decodable, Sendable {
            let pull: Bool
            let push: Bool
            let triage: Bool?
        }
        let fullName: String
        /// What the person behind a token may do; an App has permissions instead.
        let permissions: Rights?
        let hasIssues: Bool?

        private enum CodingKeys: String, CodingKey {
            case fullName = "full_name", permissions, hasIssues = "has_issues"
        }
    }

    /// Also finds the repository under its former name.
    func facts() async throws -> Facts {
        try await read("/repos/\(name)", purpose: "look at \(name)")
    }

    /// The same repository under the name that it has today.
    func underPresentName() async throws -> Self {
        try named(by: try await facts())
    }

    func named(by facts: Facts) throws -> Self {
        Self(client: client, name: try client.repositoryName(facts.fullName), access: access)
    }

    /// Whether `commit` has `ancestor` in its history.
    func contains(_ ancestor: String, in commit: CommitSHA) async throws -> Bool {
        struct Comparison: Decodable { let status: String }
        let comparison: Comparison = try await read(
            "/repos/\(name)/compare/\(ancestor)...\(commit.text)", query: [("per_page", "1")],
            purpose: "compare commits of \(name)")
        return ["ahead", "identical"].contains(comparison.status)
    }

    func read<Value: Decodable>(
        _ path: GitHubPath, query: [(String, String)] = [], purpose: String
    ) async throws -> Value {
        let request = GitHubRequest(method: .get, path: path, query: query, effect: .none, purpose: purpose)
        return try await result(of: request)
    }

    /// All entries of a list, page after page.
    /// - Parameter pages: the most that are read, a hundred entries each.
    /// - Returns: nil when there are more.
    func readAll<Value: Decodable>(
        _ path: GitHubPath, query: [(String, String)], pages: Int, purpose: String,
        while isWanted: (Value) -> Bool = { _ in true }
    ) async throws -> [Value]? {
        var all: [Value] = []
        for page in 1...pages {
            let some: [Value] = try await read(
                path, query: query + [("per_page", "100"), ("page", "\(page)")], purpose: purpose)
            all += some.prefix(while: isWanted)
            if some.count < 100 || all.count < page * 100 { return all }
        }
        return nil
    }

    func write<Value: Decodable>(
        _ method: GitHubRequest.Method, _ path: GitHubPath, _ body: some Encodable,
        effect: GitHubRequest.Effect, purpose: String
    ) async throws -> Value {
        let request = GitHubRequest(
            method: method, path: path, body: try JSON.encode(body), effect: effect, purpose: purpose)
        return try await result(of: request)
    }

    private func result<Value: Decodable>(of request: GitHubRequest) async throws -> Value {
        let response = try await client.exchange.send(request, as: client.identity(for: name, access))
        return try client.exchange.decode(Value.self, from: response, purpose: request.purpose)
    }
}
