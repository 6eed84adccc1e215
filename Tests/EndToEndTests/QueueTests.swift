import Cryptography
import Domain
import Foundation
import FoundationNetworking
import Synchronization
import TestKit
import Testing

/// The queue as people meet it: a service, or two on one database, and a suite that is a script.
@Suite(.serialized, .fewAtATime)
struct QueueTests {
    private let bench: QueueBench

    init() throws { bench = try QueueBench() }

    @Test("Of a thousand pushes of one branch the first is run, stopped by the next, and the newest is run to its end")
    func survivesStorm() async throws {
        let service = try bench.start("node")
        let address = try #require(service.address())
        let first = try bench.push(1, to: address)
        try await bench.started()
        var newest = first
        for number in 2...1000 { newest = try bench.push(number, to: address) }
        let ended = try await bench.ended(newest, at: address)

        #expect(ended.state == .failed, "the script leaves no report")
        let stopped = try await bench.job(first, at: address)
        #expect(stopped.state == .superseded)
        #expect(stopped.supersededBy != nil)
        // One more where the machine was so slow that the branch seemed to have come to rest between two pushes.
        #expect(try (2...3).contains(bench.starts()))
        let page = try await bench.get([String: [Job]].self, "api/v1/jobs?limit=200&state=queued", at: address)
        #expect(page["jobs"]?.isEmpty == true)
    }

    @Test(
        "A node that is stopped past its lease loses its job to another one, and does no harm when it goes on",
        .enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)))
    func survivesStall() async throws {
        let database = try await PostgresCluster.shared().newDatabase()
        let stalled = try bench.start("stalled", database: database)
        let there = try #require(stalled.address())
        let id = try bench.push(1, to: there)
        try await bench.started()
        // The programs of the job are stopped with it, as on a machine that hangs.
        kill(stalled.process.processIdentifier, SIGSTOP)
        let other = try bench.start("other", database: database)
        let here = try #require(other.address())
        let ended = try await bench.ended(id, at: here)
        #expect(ended.state == .failed)
        let events = try await bench.events(of: id, at: here)

        kill(stalled.process.processIdentifier, SIGCONT)
        try await bench.logged("another worker has it", by: "stalled")
        #expect(try await bench.job(id, at: there) == ended)
        #expect(try await bench.events(of: id, at: there) == events)
        #expect(try bench.starts() == 2)
        stalled.process.terminate()
        #expect(stalled.wait() == (false, 0))
    }
}

/// A repository whose suite waits for ever at its first start and ends at once at every later one, and services for it.
private struct QueueBench {
    private static let secret = "queue-secret"
    private let place: URL
    private let head: String

    init() throws {
        place = try EndToEnd.temporaryFolder()
        let sample = place.appending(path: "sample")
        try FileManager.default.createDirectory(at: sample, withIntermediateDirectories: true)
        try "module.exports = {}\n".write(
            to: sample.appending(path: "playwright.config.js"), atomically: true, encoding: .utf8)
        let repository = try SampleRepository(copying: sample, to: place.appending(path: "shop"))
        head = try repository.git("rev-parse", "HEAD")
        let script = place.appending(path: "suite")
        try """
        #!/bin/sh
        # A first start that is killed as soon as it is told of has to be known as one.
        [ -e "\(path("waited"))" ] || first=yes
        touch "\(path("waited"))"
        echo start >> "\(path("starts"))"
        [ "$first" = yes ] || exit 1
        exec sleep 3600
        """.write(to: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path("suite"))
        try """
        workers: 1
        # Longer than any pause between two pushes on a machine that is busy with other tests.
        queue: { settle: 20s }
        repositories:
          - name: acme/shop
            path: "\(path("shop"))"
            setup: []
            test: ["\(path("suite"))"]
        """.write(to: place.appending(path: "selfheal.yaml"), atomically: true, encoding: .utf8)
    }

    private func path(_ name: String) -> String { place.appending(path: name).path(percentEncoded: false) }

