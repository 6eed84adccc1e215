import Domain
import Foundation
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import TestKit
import Testing

/// Messages on their way from a store to a channel.
struct OutboxSenderTests {
    /// Answers as it was told, and keeps what it was sent.
    private final class Channel: OutboxChannel {
        private let state: Mutex<(answers: [SendingEnd], sent: [String])>
        private let during: @Sendable () async -> Void
        let name = "slack"

        init(_ answers: SendingEnd..., during: @escaping @Sendable () async -> Void = {}) {
            state = Mutex((answers, []))
            self.during = during
        }

        var sent: [String] { state.withLock { $0.sent } }

        func send(_ body: Data) async -> SendingEnd {
            await during()
            return state.withLock { state in
                state.sent.append(String(decoding: body, as: UTF8.self))
                return state.answers.isEmpty ? .sent(rest: nil) : state.answers.removeFirst()
            }
        }
    }

    private let store: RelationalJobStore
    private let log: RelationalActionLog
    private let clock = SteppingClock()

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        store = try .sqlite(path: path.path(percentEncoded: false))
        log = RelationalActionLog(in: store)
    }

    private func sender(
        _ outbox: (any Outbox)? = nil, objection: @escaping @Sendable () async -> String? = { nil }
    ) -> OutboxSender {
        let clock = clock
        return OutboxSender(
            outbox: outbox ?? store, node: "anna", wake: store.signals.messages,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, objection: objection, now: { clock.now },
            jitter: { 0.5 }, sleep: { clock.advance(by: $0) })
    }

    /// An outbox that cannot be written a few times, and some of whose answers do not arrive.
    private struct FaultyOutbox: Outbox {
        let store: RelationalJobStore
        var failures = FailuresLeft(0)
        var lostClaims = FailuresLeft(0)
        var lostEnds = FailuresLeft(0)
        var failedStarts = FailuresLeft(0)
        var asked: @Sendable () -> Void = {}

        final class FailuresLeft: Sendable {
            private let left: Mutex<Int>
            init(_ count: Int) { left = Mutex(count) }

            func take() -> Bool {
                left.withLock { left in
                    left -= 1
                    return left >= 0
                }
            }
        }

        func nextMessage(
            for channel: String, by node: String, at time: Timestamp
        ) async throws(StoreError) -> OutboxClaim? {
            asked()
            let claim = try await store.nextMessage(for: channel, by: node, at: time)
            if lostClaims.take() { throw .unavailable("the connection was lost") }
            return claim
        }
        func takeBackUnheard(of channel: String, by node: String, begun: Set<JobID>) async throws(StoreError) {
            try await store.takeBackUnheard(of: channel, by: node, begun: begun)
        }
        func settle(
            _ claim: OutboxClaim, as end: OutboxEnd, restingUntil: Timestamp, at time: Timestamp
        ) async throws(StoreError) {
            if failures.take() { throw .unavailable("the disk is full") }
            try await store.settle(claim, as: end, restingUntil: restingUntil, at: time)
            if lostEnds.take() { throw .unavailable("the connection was lost") }
        }
        func abandonMessages(at time: Timestamp) async throws(StoreError) -> [OutboxMessage] {
            try await store.abandonMessages(at: time)
        }
        func abandonMessages(of node: String, at time: Timestamp) async throws(StoreError) -> [OutboxMessage] {
            if failedStarts.take() { throw .unavailable("the server is away") }
            return try await store.abandonMessages(of: node, at: time)
        }
        func waitingMessages() async throws(StoreError) -> Int { try await store.waitingMessages() }
    }

    @Test("What a channel did not take is sent again also when the store could not hear of it for a while")
    func outlastsTheStore() async throws {
        try await end("hello")
        let channel = Channel(.notTaken("429", wait: .seconds(30)))
        let sender = sender(FaultyOutbox(store: store, failures: .init(3)))
        #expect(await sender.look(channel) == .tried(rest: .seconds(30)))
        #expect(await sender.look(channel) == .idle)
        clock.advance(by: .seconds(31))
        #expect(await sender.look(channel) == .tried(rest: .seconds(1)))
        #expect(channel.sent == ["hello", "hello"])
    }

    @Test("A message that was taken without its sender hearing of it is sent, once")
    func sendsTheUnheard() async throws {
        try await end("hello")
        let channel = Channel()
        let sender = sender(FaultyOutbox(store: store, lostClaims: .init(1)))
        #expect(await sender.look(channel) == .idle)
        #expect(await sender.look(channel) == .tried(rest: .seconds(1)))
        #expect(await sender.look(channel) == .idle)
        #expect(channel.sent == ["hello"])
        #expect(try await audit() == ["notify slack status: sent"])
    }

    @Test("An end that was written without an answer counts as written")
    func knowsItsEnd() async throws {
        try await end("hello")
        let channel = Channel()
        let sender = sender(FaultyOutbox(store: store, lostEnds: .init(2)))
        #expect(await sender.look(channel) == .tried(rest: .seconds(1)))
        #expect(channel.sent == ["hello"])
        #expect(try await audit() == ["notify slack status: sent"])
    }

    @Test("A message that was sent and whose end could not be written is not sent again")
    func remembersWhatItBegan() async throws {
        try await end("hello")
        let channel = Channel()
        let sender = sender(FaultyOutbox(store: store, failures: .init(15)))
        for _ in 1...3 { _ = await sender.look(channel) }
        #expect(channel.sent == ["hello"])
    }

    @Test("What an earlier life was sending is given up before anything is sent, also when that fails at first")
    func givesUpFirst() async throws {
        try await end("hello")
        _ = try await store.nextMessage(for: "slack", by: "anna", at: clock.now)
        let (looks, channel) = (AsyncStream.makeStream(of: Void.self), Channel())
        let sender = sender(
            FaultyOutbox(store: store, failedStarts: .init(2), asked: { looks.continuation.yield() }))
        let loop = Task { try await sender.run([channel]) }
        for await _ in looks.stream { break }
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
        #expect(channel.sent.isEmpty)
        #expect(try await audit().map { $0.hasPrefix("notify slack status: unknown") } == [true])
    }

    /// Ends a job with these messages about it.
    @discardableResult
    private func end(_ texts: String...) async throws -> Job {
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/\(UUID())", ref: "main", createdAt: clock.now)
        _ = try await store.enqueue([job], delivery: nil)
        try await finish(texts, job)
        return job
    }

    private func finish(_ texts: [String], _ job: Job) async throws {
        let worker = WorkerName(node: "anna", slot: 1)
        let claim = try #require(try await store.claim(for: worker, at: clock.now))
        let messages = texts.map {
            OutboxMessage(
                id: .next(), job: job.id, channel: "slack", subject: "job \(job.id)", topics: "status",
                body: Data($0.utf8), createdAt: clock.now)
        }
        try await store.finish(claim, as: .failed(error: "x"), messages: messages, at: clock.now)
    }

    private func audit() async throws -> [String] {
        try await log.audit(before: nil, limit: 10).map { "\($0.what) \($0.target) \($0.why): \($0.result)" }
    }

    @Test("A message is sent once, and its end stands in the audit log")
    func sends() async throws {
        let job = try await end("hello")
        let channel = Channel()
        #expect(await sender().look(channel) == .tried(rest: .seconds(1)))
        #expect(await sender().look(channel) == .idle)
        #expect(channel.sent == ["hello"])
        #expect(try await audit() == ["notify slack status: sent"])
        #expect(try await log.audit(before: nil, limit: 1).first?.job == job.id)
    }

    @Test("While people have paused the service messages wait, and go out after it")
    func pauses() async throws {
        try await end("hello")
        let channel = Channel()
        #expect(await sender(objection: { "paused" }).look(channel) == .idle)
        #expect(try await store.waitingMessages() == 1)
        _ = await sender().look(channel)
        #expect(channel.sent == ["hello"])
    }

    @Test("A limit holds the channel back; by then only the newest word on a job goes out")
    func limited() async throws {
        let job = try await end("first")
        let channel = Channel(.notTaken("429", wait: .seconds(30)))
        #expect(await sender().look(channel) == .tried(rest: .seconds(30)))
        #expect(try await audit().isEmpty)
        _ = try await store.retry(job.id, at: clock.now)
        try await finish(["second"], job)
        clock.advance(by: .seconds(30))
        _ = await sender().look(channel)
        #expect(await sender().look(channel) == .idle)
        #expect(channel.sent == ["first", "second"])
        #expect(try await audit() == ["notify slack status: sent"])
    }

    @Test(
        "A no and a lost answer end a message, each with its reason",
        arguments: [
            (SendingEnd.refused("Slack says no_service"), "failed: Slack says no_service"),
            (.uncertain("reset"), "unknown: reset. It is not sent again, lest it come twice."),
        ])
    func ends(answer: SendingEnd, said: String) async throws {
        try await end("hello")
        let channel = Channel(answer)
        _ = await sender().look(channel)
        clock.advance(by: .seconds(9999))
        #expect(await sender().look(channel) == .idle)
        #expect(channel.sent.count == 1)
        #expect(try await audit() == ["notify slack status: \(said)"])
    }

    @Test("A channel that cannot be reached for an hour is given up, which is said")
    func givesUp() async throws {
        try await end("hello")
        for _ in 1...12 {
            guard case .tried(let rest) = await sender().look(DeadChannel()) else { break }
            clock.advance(by: rest)
        }
        #expect(await sender().look(DeadChannel()) == .idle)
        #expect(try await audit() == ["notify slack status: failed: no network (tried 12 times)"])
    }

    private struct DeadChannel: OutboxChannel {
        let name = "slack"
        func send(_ body: Data) async -> SendingEnd { .notTaken("no network", wait: nil) }
    }

    @Test("A message whose sender died is given up once, and so is what its sender says later")
    func abandoned() async throws {
        try await end("hello")
        let (clock, other) = (clock, sender())
        let channel = Channel(during: {
            clock.advance(by: .seconds(200))
            await other.tidy()
            await other.tidy()
        })
        #expect(await sender().look(channel) == .tried(rest: .seconds(1)))
        let said = try await audit()
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("notify slack status: unknown: its sender died") == true)
    }

    @Test("A service that stops sees the message on its way to its end")
    func stops() async throws {
        try await end("hello")
        let sending = AsyncStream.makeStream(of: Void.self)
        let permit = AsyncStream.makeStream(of: Void.self)
        let channel = Channel(during: {
            sending.continuation.yield()
            for await _ in permit.stream { return }
        })
        let sender = sender()
        let loop = Task { try await sender.run([channel]) }
        for await _ in sending.stream { break }
        loop.cancel()
        permit.continuation.yield()
        await #expect(throws: CancellationError.self) { try await loop.value }
        #expect(channel.sent == ["hello"])
        #expect(try await audit() == ["notify slack status: sent"])
    }
}
