import Cryptography
import Domain
import Foundation
import FoundationNetworking
import Testing

@Suite(.serialized, .fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct CrashTests {
    private static let secret = "crash-secret"
    private let place: URL
    private let log: URL
    private let configuration: URL

    init() throws {
        place = try EndToEnd.temporaryFolder()
        log = place.appending(path: "service.log")
        configuration = place.appending(path: "selfheal.yaml")
    }

    @Test("Killed at the begin and at the end of every stage, a job still ends with exactly one right pull request")
    func survivesKillsAtEveryStage() async throws {
        let sample = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
        let base = try sample.git("rev-parse", "HEAD")
        try sample.replace("data-testid=\"start\"", with: "data-testid=\"begin\"", in: "index.html")
        try sample.commit("Use the product's word for starting")
        let head = try sample.git("rev-parse", "HEAD")
        let bare = place.appending(path: "origin.git").path(percentEncoded: false)
        try sample.git("clone", "--quiet", "--bare", ".", bare)
        try writeConfiguration(origin: bare)
        let github = try RunningProgram(
            "node", [EndToEnd.fakes.appending(path: "github.mjs").path(percentEncoded: false), "acme/clock", bare])
        let api = try #require(github.address())

        let moments = Job.Stage.allCases.flatMap { stage in ["\(stage.rawValue):begin", "\(stage.rawValue):end"] }
        var id: JobID?
        for moment in moments {
            let service = try start(api, failpoint: moment)
            let address = try #require(service.address())
            // The first service may die before its answer is out; the second delivery of the same push finds the job.
            if id == nil { id = try? await push(to: address, before: base, after: head) }
            #expect(service.wait() == (true, SIGKILL), "the service survived \(moment)")
        }
        let service = try start(api)
        let address = try #require(service.address())
        let known = try #require(id)
        let job = try await ended(known, at: address)

        #expect(job.state == .succeeded, Comment(rawValue: job.error ?? ""))
        let report = try await get(HealingReport.self, address.appending(path: "api/v1/jobs/\(known.text)/report"))
        #expect(
            job.outcome == .proposed,
            Comment(rawValue: "\(report.actions.map(\.result)) \(report.failures.map(\.rootCause))"))
        #expect(job.attempt == 1)
        let state = try await get(FakeState.self, api.appending(path: "_state"))
        #expect(state.pulls.count == 1)
        let pull = try #require(state.pulls.first)
        #expect(pull.base.ref == "main")
        let branches = try sample.git("-C", bare, "for-each-ref", "--format=%(refname:short)", "refs/heads/selfheal")
        #expect(branches == pull.head.ref)
        #expect(try sample.git("-C", bare, "rev-list", "--count", "\(head)..\(branches)") == "1")
        let spec = try sample.git("-C", bare, "show", "\(branches):tests/clock.spec.ts")
        #expect(spec.contains("page.getByTestId('begin').click()"))
        service.process.terminate()
        #expect(service.wait() == (false, 0))
    }

    private struct FakeState: Decodable {
        struct Pull: Decodable {
            struct Side: Decodable { let ref: String }
            let head: Side
            let base: Side
        }
        let pulls: [Pull]
    }

    private struct Accepted: Decodable {
        struct Entry: Decodable { let id: JobID }
        let jobs: [Entry]
    }

    private func writeConfiguration(origin: String) throws {
        try """
        repositories:
          - name: acme/clock
            path: "\(origin)"
            setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
            timeout: 5m
        """.write(to: configuration, atomically: true, encoding: .utf8)
    }

    private func start(_ api: URL, failpoint: String? = nil) throws -> RunningProgram {
        var environment = [
            "GITHUB_WEBHOOK_SECRET": Self.secret, "GITHUB_TOKEN": "token", "GITHUB_API_URL": api.absoluteString,
        ]
        environment["SELFHEAL_FAILPOINT"] = failpoint
        return try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["serve", "--port", "0", "--config", configuration.path(percentEncoded: false)]
                + ["--data", place.appending(path: "data").path(percentEncoded: false)],
            environment: environment, log: log)
    }

    private func push(to address: URL, before: String, after: String) async throws -> JobID {
        let body = Array(
            """
            {"ref": "refs/heads/main", "before": "\(before)", "after": "\(after)",
             "repository": {"full_name": "acme/clock"}, "sender": {"login": "sam"}}
            """.utf8)
        let signature = try HMACSHA256.authenticate(body, key: Array(Self.secret.utf8))
        var request = URLRequest(url: address.appending(path: "webhooks/github"))
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("push", forHTTPHeaderField: "X-GitHub-Event")
        request.setValue("crash-1", forHTTPHeaderField: "X-GitHub-Delivery")
        request.setValue("sha256=\(Hexadecimal.text(signature))", forHTTPHeaderField: "X-Hub-Signature-256")
        let (data, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == 202)
        return try #require(try JSON.decode(Accepted.self, from: data).jobs.first).id
    }

    /// Follows the job's events, which end with the job.
    private func ended(_ id: JobID, at address: URL) async throws -> Job {
        let events = address.appending(path: "api/v1/jobs/\(id.text)/events")
        _ = try await URLSession.shared.data(for: URLRequest(url: events, timeoutInterval: 600))
        return try await get(Job.self, address.appending(path: "api/v1/jobs/\(id.text)"))
    }

    private func get<Value: Decodable>(_ type: Value.Type, _ url: URL) async throws -> Value {
        let (data, _) = try await URLSession.shared.data(from: url)
        return try JSON.decode(type, from: data)
    }
}
