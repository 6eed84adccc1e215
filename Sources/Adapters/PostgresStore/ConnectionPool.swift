internal import RelationalStore
internal import Synchronization

/// A bounded number of connections. Who finds none free waits, the first come first; who is cancelled leaves the line.
final class ConnectionPool: Sendable {
    private typealias Waiter = (ticket: Int, continuation: CheckedContinuation<PostgresLane, any Error>)
    private struct State {
        /// The one that was used last is used next, so that the others are let alone.
        var free: [PostgresLane]
        var line: [Waiter] = []
        var tickets = 0
    }
    private let state: Mutex<State>
    private let size: Int
    private let waiters: Int

    init(_ lanes: [PostgresLane], waiters: Int) {
        size = lanes.count
        self.waiters = waiters
        state = Mutex(State(free: lanes))
    }

    /// - Throws: `CancellationError` while it waits, else what `work` throws.
    func withLane<Value>(_ work: (PostgresLane) async throws -> Value) async throws -> Value {
        let lane = try await take()
        defer { giveBack(lane) }
        return try await work(lane)
    }

    /// How many wait and how many are free at this moment.
    var load: (waiting: Int, free: Int) { state.withLock { ($0.line.count, $0.free.count) } }

    private func take() async throws -> PostgresLane {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<PostgresLane, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let lane = state.free.popLast() { return .success(lane) }
                    guard state.line.count < waiters else { return .failure(tooMany) }
                    state.line.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.line.firstIndex { $0.ticket == ticket }.map { state.line.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func giveBack(_ lane: PostgresLane) {
        let next = state.withLock { state -> Waiter? in
            guard state.line.isEmpty else { return state.line.removeFirst() }
            state.free.append(lane)
            return nil
        }
        next?.continuation.resume(returning: lane)
    }

    private var tooMany: SQLFailure {
        .unavailable(
            "\(waiters) others wait for one of the \(size) connections to PostgreSQL: the database is too slow for what is "
                + "asked of it; try again later")
    }
}
