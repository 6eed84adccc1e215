import Queue
import Synchronization

/// Asked right before each request that changes something in a job's name. A call can be several requests with long waits between,
/// and a process that was stopped in one of them must not go on where another worker has begun anew.
package struct WritePermit: Sendable {
    /// nil where nobody else could act for the job.
    @TaskLocal package static var current: WritePermit?

    private let confirm: @Sendable () async throws -> Void

    /// - Parameter confirm: throws when the job is not this worker's any more, or that cannot be told.
    package init(_ confirm: @escaping @Sendable () async throws -> Void) { self.confirm = confirm }

    /// - Throws: `StoreError`
    package static func ask() async throws { try await current?.confirm() }

    /// Renews the lease when more than half of it may be over.
    /// - Parameter asked: when it was surely held last.
    init(_ claim: Claim, _ books: EffectBooks, _ clock: PipelineClock, heldSince asked: ContinuousClock.Instant) {
        let held = Held(asked)
        self.init {
            let now = clock.instant()
            guard now - held.since > books.lease / 2 else { return }
            // What is begun is seen through also when the job is told to stop.
            _ = try await books.store.renew(claim, at: books.now())
            held.since = now
        }
    }

    private final class Held: Sendable {
        private let instant: Mutex<ContinuousClock.Instant>

        init(_ since: ContinuousClock.Instant) { instant = Mutex(since) }

        var since: ContinuousClock.Instant {
            get { instant.withLock(\.self) }
            set { instant.withLock { $0 = newValue } }
        }
    }
}
