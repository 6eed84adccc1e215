/// What other threads tell the server's event loop.
enum ServerMessage: Sendable {
    case answered(Ticket, PreparedResponse)
    case streamStarted(Ticket, PreparedResponse)
    /// The continuation is resumed when the kernel has the octets, or with `BodyWriter.ClientGone`.
    case streamed(Ticket, [UInt8], CheckedContinuation<Void, any Error>)
    case streamEnded(Ticket, isComplete: Bool)
    case drain
}

/// The request that a handler is at work on.
struct Ticket: Hashable, Sendable {
    let connection: ConnectionID
    /// Counts the requests of the connection, so that no late message reaches the response of a later one.
    let exchange: UInt32
    /// What the request took of the body budget.
    let bodyBytes: Int
}
