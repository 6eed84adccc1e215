internal import Logging
internal import RelationalStore
internal import Synchronization

/// Tells the other nodes that something happened, and hears it from them. A signal is a hint: it may be lost, as it is while
/// a connection is, so that whoever waits for one looks for himself from time to time.
///
/// Both ways have a connection of their own, beside the pool. A `NOTIFY` inside of a transaction would let all commits that
/// have one wait for each other.
package final class PostgresSignals: Sendable {
    private struct State {
        /// In the order of their first mention.
        var waiting: [String] = []
        var wake: AsyncStream<Void>.Continuation?
    }

    /// Different signals that may wait to be sent; at the limit another one is dropped.
    private static let limit = 1000
    /// What the server takes, in octets.
    private static let longest = 7999

    private let channel: String
    private let ears: PostgresLane
    private let mouth: PostgresLane
    private let pause: @Sendable (_ failures: Int) async throws -> Void
    private let state = Mutex(State())

    /// - Parameter pause: waits after so many failures in a row, from 1.
    package init(
        _ settings: PostgresSettings, channel: String = "selfheal",
        pause: @escaping @Sendable (_ failures: Int) async throws -> Void = PostgresSignals.backOff
    ) {
        self.channel = channel
        self.pause = pause
        let clock = PostgresClock()
        ears = PostgresLane(settings, clock: clock)
        mouth = PostgresLane(settings, clock: clock)
    }

    /// 0.1 to 5 seconds, longer after each failure and never the same for all nodes.
    package static let backOff: @Sendable (Int) async throws -> Void = { failures in
        let longest = min(5000, 100 << min(failures, 6))
        try await Task.sleep(for: .milliseconds(Int.random(in: longest / 2...longest)))
    }

    /// Returns at once; the signal is sent as soon as `run` gets to it. What waits to be sent already is sent once.
    /// - Parameter payload: at most 7999 octets, without U+0000.
    package func notify(_ payload: String) {
        guard payload.utf8.count <= Self.longest, !payload.utf8.contains(0) else {
            Logger.current.error(
                "Signal dropped: it is too long or has U+0000 in it", metadata: ["octets": "\(payload.utf8.count)"])
            return
        }
        let wake = state.withLock { state in
            guard state.waiting.count < Self.limit, !state.waiting.contains(payload) else { return state.wake }
            state.waiting.append(payload)
            return state.wake
        }
        wake?.yield()
    }

    /// Sends and hears signals until its task is cancelled; one run at a time.
    /// - Parameter onNotification: gets each payload, also of this node's own signals; it must not block.
    /// - Parameter afterGap: called whenever listening has begun, at first and after each loss, because what was told before
    ///   went unheard.
    package func run(
        onNotification: @escaping @Sendable (_ payload: String) -> Void, afterGap: @escaping @Sendable () -> Void
    ) async {
        await withTaskGroup { group in
            group.addTask { await self.send() }
            group.addTask {
                await self.insist("Listening for signals") {
                    try await self.hear(onNotification: onNotification, afterGap: afterGap)
                }
            }
        }
    }
}

extension PostgresSignals {
    private func hear(
        onNotification: @escaping @Sendable (String) -> Void, afterGap: @escaping @Sendable () -> Void
    ) async throws {
        let wake = try WakePipe()
        let channel = channel
        try await withTaskCancellationHandler {
            try await ears.use { connection in
                try connection.listen(on: channel, until: wake, onListening: afterGap, onNotification: onNotification)
            }
        } onCancel: {
            wake.wake()
        }
    }

    private func send() async {
        // One wish is as good as many: all that waits is sent together.
        let (wishes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.wake = continuation }
        continuation.yield()
        for await _ in wishes {
            await insist("Sending signals") { try await self.sendWaiting() }
        }
        state.withLock { $0.wake = nil }
    }

    private func sendWaiting() async throws {
        let payloads = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        guard !payloads.isEmpty else { return }
        do {
            let channel = channel
            try await mouth.use { connection in
                try connection.require(
                    payloads.map {
                        .once("SELECT pg_notify($1, $2)", PostgresParameters([.text(channel), .text($0)]))
                    })
            }
        } catch {
            state.withLock { state in
                state.waiting = payloads + state.waiting.filter { !payloads.contains($0) }
            }
            throw error
        }
    }

    /// Tries until it goes well or the task is cancelled.
    private func insist(_ what: String, _ work: () async throws -> Void) async {
        var failures = 0
        while !Task.isCancelled {
            do {
                return try await work()
            } catch {
                failures += 1
                Logger.current.warning("\(what) failed, and is tried again", metadata: ["why": "\(error)"])
                do { try await pause(failures) } catch { return }
            }
        }
    }
}
