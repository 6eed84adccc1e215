import Synchronization

/// Lets work with the same key happen one after the other, in the order of arrival. Who is cancelled while waiting leaves
/// the line at once.
package final class KeyedTurns: Sendable {
    private typealias Waiter = (ticket: UInt64, continuation: CheckedContinuation<Void, any Error>)
    private struct State {
        var lines: [String: [Waiter]] = [:]
        var tickets: UInt64 = 0
    }
    private let state = Mutex(State())

    package init() {}

    /// - Throws: `CancellationError` while it waits, else what `work` throws.
    package func take<Value>(_ key: String, _ work: () async throws -> Value) async throws -> Value {
        try await wait(key)
        defer { pass(key) }
        return try await work()
    }

    private func wait(_ key: String) async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard state.lines[key] != nil else {
                        state.lines[key] = []
                        return .success(())
                    }
                    state.lines[key]?.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.lines[key]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.lines[key]?.remove(at: index)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func pass(_ key: String) {
        let next = state.withLock { state -> Waiter? in
            guard let line = state.lines[key], !line.isEmpty else {
                state.lines[key] = nil
                return nil
            }
            return state.lines[key]?.removeFirst()
        }
        next?.continuation.resume()
    }
}
