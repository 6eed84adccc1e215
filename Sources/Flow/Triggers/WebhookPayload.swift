/// The dozen fields of GitHub's events that decide something; everything else is passed over, and what GitHub may leave
/// out or send as null is optional. Source: GitHub, "Webhook events and payloads".
struct WebhookPayload: Decodable, Sendable {
    struct Account: Decodable, Sendable {
        let login: String?
        let type: String?
    }
    struct Repository: Decodable, Sendable {
        let fullName: String
        enum CodingKeys: String, CodingKey { case fullName = "full_name" }
    }
    struct Commit: Decodable, Sendable {
        let message: String?
    }
    struct PullRequest: Decodable, Sendable {
        struct Side: Decodable, Sendable {
            let ref: String
            let sha: String
            /// nil when the fork was deleted.
            let repo: Repository?
        }
        struct Label: Decodable, Sendable { let name: String? }
        let number: Int
        let state: String?
        let head: Side
        let base: Side
        let labels: [Label]?
    }

    let action: String?
    let ref: String?
    let before: String?
    let after: String?
    let deleted: Bool?
    let repository: Repository?
    let sender: Account?
    let pullRequest: PullRequest?
    let headCommit: Commit?
    /// The label that came or went.
    let label: PullRequest.Label?
    /// Path of the workflow that was dispatched; in other events something else, which is not looked at.
    let workflow: LooseObject.Value?
    let inputs: LooseObject?
    /// The default branch, in a dispatch of the repository.
    let branch: String?
    let clientPayload: LooseObject?

    enum CodingKeys: String, CodingKey {
        case action, ref, before, after, deleted, repository, sender, label, workflow, inputs, branch
        case pullRequest = "pull_request"
        case headCommit = "head_commit"
        case clientPayload = "client_payload"
    }
}
