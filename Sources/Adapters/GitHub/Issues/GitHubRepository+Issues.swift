import Domain

/// Source: GitHub's REST API, "Issues" and "Issue comments".
extension GitHubRepository {
    struct Issue: Decodable, Hashable, Sendable {
        private struct Presence: Decodable, Hashable, Sendable {}

        let number: Int
        let url: String
        let state: String
        /// `completed`, `not_planned`, `duplicate`, `reopened`; null for old ones.
        let stateReason: String?
        let title: String
        let body: String?
        let labels: [Label]
        private let pullRequest: Presence?

        var isOpen: Bool { state == "open" }
        /// GitHub lists pull requests as issues too.
        var isPullRequest: Bool { pullRequest != nil }

        private enum CodingKeys: String, CodingKey {
            case number, state, title, body, labels
            case url = "html_url", stateReason = "state_reason", pullRequest = "pull_request"
        }
    }

    struct Comment: Decodable, Sendable { let body: String? }

    struct NewIssue: Encodable, Sendable {
        let title: String
        let body: String
        let labels: [String]
    }

    /// What is nil stays as it is.
    struct IssueChange: Encodable, Sendable {
        var title: String?
        var body: String?
        var state: String?
        var reason: String?

        private enum CodingKeys: String, CodingKey { case title, body, state, reason = "state_reason" }
    }

    /// Those with a label, oldest first, so that new ones do not shift the pages; nil when they are more than 3000.
    /// - Parameter state: `open`, `all`.
    func issues(labelled label: String, state: String) async throws -> [Issue]? {
        let filter = [("labels", label), ("state", state), ("sort", "created"), ("direction", "asc")]
        let all: [Issue]? = try await readAll(
            "/repos/\(name)/issues", query: filter, pages: 30, purpose: "list issues of \(name)")
        return all?.filter { !$0.isPullRequest }
    }

    func issue(_ number: Int) async throws -> Issue {
        try await read("/repos/\(name)/issues/\(number)", purpose: "read issue #\(number) of \(name)")
    }

    func open(_ issue: NewIssue) async throws -> Issue {
        try await write(.post, "/repos/\(name)/issues", issue, effect: .unique, purpose: "open an issue in \(name)")
    }

    func change(_ issue: Issue, _ change: IssueChange) async throws {
        let _: Ignored = try await write(
            .patch, "/repos/\(name)/issues/\(issue.number)", change, effect: .unique,
            purpose: "update issue #\(issue.number) of \(name)")
    }

    /// Comments since a moment, oldest first, the first hundred.
    func comments(on number: Int, since time: Timestamp) async throws -> [Comment] {
        try await read(
            "/repos/\(name)/issues/\(number)/comments",
            query: [("since", "\(time.description.prefix(19))Z"), ("per_page", "100")],
            purpose: "read comments on issue #\(number) of \(name)")
    }

    func comment(on number: Int, _ body: String) async throws {
        struct NewComment: Encodable { let body: String }
        let _: Ignored = try await write(
            .post, "/repos/\(name)/issues/\(number)/comments", NewComment(body: body), effect: .unique,
            purpose: "comment on issue #\(number) of \(name)")
    }

    func removeLabel(_ label: String, from number: Int) async throws {
        let request = GitHubRequest(
            method: .delete, path: "/repos/\(name)/issues/\(number)/labels/\(label)", effect: .repeatable,
            purpose: "take a label off issue #\(number) of \(name)")
        _ = try await client.exchange.send(request, as: client.identity(for: name, access))
    }
}
