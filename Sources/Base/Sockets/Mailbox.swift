internal import CLinux
internal import Glibc
internal import Synchronization

/// Brings messages from any thread to the thread of one event loop, and wakes it.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        /// The loop looks here before it sleeps, so a wake-up is wanted only while it sleeps.
        var readerSleeps = false
        var isClosed = false
    }

    let signal: Descriptor
    private let state = Mutex(State())

    package init() throws(SocketError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .last(in: "eventfd") }
        signal = Descriptor(owning: number)
    }

    /// - Returns: false when the loop is over and the message will never be read.
    @discardableResult
    package func post(_ message: Message) -> Bool {
        let (isOpen, wakes) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.messages.append(message)
            defer { state.readerSleeps = false }
            return (true, state.readerSleeps)
        }
        if wakes { _ = eventfd_write(signal.number, 1) }
        return isOpen
    }

    func takeAll() -> [Message] {
        state.withLock { state in
            state.readerSleeps = false
            return take(&state)
        }
    }

    /// - Returns: false when there are messages to read first.
    func readerMaySleep() -> Bool {
        state.withLock { state in
            state.readerSleeps = state.messages.isEmpty
            return state.readerSleeps
        }
    }

    /// Refuses all further messages, and hands out those that nobody has read.
    package func close() -> [Message] {
        state.withLock { state in
            state.isClosed = true
            return take(&state)
        }
    }

    private func take(_ state: inout State) -> [Message] {
        guard !state.messages.isEmpty else { return [] }
        defer { state.messages = [] }
        return state.messages
    }
}
