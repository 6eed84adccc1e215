/// Source: GitHub's REST API, "Pull requests" and "Labels".
extension GitHubRepository {
    struct PullRequest: Decodable, Hashable, Sendable {
        struct Label: Decodable, Hashable, Sendable { let name: String }

        let number: Int
        let url: String
        let state: String
        let title: String
        let body: String?
        let mergedAt: String?
        let mergeCommit: String?
        /// Absent where drafts do not exist.
        let draft: Bool?
        let labels: [Label]?

        var isOpen: Bool { state == "open" }
        var isMerged: Bool { mergedAt != nil }

        private enum CodingKeys: String, CodingKey {
            case number, state, title, body, draft, labels
            case url = "html_url", mergedAt = "merged_at", mergeCommit = "merge_commit_sha"
        }
    }

    struct NewPullRequest: Encodable, Sendable {
        let title: String
        let body: String
        let head: String
        let base: String
        let draft: Bool
    }

    /// Those that ever led from `branch` of this repository into `base`, newest first, the latest hundred.
    func pullRequests(from branch: String, into base: String) async throws -> [PullRequest] {
        // Without its owner, GitHub would ignore the filter for the branch and list everything.
        let filter = [("head", "\(name.owner):\(branch)"), ("base", base), ("state", "all"), ("per_page", "100")]
        return try await read("/repos/\(name)/pulls", query: filter, purpose: "list pull requests of \(name)")
    }

    func open(_ pullRequest: NewPullRequest) async throws -> PullRequest {
        try await write(
            .post, "/repos/\(name)/pulls", pullRequest, effect: .unique, purpose: "open a pull request in \(name)")
    }

    func edit(_ number: Int, title: String, body: String) async throws {
        struct Edit: Encodable { let title: String, body: String }
        let _: Ignored = try await write(
            .patch, "/repos/\(name)/pulls/\(number)", Edit(title: title, body: body), effect: .repeatable,
            purpose: "update pull request #\(number) of \(name)")
    }

    func label(_ number: Int, _ label: String) async throws {
        struct Labels: Encodable { let labels: [String] }
        let _: Ignored = try await write(
            .post, "/repos/\(name)/issues/\(number)/labels", Labels(labels: [label]), effect: .repeatable,
            purpose: "label pull request #\(number) of \(name)")
    }
}
