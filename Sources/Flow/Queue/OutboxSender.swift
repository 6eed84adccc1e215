package import Domain
package import Logging
import Synchronization

/// Sends what waits in the outbox, each channel by itself and one message at a time. Whatever becomes of a message, it is
/// sent at most once unless it was surely not taken.
package struct OutboxSender: Sendable {
    /// What a look into the outbox came to.
    package enum Look: Hashable, Sendable {
        /// Nothing is to be sent now.
        case idle
        /// A message was tried; the channel is left alone for so long.
        case tried(rest: Duration)
    }

    private let outbox: any Outbox
    private let node: String
    private let wake: WakeSignal
    private let logger: Logger
    private let rule: OutboxRule
    private let objection: @Sendable () async -> String?
    private let now: @Sendable () -> Timestamp
    private let jitter: @Sendable () -> Double
    private let sleep: @Sendable (Duration) async throws -> Void
    private let begun = BegunMessages()

    /// How late a message goes out for which nobody raised a signal, or whose time has come, or after a pause.
    private static let pause = Duration.seconds(2)
    private static let tidyPause = Duration.seconds(30)
    /// What became of a message is told to the store so often, with a pause after each time, before it counts as unknown.
    private static let settleTries = 15

    /// - Parameters:
    ///   - node: whose earlier life is over when this one runs.
    ///   - wake: raised when a message was stored.
    ///   - objection: why nothing may be sent now, as while people have paused the service; messages wait then.
    ///   - jitter: 0 to 1, at random.
    package init(
        outbox: any Outbox, node: String, wake: WakeSignal, logger: Logger,
        rule: OutboxRule = OutboxRule(),
        objection: @escaping @Sendable () async -> String?, now: @escaping @Sendable () -> Timestamp = { .now() },
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.outbox = outbox
        self.node = node
        self.wake = wake
        self.logger = logger
        self.rule = rule
        self.objection = objection
        self.now = now
        self.jitter = jitter
        self.sleep = sleep
    }

    /// Until the task is cancelled; a message that is being sent then is seen to its end.
    package func run(_ channels: [any OutboxChannel]) async throws {
        // Before anything is taken back: what an earlier life of this node was sending may have arrived.
        while await !giveUp({ try await outbox.abandonMessages(of: node, at: now()) }) { try await sleep(Self.pause) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for channel in channels { group.addTask { try await serve(channel) } }
            group.addTask {
                while true {
                    await tidy()
                    try await Task.sleep(for: Self.tidyPause)
                }
            }
            try await group.waitForAll()
        }
    }

    private func serve(_ channel: any OutboxChannel) async throws {
        var seen: UInt64 = 0
        while true {
            try Task.checkCancellation()
            switch await Task(operation: { await look(channel) }).value {
            case .idle: seen = await wake.wait(after: seen, atMost: Self.pause)
            case .tried(let rest): try await Task.sleep(for: rest)
            }
        }
    }

    /// Tries to send one message.
    package func look(_ channel: any OutboxChannel) async -> Look {
        guard await objection() == nil else { return .idle }
        do {
            try await outbox.takeBackUnheard(of: channel.name, by: node, begun: begun.all)
            guard let claim = try await outbox.nextMessage(for: channel.name, by: node, at: now()) else { return .idle }
            begun.add(claim.message.id)
            let answer = await channel.send(claim.message.body)
            let end = rule.end(after: answer, attempts: claim.attempts, jitter: jitter(), at: now())
            // Before the store is told, which may fail.
            tell(claim.message, answer, end)
            let rest = rule.rest(after: answer, end, at: now())
            do {
                try await settle(claim, end, rest)
            } catch {
                logger.error("Outbox not kept", metadata: ["channel": "\(channel.name)", "error": "\(error)"])
            }
            return .tried(rest: rest)
        } catch {
            logger.error("Outbox not kept", metadata: ["channel": "\(channel.name)", "error": "\(error)"])
            return .idle
        }
    }

    /// A message that was surely not taken would not be sent again if the store missed to hear of it.
    private func settle(_ claim: OutboxClaim, _ end: OutboxEnd, _ rest: Duration) async throws {
        for _ in 1..<Self.settleTries {
            do {
                return try await settleOnce(claim, end, rest)
            } catch StoreError.unavailable(let why) {
                logger.warning(
                    "Outbox not kept yet", metadata: ["channel": "\(claim.message.channel)", "error": "\(why)"])
                try await sleep(Self.pause)
            }
        }
        try await settleOnce(claim, end, rest)
    }

    private func settleOnce(_ claim: OutboxClaim, _ end: OutboxEnd, _ rest: Duration) async throws {
        let time = now()
        do {
            try await outbox.settle(claim, as: end, restingUntil: time.advanced(by: rest), at: time)
        } catch StoreError.leaseLost(let job) {
            begun.remove(claim.message.id)
            throw StoreError.leaseLost(job)
        }
        begun.remove(claim.message.id)
    }

    /// Gives up on messages whose sender died.
    package func tidy() async { _ = await giveUp { try await outbox.abandonMessages(at: now()) } }

    /// - Returns: whether the outbox knows that they are given up.
    private func giveUp(_ messages: () async throws -> [OutboxMessage]) async -> Bool {
        do {
            for message in try await messages() {
                tell(message, SendingEnd.senderDied, .unknown(SendingEnd.senderDied.sentence))
            }
            return true
        } catch {
            logger.warning("Messages of dead senders not looked for", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func tell(_ message: OutboxMessage, _ answer: SendingEnd, _ end: OutboxEnd) {
        let facts: Logger.Metadata = ["channel": "\(message.channel)", "job.id": "\(message.job)"]
        switch end {
        case .sent: logger.notice("Message sent", metadata: facts)
        case .again(let due, let why):
            logger.notice(
                "Message will be sent again", metadata: facts.merging(["due": "\(due)", "reason": "\(why)"]) { $1 })
        case .failed, .unknown:
            logger.warning("Message not sent", metadata: facts.merging(["reason": "\(answer.sentence)"]) { $1 })
        }
    }
}

/// What a sender has begun to send, until the outbox knows the end: as many messages as ends could not be written.
private final class BegunMessages: Sendable {
    private let messages = Mutex<Set<JobID>>([])

    var all: Set<JobID> { messages.withLock(\.self) }
    func add(_ message: JobID) { messages.withLock { _ = $0.insert(message) } }
    func remove(_ message: JobID) { messages.withLock { _ = $0.remove(message) } }
}
