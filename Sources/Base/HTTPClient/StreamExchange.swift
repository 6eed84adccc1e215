import Foundation
import Synchronization

/// One streamed answer on its way: the pieces that came and were not taken yet, and the one who waits for the next.
final class StreamExchange: Sendable {
    enum Event: Sendable {
        case head(TransportResponse)
        case piece(Data)
        case end
    }
    private typealias Waiter = CheckedContinuation<Event, any Error>

    private struct State {
        var events: [Event] = []
        var failure: (any Error)?
        var hasHead = false
        var bytes = 0
        var waiter: Waiter?
    }

    private let limitBytes: Int
    private let state = Mutex(State())

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    func receive(_ head: @autoclosure () -> TransportResponse) {
        let isNew = state.withLock { state in
            defer { state.hasHead = true }
            return !state.hasHead
        }
        if isNew { deliver(.head(head())) }
    }

    /// False at the limit, which the reader gets to know in its turn.
    func receive(_ piece: Data) -> Bool {
        let isWithin = state.withLock { state in
            state.bytes += piece.count
            return state.bytes <= limitBytes
        }
        if isWithin { deliver(.piece(piece)) } else { fail(TransportError.answerTooLarge(limitBytes: limitBytes)) }
        return isWithin
    }

    func end() { deliver(.end) }

    /// What came before the failure can still be read.
    func fail(_ error: any Error) {
        let waiter = state.withLock { state in
            if state.failure == nil { state.failure = error }
            return state.waiter.take()
        }
        waiter?.resume(throwing: error)
    }

    func next(within limit: Duration) async throws -> Event {
        try await HTTPClient.within(limit) { try await self.next() }
    }

    private func next() async throws -> Event {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ready: Result<Event, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if !state.events.isEmpty { return .success(state.events.removeFirst()) }
                    if let failure = state.failure { return .failure(failure) }
                    state.waiter = continuation
                    return nil
                }
                if let ready { continuation.resume(with: ready) }
            }
        } onCancel: {
            fail(CancellationError())
        }
    }

    private func deliver(_ event: Event) {
        let waiter = state.withLock { state in
            guard state.failure == nil else { return nil as Waiter? }
            if let waiter = state.waiter.take() { return waiter }
            state.events.append(event)
            return nil
        }
        waiter?.resume(returning: event)
    }
}
