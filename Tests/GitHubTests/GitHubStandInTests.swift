import Advice
import Domain
import Foundation
import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

/// Against a server that validates every request and answer with the models of GitHub's own description.
@Suite(
    .quietLogs,
    .enabled(if: StandIn.isRunning("SELFHEAL_GITHUB_STAND_IN"), "SELFHEAL_GITHUB_STAND_IN is not set"),
    .serialized)
struct GitHubStandInTests {
    private let standIn: StandIn
    private let token: String

    init() throws {
        standIn = try StandIn(variable: "SELFHEAL_GITHUB_STAND_IN", service: "url")
        token = try #require(standIn.tokens.first)
    }

    // MARK: The stand-in

    /// A repository of its own with one commit, and the name of that commit.
    private func repository(_ options: [String: JSONValue] = [:]) async throws -> (name: String, head: String) {
        let owner = "octo-org"
        _ = try? await standIn.tell("_control/user", ["login": .string(owner), "type": "Organization"])
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "e2e"), withIntermediateDirectories: true)
        try Data("old login\n".utf8).write(to: folder.appending(path: "e2e/login.spec.ts"))
        let name = "r" + UUID().uuidString.prefix(8).lowercased()
        try await standIn.control(#"{"clear": true}"#)
        let facts: [String: JSONValue] = [
            "owner": .string(owner), "name": .string(name), "from": .string(folder.path(percentEncoded: false)),
        ]
        try await standIn.tell("_control/repo", .object(facts.merging(options) { $1 }))
        let reference = try await get("/repos/\(owner)/\(name)/git/ref/heads/main")
        let head = try #require(reference["object"]?["sha"]?.string)
        return ("\(owner)/\(name)", head)
    }

    private var authorization: [String: String] { ["Authorization": "token \(token)"] }

    private func get(_ path: String) async throws -> JSONValue {
        try await standIn.read(path, headers: authorization)
    }

    private func tell(_ path: String, _ body: JSONValue, method: String = "POST") async throws {
        try await standIn.tell(path, body, method: method, headers: authorization)
    }

    private func list(_ path: String) async throws -> [JSONValue] { try #require(try await get(path).array) }

    private func journal(_ repository: String) async throws -> [JSONValue] {
        let answer: JSONValue = try await standIn.read("_journal")
        return try #require(answer["entries"]?.array).filter { $0["path"]?.string?.contains(repository) == true }
    }

    private func fail(_ match: String, _ fault: [String: JSONValue]) async throws {
        let fault = fault.merging(["match": .string(match)]) { $1 }
        try await standIn.tell("_control", ["fail": [.object(fault)]])
    }

    /// Waits take no time, and a hanging answer a second.
    private func client(_ token: String? = nil) throws -> GitHubClient {
        var pace = GitHubPace()
        pace.writeSpacing = .zero
        pace.timeout = .seconds(1)
        pace.sleep = { _ in try Task.checkCancellation() }
        return GitHubClient(
            endpoint: standIn.url, credentials: .token(Secret(token ?? self.token)), pace: pace)
    }

    private func issue(_ repository: String, body: String = "The total is wrong.") -> IssueDraft {
        IssueDraft(
            repository: repository, mark: IssueMark(fingerprint: "f00d", branch: "main", tests: ["[m] a: b --> @x"]),
            title: "The app fails: pays", body: body, labels: ["bug"])
    }

    private func draft(_ repository: String, _ head: String, reviewers: [String] = [], body: String = "Because.") throws
        -> PullRequestDraft
    {
        var draft = PullRequestDraft(
            repository: repository, branch: "selfheal/abc123", into: "main", parent: try #require(CommitSHA(head)),
            title: "Repair the log-in test", body: body, commitMessage: "Repair",
            files: [.init(path: "e2e/login.spec.ts", text: "new login\n")], isDraft: true)
        draft.reviewers = reviewers
        return draft
    }

    private func expectKnownKeys(_ repository: String) async throws {
        for entry in try await journal(repository) {
            let unknown = entry["note"]?["unknown_keys"]
            #expect(unknown == nil, "\(entry["method"]?.string ?? "") \(entry["path"]?.string ?? "")")
        }
    }

    // MARK: Issues

    static let calls = ["GET /repos/*/*", "GET /repos/*/issues", "POST /repos/*/issues"]
    static let faults = [
        #"{"reset": true, "when": "after"}"#, #"{"reset": true}"#, #"{"status": 500}"#,
        #"{"preset": "html502", "when": "after"}"#, #"{"preset": "unicorn"}"#, #"{"truncate": 20, "when": "after"}"#,
        #"{"preset": "secondary", "headers": {"retry-after": "1"}}"#, #"{"preset": "secondary429"}"#,
        #"{"hang": 2, "when": "after"}"#,
    ]

    private func fault(_ text: String) throws -> [String: JSONValue] {
        try JSON.decode([String: JSONValue].self, from: Data(text.utf8))
    }

    @Test("Raises one issue, whatever a call meets", arguments: calls, faults)
    func raises(call: String, text: String) async throws {
        let (name, _) = try await repository()
        try await fail(call, try fault(text))
        let tracker = GitHubIssues(client: try client())
        let first = try await tracker.raise(issue(name))
        #expect(try await tracker.raise(issue(name)) == first)
        let issues = try await list("/repos/\(name)/issues?state=all")
        #expect(issues.count == 1)
        #expect(issues.first?["labels"]?.array?.map { $0["name"]?.string } == ["selfheal", "bug"])
        try await expectKnownKeys(name)
    }

    static let closingCalls = [
        "GET /repos/*/issues/*", "POST /repos/*/comments", "POST /repos/*/labels", "PATCH /repos/*/issues/*",
    ]

    @Test("Closes with one comment, whatever a call meets, and opens again", arguments: closingCalls, faults)
    func settles(call: String, text: String) async throws {
        let (name, _) = try await repository()
        let tracker = GitHubIssues(client: try client())
        let standing = try await tracker.raise(issue(name))
        try await fail(call, try fault(text))
        let closed = try await tracker.settle(repository: name, branch: "main", comment: "Green at abc.") { _ in true }
        #expect(standing == .open(url: closed.first ?? ""))
        var shown = try await list("/repos/\(name)/issues?state=all")
        #expect(shown.map { $0["state_reason"]?.string } == ["completed"])
        #expect(try await list("/repos/\(name)/issues/1/comments").map { $0["body"]?.string } == ["Green at abc."])

        try await fail("PATCH /repos/*/issues/*", try fault(text))
        #expect(try await tracker.raise(issue(name, body: "Again.")) == standing)
        shown = try await list("/repos/\(name)/issues?state=all")
        #expect(shown.map { $0["state"]?.string } == ["open"])
        try await expectKnownKeys(name)
    }

    @Test("Takes a no, and says where issues are off or forbidden")
    func declines() async throws {
        let (name, _) = try await repository()
        let tracker = GitHubIssues(client: try client())
        _ = try await tracker.raise(issue(name))
        try await tell(
            "/repos/\(name)/issues/1", ["state": "closed", "state_reason": "not_planned"], method: "PATCH")
        guard case .declined = try await tracker.raise(issue(name)) else {
            Issue.record("An issue that people closed as not planned was opened again")
            return
        }
        let (off, _) = try await repository(["has_issues": false])
        #expect(
            try await tracker.raise(issue(off))
                == .declined(
                    reason: "issues are switched off in \(off): switch them on in its settings, under Features"))

        let answer = try await standIn.tell(
            "_control/token",
            [
                "login": "octo-admin", "permissions": ["metadata": "read", "contents": "write"],
                "repos": [.string(name)],
            ])
        let weak = try #require(answer["token"]?.string)
        let error = await #expect(throws: PublishingError.self) {
            try await GitHubIssues(client: try client(weak)).raise(issue(name))
        }
        #expect(error?.description.contains("issues") == true && error?.mayPass == false, "\(error?.description ?? "")")
    }

    // MARK: Holds, reviews, limits

    @Test("A draft with a review request; on hold nothing is written any more")
    func reviewsAndHolds() async throws {
        let (name, head) = try await repository(["collaborators": ["ann": "write"], "teams": ["quality"]])
        let publisher = GitHubPublisher(client: try client())
        let draft = try draft(name, head, reviewers: ["ann", "stranger", "octo-org/quality"])
        let publication = try await publisher.publish(draft)
        let pulls = try await list("/repos/\(name)/pulls")
        #expect(pulls.map { $0["draft"] } == [true])
        let asked = try await get("/repos/\(name)/pulls/1/requested_reviewers")
        #expect(asked["users"]?.array?.map { $0["login"]?.string } == ["ann"])
        #expect(asked["teams"]?.array?.map { $0["slug"]?.string } == ["quality"])
        #expect(try await publisher.publish(draft) == publication)
        #expect(
            try await journal(name).filter {
                $0["path"]?.string?.hasSuffix("requested_reviewers") == true && $0["method"]?.string == "POST"
                    && $0["status"]?.int == 201
            }.count == 2)

        let hold = GitHubHold(client: try client())
        #expect(try await hold.holdReason(repository: name, number: 1) == nil)
        try await tell("/repos/\(name)/issues/1/labels", ["labels": ["selfheal:hold"]])
        #expect(
            try await hold.holdReason(repository: name, number: 1)?.hasSuffix("has the label selfheal:hold") == true)
        #expect(try await hold.holdReason(repository: name, branch: "selfheal/abc123") != nil)
        let before = try await journal(name).filter { $0["method"]?.string != "GET" }.count
        guard case .declined = try await publisher.publish(try self.draft(name, head, body: "New.")) else {
            Issue.record("A pull request on hold was touched")
            return
        }
        #expect(try await journal(name).filter { $0["method"]?.string != "GET" }.count == before)
        try await expectKnownKeys(name)
    }

    @Test("A review is asked for once, whatever the call meets", arguments: faults)
    func reviewFaults(text: String) async throws {
        let (name, head) = try await repository(["collaborators": ["ann": "write"]])
        try await fail("POST /repos/*/requested_reviewers", try fault(text))
        let publisher = GitHubPublisher(client: try client())
        for _ in 1...2 { _ = try await publisher.publish(try draft(name, head, reviewers: ["ann"])) }
        let asked = try await get("/repos/\(name)/pulls/1/requested_reviewers")
        #expect(asked["users"]?.array?.count == 1)
        #expect(try await list("/repos/\(name)/pulls?state=all").count == 1)
    }

    @Test("Opens no more than the limit of the week")
    func weeklyLimit() async throws {
        let (name, head) = try await repository()
        let publisher = GitHubPublisher(client: try client(), pullRequestsPerWeek: 1)
        let publication = try await publisher.publish(try draft(name, head))
        #expect(try await publisher.publish(try draft(name, head)) == publication)
        let other = PullRequestDraft(
            repository: name, branch: "selfheal/other", into: "main", parent: try #require(CommitSHA(head)), title: "T",
            body: "B", commitMessage: "M", files: [.init(path: "e2e/login.spec.ts", text: "x\n")], isDraft: false)
        guard case .declined(let reason) = try await publisher.publish(other) else {
            Issue.record("The limit was not kept")
            return
        }
        #expect(reason.contains("limits.pullRequestsPerWeek is 1"))
        #expect(try await list("/repos/\(name)/branches").count == 2)
    }
}
