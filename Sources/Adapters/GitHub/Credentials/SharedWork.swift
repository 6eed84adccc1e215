import Synchronization

/// One piece of work that many wait for, each for as long as it likes: who is cancelled leaves at once, and the work goes on
/// for the others and for whoever comes later. It has to end by itself.
final class SharedWork<Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Value, any Error>
    private struct State {
        var end: Result<Value, any Error>?
        var waiting: [UInt64: Waiter] = [:]
        var tickets: UInt64 = 0
    }
    private let state = Mutex(State())

    var isOver: Bool { state.withLock { $0.end != nil } }

    init(_ work: @escaping @Sendable () async throws -> Value) {
        Task {
            do {
                finish(.success(try await work()))
            } catch {
                finish(.failure(error))
            }
        }
    }

    func value() async throws -> Value {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Value, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.end == nil { state.waiting[ticket] = continuation }
                    return state.end
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiting.removeValue(forKey: ticket) }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func finish(_ end: Result<Value, any Error>) {
        let waiting = state.withLock { state in
            state.end = end
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for waiter in waiting { waiter.resume(with: end) }
    }
}
