package import Logging
internal import Sockets

/// An HTTP/1.1 server: a router behind a strict parser, with a limit on everything that a client can use up.
///
/// No TLS and no HTTP/2: it is meant to stand behind a proxy that has both.
/// Source: RFC 9110, RFC 9112, RFC 9457.
package struct HTTPServer: Sendable {
    let configuration: ServerConfiguration
    let router: Router
    let logger: Logger
    let makeRequestID: @Sendable () -> String
    let unixTime: @Sendable () -> Int

    /// - Parameters:
    ///   - makeRequestID: names a request whose client did not, in 1 to 128 visible ASCII characters; nil makes names
    ///     from a random number and a counter.
    ///   - unixTime: whole seconds since 1970 for the `Date` field; nil asks the clock.
    package init(
        configuration: ServerConfiguration = ServerConfiguration(), router: Router, logger: Logger,
        makeRequestID: (@Sendable () -> String)? = nil, unixTime: (@Sendable () -> Int)? = nil
    ) {
        self.configuration = configuration
        self.router = router
        self.logger = logger
        self.makeRequestID = makeRequestID ?? RequestID.generator()
        self.unixTime = unixTime ?? UnixTime.now
    }

    /// Serves until the task is cancelled. Then it drains, for `drainGrace` at most, and returns without an error.
    ///
    /// Raises the process's limit of open files as far as it may.
    /// - Parameter onListening: called once, when connections are taken, with the address that was bound.
    /// - Throws: an error that says what to do, when the address cannot be bound.
    package func run(
        onListening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) async throws {
        let loop = try EventLoop<ServerMessage>()
        defer { refuseWriters(loop.mailbox.close()) }
        try await withTaskCancellationHandler {
            try await loop.run(threadName: "http-loop") { poller throws(SocketError) in
                let reactor = try ServerReactor(self, poller, loop.mailbox)
                if let address = reactor.listeningAddress { onListening(address.host, address.port) }
                return reactor
            }
        } onCancel: {
            loop.mailbox.post(.drain)
        }
    }

    /// Streams that wrote while the loop ended wait for an answer that nobody else can give.
    private func refuseWriters(_ unread: [ServerMessage]) {
        for case .streamed(_, _, let writer) in unread {
            writer.resume(throwing: BodyWriter.ClientGone())
        }
    }
}
