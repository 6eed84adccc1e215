import Domain
import Synchronization

/// Lets one write at a time pass, with the spacing that GitHub asks for. Writes in parallel are what its secondary
/// limits punish first. Who is cancelled while waiting leaves the line at once.
final class WriteGate: Sendable {
    private typealias Waiter = (ticket: UInt64, continuation: CheckedContinuation<Void, any Error>)
    private struct State {
        var isTaken = false
        var waiting: [Waiter] = []
        var tickets: UInt64 = 0
        var nextTurn: Timestamp?
    }

    private let pace: GitHubPace
    private let state = Mutex(State())

    init(pace: GitHubPace) { self.pace = pace }

    func pass<Value: Sendable>(_ write: @Sendable () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        try Task.checkCancellation()
        try await keepSpacing()
        defer { rest(until: pace.now().advanced(by: pace.writeSpacing)) }
        return try await write()
    }

    /// No write before `time`: GitHub has asked for it.
    func rest(until time: Timestamp) { state.withLock { $0.nextTurn = max($0.nextTurn ?? time, time) } }

    private func keepSpacing() async throws {
        guard let nextTurn = state.withLock(\.nextTurn) else { return }
        let missing = nextTurn.seconds(since: pace.now())
        // A clock that was set back must not hold writes up for longer than any wait can be.
        if missing > 0 { try await pace.sleep(min(.seconds(missing), pace.longestWait)) }
    }

    private func enter() async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard state.isTaken else {
                        state.isTaken = true
                        return .success(())
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Hands the turn to the first who waits.
    private func leave() {
        let next = state.withLock { state -> Waiter? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isTaken = false
            return nil
        }
        next?.continuation.resume()
    }
}
