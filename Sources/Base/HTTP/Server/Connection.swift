internal import Sockets

/// One client. Reads a request, has it answered, sends the response, and only then reads on: a client that sends many
/// requests at once waits for its answers in the kernel's buffers, not in ours.
///
/// Lives on the server's event loop. Closes its socket when the table of connections lets go of it.
final class Connection {
    let id: ConnectionID
    let socket: StreamSocket
    let remoteAddress: String
    unowned let server: ServerReactor

    var clock: ConnectionClock
    var parser: RequestParser
    /// Octets behind the request that is being answered, from `inputStart` on.
    var input: [UInt8] = []
    var inputStart = 0
    var output = OutputQueue()
    var exchange: Exchange?
    var exchangeNumber: UInt32 = 0
    /// Tasks whose octets are in `output`.
    var writers: [CheckedContinuation<Void, any Error>] = []

    /// There may be something to receive. The poller reports a change once, so this has to be remembered.
    var isReadable = false
    /// The client's end is somewhere behind what there is to receive.
    var endIsNear = false
    /// The client's end has been received.
    var hasEnded = false

    init(id: ConnectionID, socket: consuming StreamSocket, remoteAddress: String, server: ServerReactor) {
        self.id = id
        self.socket = socket
        self.remoteAddress = remoteAddress
        self.server = server
        clock = ConnectionClock(now: server.now)
        parser = RequestParser(limits: server.configuration.parserLimits)
    }

    func changed(_ readiness: Poller.Readiness) {
        if readiness.contains(.closed) {
            close()
            return
        }
        if readiness.contains(.clientFinished) { endIsNear = true }
        if !readiness.isDisjoint(with: .receivable) { isReadable = true }
        if endIsNear, exchange?.isEndlessStream == true {
            // Nobody reads an event stream through a connection of which they have closed their half.
            close()
            return
        }
        if readiness.contains(.writable), !output.isEmpty { flush() }
        advance()
    }

    func enter(_ phase: ConnectionClock.Phase) {
        clock.enter(phase, at: server.now)
    }

    /// The client was too slow. Says so where that helps: in the middle of a request.
    func expire() {
        switch clock.phase {
        case .readingHead, .readingBody:
            reject(RequestRejection(.requestTimeout, "The request took too long to arrive."))
            advance()
        case .sending, .streaming:
            socket.abandonUnsentOctets()
            close()
        case .idle, .handling, .lingering, .closed:
            close()
        }
    }

    /// Ends the connection, whatever it was doing. A handler that has a whole request goes on: what it does may matter
    /// even if nobody hears of it. One that only feeds a stream is cancelled.
    func close() {
        guard clock.phase != .closed else { return }
        giveBackBody()
        if exchange?.streamFraming != nil { exchange?.task?.cancel() }
        exchange = nil
        enter(.closed)
        resumeWriters(throwing: BodyWriter.ClientGone())
        server.connections.remove(id)
    }

    /// Ends the connection so that the client can read its last response first: a close with octets unread would
    /// throw that away. Source: RFC 9112 §9.6.
    func linger() {
        input = []
        guard !hasEnded else {
            close()
            return
        }
        socket.finishSending()
        enter(.lingering)
    }

    func resumeWriters(throwing error: BodyWriter.ClientGone? = nil) {
        let resumed = writers
        writers = []
        for writer in resumed {
            if let error { writer.resume(throwing: error) } else { writer.resume() }
        }
    }
}
