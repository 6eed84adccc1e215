import Domain
import Logging

/// Source: GitHub's REST API, "Pull requests", "Review requests" and "Labels".
extension GitHubRepository {
    struct Label: Decodable, Hashable, Sendable { let name: String }

    struct PullRequest: Decodable, Hashable, Sendable {
        struct Head: Decodable, Hashable, Sendable {
            struct Repository: Decodable, Hashable, Sendable {
                let fullName: String
                private enum CodingKeys: String, CodingKey { case fullName = "full_name" }
            }
            let branch: String
            /// null when the fork is gone.
            let repository: Repository?
            private enum CodingKeys: String, CodingKey { case branch = "ref", repository = "repo" }
        }
        struct User: Decodable, Hashable, Sendable { let login: String }
        struct Team: Decodable, Hashable, Sendable { let slug: String }

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
        let head: Head?
        let createdAt: Timestamp
        let reviewers: [User]?
        let teams: [Team]?

        var isOpen: Bool { state == "open" }
        var isMerged: Bool { mergedAt != nil }
        var hasReviewRequests: Bool { reviewers?.isEmpty == false || teams?.isEmpty == false }

        private enum CodingKeys: String, CodingKey {
            case number, state, title, body, draft, labels, head
            case createdAt = "created_at", reviewers = "requested_reviewers", teams = "requested_teams"
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

    func pullRequest(_ number: Int) async throws -> PullRequest {
        try await read("/repos/\(name)/pulls/\(number)", purpose: "read pull request #\(number) of \(name)")
    }

    /// Those that lead from `branch` of this repository into `base`, newest first, the latest hundred.
    /// - Parameters:
    ///   - base: nil: any.
    ///   - state: `open`, `all`.
    func pullRequests(
        from branch: String, into base: String?, state: String = "all"
    ) async throws -> [PullRequest] {
        // Without its owner, GitHub would ignore the filter for the branch and list everything.
        let filter = [("head", "\(name.owner):\(branch)"), ("state", state), ("per_page", "100")]
        return try await read(
            "/repos/\(name)/pulls", query: filter + (base.map { [("base", $0)] } ?? []),
            purpose: "list pull requests of \(name)")
    }

    /// Everybody's that were opened since a moment, newest first, at most a thousand.
    func pullRequests(since time: Timestamp) async throws -> [PullRequest] {
        let all: [PullRequest]? = try await readAll(
            "/repos/\(name)/pulls", query: [("state", "all"), ("sort", "created"), ("direction", "desc")], pages: 10,
            purpose: "list pull requests of \(name)", while: { $0.createdAt > time })
        guard let all else {
            throw GitHubFailure.unfit(
                "\(name) has more than a thousand pull requests of one week, so that those of selfheal cannot be counted"
            )
        }
        return all
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
            purpose: "label #\(number) of \(name)")
    }

    /// - Parameter teams: slugs.
    func requestReview(of number: Int, users: [String], teams: [String]) async throws {
        struct Wish: Encodable {
            let users: [String], teams: [String]
            private enum CodingKeys: String, CodingKey { case users = "reviewers", teams = "team_reviewers" }
        }
        let _: Ignored = try await write(
            .post, "/repos/\(name)/pulls/\(number)/requested_reviewers", Wish(users: users, teams: teams),
            effect: .repeatable, purpose: "ask for a review of pull request #\(number) of \(name)")
    }

    func hasReviews(_ number: Int) async throws -> Bool {
        struct Review: Decodable {}
        let reviews: [Review] = try await read(
            "/repos/\(name)/pulls/\(number)/reviews", query: [("per_page", "1")],
            purpose: "read reviews of pull request #\(number) of \(name)")
        return !reviews.isEmpty
    }

    /// For what is a convenience: its failure is written down, and is none of the whole.
    func withoutFuss(_ purpose: String, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as GitHubFailure {
            Logger.current.warning(
                "Passed over", metadata: ["purpose": "\(purpose)", "reason": "\(failure.publishingError)"])
        }
    }
}
