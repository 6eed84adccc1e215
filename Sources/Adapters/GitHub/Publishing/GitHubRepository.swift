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
        }
        let fullName: String
        /// Absent for an App.
        let permissions: Rights?

        private enum CodingKeys: String, CodingKey { case fullName = "full_name", permissions }
    }

    /// Also finds the repository under its former name.
    func facts() async throws -> Facts {
        try await read("/repos/\(name)", purpose: "look at \(name)")
    }

    /// The same repository under the name that it has today.
    func underPresentName() async throws -> Self {
        let name = try client.repositoryName(try await facts().fullName)
        return Self(client: client, name: name, access: access)
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
