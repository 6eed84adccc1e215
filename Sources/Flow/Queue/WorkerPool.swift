package import Domain
package import Logging

/// Runs queued jobs, a fixed number at a time, each in a task of its own.
package struct WorkerPool: Sendable {
    private let store: any JobStore
    private let slots: Int
    private let name: String
    private let wake: WakeSignal
    private let mayStart: @Sendable () async -> Bool
    private let work: @Sendable (Claim) async -> Void
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameters:
    ///   - slots: jobs at a time, 1 or more.
    ///   - wake: raised by whoever makes a job claimable.
    ///   - mayStart: false while people have paused the service: jobs queue then.
    ///   - work: does one job and ends it in the store; it never throws, because nobody is there to hear it.
    package init(
        store: any JobStore, slots: Int, name: String, wake: WakeSignal, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() },
        mayStart: @escaping @Sendable () async -> Bool = { true }, work: @escaping @Sendable (Claim) async -> Void
    ) {
        self.store = store
        self.slots = slots
        self.name = name
        self.wake = wake
        self.mayStart = mayStart
        self.work = work
        self.now = now
        self.logger = logger
    }

    /// Claims a job only when a slot is free. Returns when the task is cancelled and the last job has stopped.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for slot in 1...slots { group.addTask { await runSlot("\(name)-\(slot)") } }
        }
    }

    private func runSlot(_ worker: String) async {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            let claim: Claim?
            do {
                claim = await mayStart() ? try await store.claim(worker: worker, at: now()) : nil
            } catch {
                logger.error("Claim failed", metadata: ["error": "\(error)", "worker": "\(worker)"])
                claim = nil
            }
            if let claim {
                await work(claim)
                // The job's end may have freed the branch that another queued job waits for.
                wake.raise()
            } else {
                seen = await wake.wait(after: seen)
            }
        }
    }
}
