import Synchronization

/// Tells sleeping workers that something may have become claimable. A raise between a worker's look and its wait is not
/// lost, because the worker says which raise it has seen last.
package final class WakeSignal: Sendable {
    private struct State {
        var count: UInt64 = 0
        var next: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<UInt64, Never>] = [:]
    }
    private let state = Mutex(State())

    package init() {}

    package func raise() {
        let (waiting, count) = state.withLock { state in
            state.count += 1
            defer { state.waiting = [:] }
            return (Array(state.waiting.values), state.count)
        }
        for continuation in waiting { continuation.resume(returning: count) }
    }

    /// Returns the number of the newest raise, at once when it is not `seen`, else with the next raise or when the task
    /// is cancelled.
    package func wait(after seen: UInt64) async -> UInt64 {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: UInt64? = state.withLock { state in
                    if state.count != seen || Task.isCancelled { return state.count }
                    state.waiting[ticket] = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting.removeValue(forKey: ticket) }
            continuation?.resume(returning: seen)
        }
    }

    /// The same, but no longer than so much.
    package func wait(after seen: UInt64, atMost limit: Duration) async -> UInt64 {
        await withTaskGroup(of: UInt64.self) { group in
            group.addTask { await self.wait(after: seen) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return seen
            }
            defer { group.cancelAll() }
            return await group.next() ?? seen
        }
    }
}
