internal import Logging
internal import Sockets

extension ServerReactor {
    /// No connection can have this key, and neither has the mailbox.
    static let listenerKey = UInt64.max - 1

    func listen() throws(SocketError) {
        let listener = try ListeningSocket(host: configuration.host, port: configuration.port)
        try poller.watch(listener, as: Self.listenerKey)
        self.listener = listener
    }

    var listeningAddress: SocketAddress? {
        listener?.address
    }

    func stopListening() {
        listener = nil
        acceptPauses = false
    }

    /// Takes waiting connections, but no more than a few at a time, so that the others have their turn.
    func acceptWaiting(atMost limit: Int = 64) {
        for _ in 0..<limit {
            switch listener?.accept() ?? .noneWaiting {
            case .accepted(let socket, let address): open(socket, from: address.host)
            case .gone: continue
            case .refused:
                warnAboutAccepting("A connection was refused: no descriptor left")
                connections.mostExpendable?.close()
            case .noneWaiting: return
            case .exhausted(let error):
                warnAboutAccepting("Accepting pauses", error)
                pauseAccepting()
                return
            }
        }
    }

    /// The poller would report the waiting connections without end, so it stops looking until the next sweep.
    private func pauseAccepting() {
        guard !acceptPauses, let listener else { return }
        acceptPauses = true
        nextSweep = now + configuration.sweepInterval
        poller.ignore(listener)
    }

    func resumeAccepting() {
        guard let listener else { return }
        acceptPauses = (try? poller.watch(listener, as: Self.listenerKey)) == nil
        acceptWaiting()
    }

    private func open(_ socket: consuming StreamSocket, from address: String) {
        if connections.count >= connectionLimit {
            guard let victim = connections.mostExpendable else {
                _ = socket.send(overloaded())
                socket.finishSending()
                return
            }
            victim.close()
        }
        insert(socket, from: address)
    }

    private func insert(_ socket: consuming StreamSocket, from address: String) {
        if connections.isEmpty { nextSweep = now + configuration.sweepInterval }
        let connection = Connection(id: connections.nextID(), socket: socket, remoteAddress: address, server: self)
        connections.insert(connection)
        do throws(SocketError) {
            try poller.watch(connection.socket, as: connection.id.key)
        } catch {
            warnAboutAccepting("A connection cannot be watched", error)
            connection.close()
        }
    }

    /// Every connection is at work on a request.
    private func overloaded() -> [UInt8] {
        let response = HTTPResponse.problem(
            .serviceUnavailable, detail: "Too many connections: try again in a while.", headers: ["Retry-After": "5"])
        guard case .octets(let body) = response.body else { return [] }
        let prepared = PreparedResponse(status: response.status, headers: response.headers, content: .octets(body))
        var head: [UInt8] = []
        ResponseEncoder(date: currentDate(), requestID: makeRequestID(), minorVersion: 1, keepsConnection: false)
            .append(prepared, to: &head)
        return head + body
    }

    private func warnAboutAccepting(_ event: Logger.Message, _ error: SocketError? = nil) {
        guard !hasWarnedSinceSweep else { return }
        hasWarnedSinceSweep = true
        logger.warning(
            event,
            metadata: ["connections": "\(connections.count)", "error": "\(error.map(\.description) ?? "none")"])
    }
}
