import Domain
import Queue
import Synchronization

/// How many jobs may wait before the next one is sent away.
package struct QueueLimits: Hashable, Sendable {
    /// Of all repositories together, 1 or more.
    package var all = 10_000
    package var perRepository = 1_000

    package init() {}
}

/// Tells whether the queue has room for one more job, without counting what waits each time: the store is asked once a
/// second, and sooner when the last count and what came since would be too many. Several nodes may be over a limit by what they took
/// in that second.
final class QueueGauge: Sendable {
    private struct State {
        var counted: [String: Int] = [:]
        var all = 0
        var at: Timestamp?
    }

    private static let age = 1.0
    /// A queue that is full is counted sooner, but not for everyone who is sent away.
    private static let fullAge = 0.1

    private let limits: QueueLimits
    private let state = Mutex(State())

    init(_ limits: QueueLimits) { self.limits = limits }

    /// Counts the job that is about to be stored.
    /// - Throws: `StoreError.full`, or what the store says when it cannot be asked.
    func admit(_ repository: String, at time: Timestamp, counting store: any JobIntake) async throws(StoreError) {
        let age = state.withLock { $0.at.map { abs(time.seconds(since: $0)) } } ?? .infinity
        if age >= Self.age || age >= Self.fullAge && objection(to: repository) != nil {
            let depths = try await store.depths()
            state.withLock { $0 = State(counted: depths, all: depths.values.reduce(0, +), at: time) }
        }
        if let objection = objection(to: repository) { throw StoreError.full(objection) }
        state.withLock { state in
            state.counted[repository, default: 0] += 1
            state.all += 1
        }
    }

    private func objection(to repository: String) -> String? {
        let (all, own) = state.withLock { ($0.all, $0.counted[repository] ?? 0) }
        if all >= limits.all { return "\(limits.all) jobs wait, which is the most that may (`queue.waiting`)" }
        if own >= limits.perRepository {
            return "\(limits.perRepository) jobs of \(repository) wait, which is the most that may "
                + "(`queue.waitingPerRepository`)"
        }
        return nil
    }
}
