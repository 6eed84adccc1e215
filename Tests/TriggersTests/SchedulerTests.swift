import Domain
import Foundation
import HTTP
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import Testing

@testable import Triggers

struct SchedulerTests {
    private let store: RelationalJobStore
    private let intake: Intake

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try RelationalJobStore.sqlite(path: folder.appending(path: "jobs.db").path(percentEncoded: false))
        intake = Intake(store: store)
    }

    /// A clock that moves when somebody sleeps, and ends the sleeper at a moment.
    private final class Clock: Sendable {
        private let state: Mutex<Timestamp>
        private let end: Timestamp
        private let jump: Duration

        /// - Parameter jump: how much longer every sleep takes than it was to.
        init(from start: Timestamp, to end: Timestamp, jump: Duration = .zero) {
            state = Mutex(start)
            self.end = end
            self.jump = jump
        }

        var now: Timestamp { state.withLock { $0 } }

        func sleep(_ duration: Duration) throws {
            let now = state.withLock { now in
                now = now.advanced(by: duration + jump)
                return now
            }
            if now > end { throw CancellationError() }
        }
    }

    private func directory(_ schedules: String...) -> RepositoryDirectory {
        var settings = RepositorySettings(name: "acme/shop")
        settings.schedule = schedules
        return RepositoryDirectory([settings], server: "https://github.com")
    }

    private func run(
        _ repositories: RepositoryDirectory, from start: String, to end: String, jump: Duration = .zero
    ) async throws {
        let clock = Clock(from: try #require(Timestamp(start)), to: try #require(Timestamp(end)), jump: jump)
        let scheduler = try Scheduler(
            repositories: repositories, intake: intake, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { clock.now }, sleep: { try clock.sleep($0) })
        await #expect(throws: CancellationError.self) { try await scheduler.run() }
    }

    private func jobs() async throws -> [Job] { try await store.jobs(JobFilter(), before: nil, limit: 100) }

    private func ping(_ body: String, at time: String, in repositories: RepositoryDirectory) async throws -> (
        status: Int, text: String
    ) {
        let moment = try #require(Timestamp(time))
        let ping = CronPing(repositories: repositories, intake: intake, now: { moment })
        let request = HTTPRequest(method: .post, path: "/hooks/cron", body: Array(body.utf8))
        let response: HTTPResponse
        do {
            response = try await ping.receive(request, sender: "ops")
        } catch let error as any HTTPResponseError {
            response = error.response
        }
        guard case .octets(let bytes) = response.body else { return (response.status.code, "") }
        return (response.status.code, String(decoding: bytes, as: UTF8.self))
    }

    @Test("Every slot makes one job, and nothing else does")
    func takesSlots() async throws {
        try await run(directory("every 12h", "0 3 * * *"), from: "2026-11-28T01:00:00Z", to: "2026-11-29T02:00:00Z")
        let jobs = try await jobs()
        #expect(jobs.count == 3)
        #expect(jobs.allSatisfy { $0.trigger.kind == .cron && $0.repository == "acme/shop" && $0.ref == "HEAD" })
    }

    @Test("A second node makes no second job")
    func agreesWithOthers() async throws {
        try await run(directory("every 12h"), from: "2026-11-28T01:00:00Z", to: "2026-11-28T13:00:00Z")
        try await run(directory("every 12h"), from: "2026-11-28T12:30:00Z", to: "2026-11-28T13:00:00Z")
        #expect(try await jobs().count == 1)
    }

    @Test("A slot is not taken again when everything else of its time is forgotten")
    func remembersSlots() async throws {
        try await run(directory("0 3 1 * *"), from: "2026-12-01T02:00:00Z", to: "2026-12-01T04:00:00Z")
        let later = try #require(Timestamp("2026-12-31T05:00:00Z"))
        _ = try await store.pruneKeys(before: later, at: later, limit: 100)
        try await run(directory("0 3 1 * *"), from: "2026-12-31T05:00:00Z", to: "2026-12-31T06:00:00Z")
        #expect(try await jobs().count == 1)
    }

    @Test("A full queue takes what is known already, and what takes the place of something that waits")
    func fullQueue() async throws {
        var limits = QueueLimits()
        limits.perRepository = 1
        let intake = Intake(store: store, limits: limits)
        func push(_ key: String, _ ref: String) async throws -> Enqueued {
            try await intake.enqueue(
                key: key, trigger: .init(kind: .push), repository: "acme/shop", ref: ref, sha: nil, base: nil)
        }
        let first = try await push("1", "main")
        #expect(try await push("1", "main") == Enqueued(jobs: first.jobs, isDuplicate: true))
        await #expect(throws: (any Error).self) { _ = try await push("2", "other") }
        let newer = try await push("3", "main")
        #expect(!newer.isDuplicate)
        #expect(try await store.job(first.jobs[0].id)?.state == .superseded)
    }

    @Test("Slots that came while no service ran are made up for once")
    func catchesUp() async throws {
        try await run(directory("every 12h"), from: "2026-11-28T11:00:00Z", to: "2026-11-28T13:00:00Z")
        #expect(try await jobs().count == 1)
        try await run(directory("every 12h"), from: "2026-12-04T05:00:00Z", to: "2026-12-04T06:00:00Z")
        #expect(try await jobs().count == 2)
        try await run(directory("every 12h"), from: "2026-12-04T06:00:00Z", to: "2026-12-04T07:00:00Z")
        #expect(try await jobs().count == 2)
    }

    @Test("A machine that slept over slots makes one job when it wakes")
    func survivesSuspension() async throws {
        try await run(
            directory("*/5 * * * *"), from: "2026-11-28T01:01:00Z", to: "2026-11-28T05:00:00Z", jump: .seconds(7200))
        #expect(try await jobs().count == 1)
    }

    @Test("The slots before a schedule was ever used are nobody's")
    func startsWithTheNextSlot() async throws {
        try await run(directory("0 3 * * *"), from: "2026-11-28T04:00:00Z", to: "2026-11-28T05:00:00Z")
        #expect(try await jobs().isEmpty)
    }

    @Test("A ping joins the service's slot, whoever comes first, and gets the same job again")
    func joinsSlots() async throws {
        let repositories = directory("0 3 * * *", "every 12h")
        let first = try await ping("{\"repository\": \"Acme/Shop\"}", at: "2026-11-28T03:07:00Z", in: repositories)
        #expect(first.status == 202)
        try await run(repositories, from: "2026-11-28T03:00:30Z", to: "2026-11-28T03:10:00Z")
        let again = try await ping(
            "{\"repository\": \"acme/shop\", \"schedule\": \"0  3 * * *\"}", at: "2026-11-28T03:59:59Z",
            in: repositories)
        let named = try await ping(
            "{\"repository\": \"acme/shop\", \"slot\": \"2026-11-28T03:00Z\"}", at: "2026-11-28T05:00:00Z",
            in: repositories)
        #expect(again.text == first.text)
        #expect(named.text == first.text)
        let other = try await ping(
            "{\"repository\": \"acme/shop\", \"schedule\": \"every 12h\"}", at: "2026-11-28T03:07:00Z", in: repositories
        )
        #expect(other.text != first.text)
        #expect(Set(try await jobs().map(\.id)).count == 2)
    }

    @Test("A repository without a schedule has a slot an hour, and a slot that is named stands for itself")
    func pingsUnscheduled() async throws {
        let open = RepositoryDirectory([], server: "https://github.com")
        let body = "{\"repository\": \"acme/shop\", \"ref\": \"refs/heads/main\", \"projects\": [\"health\"]}"
        let first = try await ping(body, at: "2026-11-28T03:07:00Z", in: open)
        #expect(try await ping(body, at: "2026-11-28T03:59:00Z", in: open).text == first.text)
        #expect(try await ping(body, at: "2026-11-28T04:00:00Z", in: open).text != first.text)
        let named = "{\"repository\": \"acme/shop\", \"slot\": \"build-77\"}"
        let second = try await ping(named, at: "2026-11-28T03:07:00Z", in: open)
        #expect(second.text != first.text)
        #expect(try await ping(named, at: "2026-12-28T03:07:00Z", in: open).text == second.text)
        let job = try #require(try await jobs().last)
        #expect(job.ref == "main" && job.projects == ["health"] && job.trigger.sender == "ops")
    }

    @Test(
        "A ping is read as strictly as a run by hand",
        arguments: [
            ("{", 400), ("[]", 422), ("{}", 422), ("{\"repository\": \"acme/other\"}", 422),
            ("{\"repository\": \"acme/shop\", \"slots\": \"x\"}", 422),
            ("{\"repository\": \"acme/shop\", \"slot\": \"\"}", 422),
            ("{\"repository\": \"acme/shop\", \"slot\": \"a b\"}", 422),
            ("{\"repository\": \"acme/shop\", \"schedule\": \"every 1s\"}", 422),
            ("{\"repository\": \"acme/shop\", \"ref\": \"--upload-pack=x\"}", 422),
            ("{\"repository\": \"acme/shop\", \"ref\": \"refs/heads/--upload-pack=x\"}", 422),
            ("{\"repository\": \"acme/shop\", \"projects\": [\"\"]}", 422),
            ("{\"repository\": \"acme/shop\", \"projects\": \"all\"}", 422),
        ])
    func refusesPings(body: String, status: Int) async throws {
        let answer = try await ping(body, at: "2026-11-28T03:07:00Z", in: directory("every 12h"))
        #expect(answer.status == status, "\(answer.text)")
        #expect(try await jobs().isEmpty)
    }
}
