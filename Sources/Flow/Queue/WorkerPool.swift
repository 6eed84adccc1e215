package import Domain
package import Logging

/// Runs queued jobs, a fixed number at a time, each in a task of its own.
package struct WorkerPool: Sendable {
    /// Takes a job for the worker that it names; nil when there is none.
    package typealias ClaimJob = @Sendable (_ worker: WorkerName, _ at: Timestamp) async throws -> Claim?

    private let claim: ClaimJob
    private let slots: Int
    private let node: String
    private let wake: WakeSignal
    private let watch: WorkerWatch
    private let mayStart: @Sendable () async -> Bool
    private let work: @Sendable (Claim) async -> Void
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameters:
    ///   - slots: jobs at a time, 1 or more.
    ///   - wake: raised by whoever makes a job claimable.
    ///   - watch: told whether jobs are taken.
    ///   - mayStart: false while people have paused the service: jobs queue then.
    ///   - work: does one job and ends it in the store; it never throws, because nobody is there to hear it.
    package init(
        slots: Int, node: String, wake: WakeSignal, watch: WorkerWatch, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() },
        mayStart: @escaping @Sendable () async -> Bool = { true }, claim: @escaping ClaimJob,
        work: @escaping @Sendable (Claim) async -> Void
    ) {
        self.claim = claim
        self.watch = watch
        self.slots = slots
        self.node = node
        self.wake = wake
        self.mayStart = mayStart
        self.work = work
        self.now = now
        self.logger = logger
    }

    /// Claims a job only when a slot is free. Returns when the task is cancelled and the last job has stopped.
    package func run() async {
        watch.started()
        defer { watch.ended() }
        await withTaskGroup(of: Void.self) { group in
            for slot in 1...slots { group.addTask { await runSlot(WorkerName(node: node, slot: slot)) } }
        }
    }

    /// A slot that was woken for nothing does not look again sooner: in a storm of jobs for one busy branch it would keep
    /// the store from its work.
    private static let lookPause = Duration.milliseconds(5)

    private func runSlot(_ worker: WorkerName) async {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            let start = ContinuousClock.now
            if let claim = await next(for: worker) {
                await work(claim)
            } else {
                seen = await wake.wait(after: seen)
                let rest = Self.lookPause - (ContinuousClock.now - start)
                if rest > .zero { try? await Task.sleep(for: rest) }
            }
        }
    }

    private func next(for worker: WorkerName) async -> Claim? {
        guard await mayStart() else { return nil }
        do {
            let claim = try await claim(worker, now())
            watch.claimed()
            return claim
        } catch {
            logger.error("Claim failed", metadata: ["error": "\(error)", "worker": "\(worker)"])
            watch.failed(error)
            return nil
        }
    }
}
