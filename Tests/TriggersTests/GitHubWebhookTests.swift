import Cryptography
import Domain
import Foundation
import HTTP
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Testing

@testable import Triggers

struct GitHubWebhookTests {
    private static let body = Array(
        """
        {"ref": "refs/heads/main", "before": "\(String(repeating: "b", count: 40))",
         "after": "\(String(repeating: "a", count: 40))", "repository": {"full_name": "acme/shop"}}
        """.utf8)

    private let store: RelationalJobStore
    private let webhook: GitHubWebhook

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try RelationalJobStore.sqlite(path: folder.appending(path: "jobs.db").path(percentEncoded: false))
        webhook = GitHubWebhook(
            signature: WebhookSignature(secrets: ["old", "new"]),
            repositories: RepositoryDirectory([RepositorySettings(name: "acme/shop")], server: "https://github.com"),
            intake: Intake(store: store),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func request(
        _ body: [UInt8] = body, signature: String? = nil, event: String? = "push", delivery: String? = "1",
        type: String = "application/json"
    ) throws -> HTTPRequest {
        var headers: HTTPHeaders = ["Content-Type": type]
        let right = "sha256=" + Hexadecimal.text(try HMACSHA256.authenticate(body, key: Array("new".utf8)))
        headers["X-Hub-Signature-256"] = signature ?? right
        headers["X-GitHub-Event"] = event
        headers["X-GitHub-Delivery"] = delivery
        return HTTPRequest(method: .post, path: "/webhooks/github", headers: headers, body: body)
    }

    private func status(_ request: HTTPRequest) async throws -> Int {
        do {
            return try await webhook.receive(request).status.code
        } catch let error as any HTTPResponseError {
            return error.response.status.code
        }
    }

    private func jobs() async throws -> [Job] { try await store.jobs(JobFilter(), before: nil, limit: 10) }

    @Test("A signed push is stored before it is answered, and the same delivery makes no second job")
    func storesOnce() async throws {
        #expect(try await status(request()) == 202)
        #expect(try await status(request()) == 202)
        #expect(try await jobs().count == 1)
        #expect(try await status(request(delivery: "2")) == 202)
        #expect(try await jobs().count == 2)
    }

    @Test("A push that happened before one that is there already is kept, and run no more")
    func knowsLatePushes() async throws {
        func push(_ time: Int) -> [UInt8] {
            Array(
                String(decoding: Self.body, as: UTF8.self)
                    .replacing("\"acme/shop\"", with: "\"acme/shop\", \"pushed_at\": \(time)").utf8)
        }
        #expect(try await status(request(push(1_557_933_657), delivery: "2")) == 202)
        #expect(try await status(request(push(1_557_933_650), delivery: "1")) == 202)
        #expect(try await jobs().map(\.state) == [.superseded, .queued])
    }

    @Test("A pull request's event tells when it was changed")
    func readsTimesOfPullRequests() async throws {
        let pull = String(decoding: Self.pull(4, action: "synchronize"), as: UTF8.self)
            .replacing("\"number\": 4", with: "\"number\": 4, \"updated_at\": \"2026-05-15T15:20:41Z\"")
        #expect(try await status(request(Array(pull.utf8), event: "pull_request")) == 202)
        #expect(try await jobs().map(\.trigger.occurredAt) == [Timestamp("2026-05-15T15:20:41Z")])
    }

    @Test("Either secret is taken while one is being replaced")
    func takesOldSecrets() async throws {
        let old = "sha256=" + Hexadecimal.text(try HMACSHA256.authenticate(Self.body, key: Array("old".utf8)))
        #expect(try await status(request(signature: old)) == 202)
    }

    @Test(
        "A signature that is missing, wrong or of another form is refused, and nothing is stored",
        arguments: ["", "sha256=", "sha256=00", "sha1=abcdef", "sha256=" + String(repeating: "0", count: 64)])
    func refusesSignatures(signature: String) async throws {
        #expect(try await status(request(signature: signature)) == 401)
        #expect(try await jobs().isEmpty)
    }

    @Test("The body is not looked at before its signature is right")
    func checksSignatureFirst() async throws {
        #expect(try await status(request(Array("{".utf8), signature: "sha256=00")) == 401)
        #expect(try await status(request(Array("{".utf8))) == 400)
        #expect(try await status(request(Array("[]".utf8))) == 422)
    }

    @Test("GitHub's standard form encoding is read too")
    func readsForms() async throws {
        let text = String(decoding: Self.body, as: UTF8.self)
        let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let form = Array("payload=\(encoded)".utf8)
        #expect(try await status(request(form, type: "application/x-www-form-urlencoded")) == 202)
    }

    @Test("Missing headers are told; a ping is answered")
    func readsHeaders() async throws {
        #expect(try await status(request(event: nil)) == 400)
        #expect(try await status(request(delivery: nil)) == 400)
        #expect(try await status(request(Array("{}".utf8), event: "ping")) == 200)
        #expect(try await jobs().isEmpty)
    }

    @Test(
        "Events that start nothing are answered with the reason, whatever forms their members have, if they are JSON",
        arguments: [
            ("workflow_run", #"{"action": "completed", "workflow": {"id": 7, "path": "ci.yml"}, "workflow_run": {}}"#),
            ("label", #"{"label": "bug", "repository": {"full_name": "acme/shop"}}"#), ("star", "[]"),
        ])
    func ignoresOtherEvents(event: String, body: String) async throws {
        let response = try await webhook.receive(request(Array(body.utf8), event: event))
        guard case .octets(let octets) = response.body else { throw HTTPProblem(.notFound, detail: "no body") }
        #expect(response.status == .ok)
        let answer = "{\"ignored\":\"the event `\(event)` starts no healing\"}"
        #expect(String(decoding: octets, as: UTF8.self) == answer)
        #expect(try await status(request(Array("{".utf8), event: event)) == 400)
        #expect(try await jobs().isEmpty)
    }

    private static func pull(_ number: Int, action: String, label: String? = nil) -> [UInt8] {
        let side =
            "{\"ref\": \"fix\", \"sha\": \"\(String(repeating: "a", count: 40))\", \"repo\": {\"full_name\": \"acme/shop\"}}"
        let changed = label.map { ", \"label\": {\"name\": \"\($0)\"}" } ?? ""
        return Array(
            """
            {"action": "\(action)", "repository": {"full_name": "acme/shop"}\(changed),
             "pull_request": {"number": \(number), "head": \(side), "base": \(side)}}
            """.utf8)
    }

    @Test("The hold label cancels this pull request's jobs, those that run too, and no others")
    func cancelsHeldJobs() async throws {
        #expect(try await status(request(Self.pull(7, action: "opened"), event: "pull_request", delivery: "1")) == 202)
        let running = try #require(try await store.claim(for: WorkerName(node: "n", slot: 1), at: .now()))
        #expect(
            try await status(request(Self.pull(7, action: "synchronize"), event: "pull_request", delivery: "2")) == 202)
        #expect(try await status(request(Self.pull(8, action: "opened"), event: "pull_request", delivery: "3")) == 202)
        let hold = try request(
            Self.pull(7, action: "labeled", label: "selfheal:hold"), event: "pull_request", delivery: "4")
        guard case .octets(let body) = try await webhook.receive(hold).body else {
            Issue.record("no body")
            return
        }
        #expect(String(decoding: body, as: UTF8.self).contains("cancelled: 2"))
        #expect(try await store.renew(running, at: .now()) == .cancelled)
        let states = try await jobs().map { "\($0.trigger.pullRequest ?? 0) \($0.state.rawValue)" }
        #expect(states.sorted() == ["7 cancelled", "7 running", "8 queued"])
        let lifted = try request(
            Self.pull(7, action: "unlabeled", label: "selfheal:hold"), event: "pull_request", delivery: "5")
        #expect(try await status(lifted) == 202)
    }

    @Test("A dispatch makes a job of its own kind, a dry one when it says so")
    func storesDispatches() async throws {
        let body = Array(
            """
            {"ref": "refs/heads/main", "workflow": ".github/workflows/healing.yml", "inputs": {"dry_run": "true"},
             "repository": {"full_name": "acme/shop"}, "sender": {"login": "sam"}}
            """.utf8)
        #expect(try await status(request(body, event: "workflow_dispatch")) == 202)
        let job = try #require(try await jobs().first)
        #expect(job.trigger.kind == .workflowDispatch && job.dryRun && job.priority == 7 && job.trigger.sender == "sam")
    }
}