    /// How often the suite was started.
    func starts() throws -> Int {
        try String(contentsOf: place.appending(path: "starts"), encoding: .utf8).split(separator: "\n").count
    }

    func start(_ node: String, database: String? = nil) throws -> RunningProgram {
        var environment = ["GITHUB_WEBHOOK_SECRET": Self.secret]
        environment["DATABASE_URL"] = database
        return try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["serve", "--port", "0", "--config", path("selfheal.yaml"), "--data", path(node)],
            environment: environment, log: place.appending(path: "\(node).log"))
    }

    /// Blocks, as the tests beside it do for minutes: a push that had to wait for them would come when the branch has been
    /// quiet for long.
    func push(_ number: Int, to address: URL) throws -> JobID {
        let body = Array(
            """
            {"ref": "refs/heads/main", "before": "\(String(repeating: "0", count: 40))", "after": "\(head)",
             "repository": {"full_name": "acme/shop"}, "sender": {"login": "sam"}}
            """.utf8)
        let signature = try HMACSHA256.authenticate(body, key: Array(Self.secret.utf8))
        var request = URLRequest(url: address.appending(path: "webhooks/github"))
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("push", forHTTPHeaderField: "X-GitHub-Event")
        request.setValue("delivery-\(number)", forHTTPHeaderField: "X-GitHub-Delivery")
        request.setValue("sha256=\(Hexadecimal.text(signature))", forHTTPHeaderField: "X-Hub-Signature-256")
        let (data, status) = try Self.answer(to: request)
        try #require(status == 202)
        struct Accepted: Decodable {
            struct Entry: Decodable { let id: JobID }
            let jobs: [Entry]
        }
        return try #require(try JSON.decode(Accepted.self, from: data).jobs.first).id
    }

    private static func answer(to request: URLRequest) throws -> (data: Data, status: Int) {
        let answer = Mutex<Result<(Data, Int), any Error>?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        URLSession.shared.dataTask(with: request) { data, response, error in
            answer.withLock {
                $0 =
                    error.map { .failure($0) }
                    ?? .success((data ?? Data(), (response as? HTTPURLResponse)?.statusCode ?? 0))
            }
            arrived.signal()
        }.resume()
        arrived.wait()
        let received = answer.withLock { $0 }
        return try #require(received).get()
    }

    func get<Value: Decodable>(_ type: Value.Type, _ path: String, at address: URL) async throws -> Value {
        let url = try #require(URL(string: path, relativeTo: address.appending(path: "/")))
        let (data, _) = try await URLSession.shared.data(from: url)
        return try JSON.decode(type, from: data)
    }

    func job(_ id: JobID, at address: URL) async throws -> Job {
        try await get(Job.self, "api/v1/jobs/\(id.text)", at: address)
    }

    /// Follows the job's events to its end.
    func ended(_ id: JobID, at address: URL) async throws -> Job {
        _ = try await events(of: id, at: address)
        return try await job(id, at: address)
    }

    /// Every event of an ended job, as it is sent.
    @discardableResult
    func events(of id: JobID, at address: URL) async throws -> String {
        let url = address.appending(path: "api/v1/jobs/\(id.text)/events")
        let (data, _) = try await URLSession.shared.data(for: URLRequest(url: url, timeoutInterval: 600))
        return String(decoding: data, as: UTF8.self)
    }

    /// Waits for the first start of the suite.
    func started() async throws { try await eventually("the suite was started") { try self.starts() > 0 } }

    /// Waits until a node's log has the words.
    func logged(_ words: String, by node: String) async throws {
        try await eventually("\(node) says: \(words)") {
            try String(contentsOf: self.place.appending(path: "\(node).log"), encoding: .utf8).contains(words)
        }
    }

    /// Looks again and again; only for what nobody tells of.
    private func eventually(_ what: String, _ condition: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            if (try? condition()) == true { return }
            try #require(ContinuousClock.now < deadline, "it did not come about: \(what)")
            await Task.yield()
        }
    }
}
