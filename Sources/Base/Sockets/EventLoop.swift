/// What an event loop works for. All calls come on the loop's one thread, so it needs no locks.
package protocol Reactor: AnyObject {
    associatedtype Message: Sendable

    /// The loop ends as soon as this is true.
    var isFinished: Bool { get }
    /// When `deadlineReached` wants to be called next; nil while nothing can fall due.
    var nextDeadline: ContinuousClock.Instant? { get }

    func socketChanged(_ key: UInt64, _ readiness: Poller.Readiness)
    func received(_ message: Message)
    func deadlineReached(at now: ContinuousClock.Instant)
}

/// Waits for sockets, messages and deadlines, and tells a reactor about them, one after another.
package struct EventLoop<Message: Sendable>: Sendable {
    package let mailbox: Mailbox<Message>

    package init() throws(SocketError) {
        mailbox = try Mailbox()
    }

    /// Makes a reactor on a thread of its own and serves it there until it is finished.
    ///
    /// Not cancelled by task cancellation: post a message that finishes the reactor.
    package func run<Client: Reactor>(
        threadName: String, _ makeReactor: @escaping @Sendable (Poller) throws(SocketError) -> Client
    ) async throws(SocketError) where Client.Message == Message {
        let end: Result<Void, SocketError> = await onOwnThread(named: threadName) {
            Result { () throws(SocketError) in
                let poller = try Poller()
                try poller.watch(mailbox.signal, as: .max)
                try serve(try makeReactor(poller), poller)
            }
        }
        try end.get()
    }

    private func serve<Client: Reactor>(
        _ reactor: Client, _ poller: Poller
    ) throws(SocketError) where Client.Message == Message {
        while !reactor.isFinished {
            for message in mailbox.takeAll() {
                reactor.received(message)
            }
            if reactor.isFinished { return }
            var limit = mailbox.readerMaySleep() ? nil : Duration.zero
            if limit == nil, let deadline = reactor.nextDeadline { limit = max(.zero, deadline - .now) }
            try poller.wait(atMost: limit) { key, readiness in
                if key != .max { reactor.socketChanged(key, readiness) }
            }
            if let deadline = reactor.nextDeadline {
                let now = ContinuousClock.now
                if now >= deadline { reactor.deadlineReached(at: now) }
            }
        }
    }
}
