import Domain
import Foundation
import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

/// A little repository with a broken test, and the draft that repairs it.
enum Drafts {
    static let files = [
        "README.md": "Demo\n", "e2e/login.spec.ts": "old login\n", "e2e/pages/shop.ts": "old shop\n",
    ]
    static let branch = "selfheal/abc123"

    static func github() throws -> TinyGitHub { try TinyGitHub(files: files, executables: ["e2e/pages/shop.ts"]) }

    static func draft(
        parent: String, body: String = "Because.", files: [String: String] = ["e2e/login.spec.ts": "new login\n"],
        isDraft: Bool = false, repository: String = "octo/demo"
    ) throws -> PullRequestDraft {
        PullRequestDraft(
            repository: repository, branch: branch, into: "main", parent: try #require(CommitSHA(parent)),
            title: "Repair the log-in test", body: body, commitMessage: "Repair the log-in test\n\nIt moved.",
            files: files.sorted { $0.key < $1.key }.map { .init(path: $0.key, text: $0.value) }, isDraft: isDraft)
    }

    static func publisher(
        _ transport: any HTTPTransport, clock: SteppingClock = SteppingClock(), perWeek: Int = 20
    ) throws -> GitHubPublisher {
        GitHubPublisher(client: try client(transport, clock: clock), pullRequestsPerWeek: perWeek)
    }

    static func issue(
        fingerprint: String = "f00d", branch: String = "main", title: String = "The app fails: pays",
        body: String = "The total is wrong.", tests: [String] = ["[modules] e2e/pay.spec.ts: pays"],
        labels: [String] = ["bug"]
    ) -> IssueDraft {
        IssueDraft(
            repository: "octo/demo", mark: IssueMark(fingerprint: fingerprint, branch: branch, tests: tests),
            title: title, body: body, labels: labels)
    }

    static func client(
        _ transport: any HTTPTransport, clock: SteppingClock = SteppingClock(),
        credentials: GitHubCredentials = .token(Secret("t0ken"))
    ) throws -> GitHubClient {
        GitHubClient(
            endpoint: try #require(URL(string: "https://api.example.test")), credentials: credentials,
            transport: transport, pace: clock.gitHubPace)
    }
}
