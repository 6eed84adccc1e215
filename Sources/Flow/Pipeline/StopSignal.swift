import Domain
import Synchronization

/// Tells a call that its job's cancellation does not reach that the job is to stop: an exchange that is on its way is seen to
/// its end, and a wait for the next one is over at once.
package final class StopSignal: Sendable {
    /// nil where a call is cancelled with its job.
    @TaskLocal package static var current: StopSignal?

    private struct State {
        var isRaised = false
        /// What ends each wait; nil for one that is just beginning.
        var waits: [UInt64: (@Sendable () -> Void)?] = [:]
        var tickets: UInt64 = 0
    }
    private let state = Mutex(State())

    package init() {}

    package func raise() {
        let ends = state.withLock { state in
            state.isRaised = true
            return state.waits.values.compactMap(\.self)
        }
        for end in ends { end() }
    }

    /// Waits until the job is to stop, at most.
    /// - Throws: `StoppedWaiting`, `CancellationError`; what `wait` throws.
    package static func wait<Value: Sendable>(
        _ wait: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await inLine { _ in try await wait() }
    }

    /// - Parameter work: waits for its turn and then calls what it is given: from there on it is not stopped any more.
    /// - Throws: `StoppedWaiting`, `CancellationError`; what `work` throws.
    package static func inLine<Value: Sendable>(
        _ work: @escaping @Sendable (_ leaveLine: @Sendable () throws -> Void) async throws -> Value
    ) async throws -> Value {
        guard let signal = current else { return try await work({}) }
        let ticket = try signal.ticket()
        let task = Task { try await work { try signal.giveBack(ticket) } }
        signal.end(ticket) { task.cancel() }
        defer { try? signal.giveBack(ticket) }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where signal.isRaised && !Task.isCancelled {
            throw StoppedWaiting()
        }
    }

    private var isRaised: Bool { state.withLock(\.isRaised) }

    private func ticket() throws -> UInt64 {
        try state.withLock { state in
            if state.isRaised { throw StoppedWaiting() }
            state.tickets += 1
            state.waits[state.tickets] = .some(nil)
            return state.tickets
        }
    }

    private func end(_ ticket: UInt64, by end: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            // Its wait is over already.
            guard state.waits[ticket] != nil else { return false }
            state.waits[ticket] = end
            return state.isRaised
        }
        if isLate { end() }
    }

    private func giveBack(_ ticket: UInt64) throws {
        let isTooLate = state.withLock { state in
            state.waits.removeValue(forKey: ticket) != nil && state.isRaised
        }
        if isTooLate { throw StoppedWaiting() }
    }
}

/// A call was not tried again, because its job is to stop. What became of its last try is for the job's next life to find out.
package struct StoppedWaiting: PassingFault, Hashable, CustomStringConvertible {
    package let mayPass = true
    package var description: String { "it was not tried again, because the job is to stop" }

    package init() {}
}
