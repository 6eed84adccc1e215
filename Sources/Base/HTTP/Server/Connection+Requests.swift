internal import Sockets

extension Connection {
    /// Decides on a request by its head. A refusal of a request with a body ends the connection: to read the body
    /// just to drop it would let anybody keep the server busy.
    func begin(_ head: RequestHead, hasMoreOctets: Bool) throws(RequestRejection) {
        exchangeNumber &+= 1
        let exchange = Exchange(
            id: RequestID.valid(head.headers["X-Request-Id"]) ?? server.makeRequestID(),
            minorVersion: head.minorVersion, isHead: head.method == .head, keepsConnection: head.keepsConnection)
        self.exchange = exchange
        let hasBody = head.framing != .none && head.framing != .length(0)
        switch Admission(head, server.router) {
        case .answered(let response) where hasBody:
            exchange.keepsConnection = false
            answer(response)
        case .answered(let response):
            exchange.answer = response
        case .accepted(let route, let parameters):
            exchange.incoming = IncomingRequest(head, route, parameters)
            if hasBody { try beginBody(head, route, hasMoreOctets: hasMoreOctets) }
        }
    }

    private func beginBody(_ head: RequestHead, _ route: Route, hasMoreOctets: Bool) throws(RequestRejection) {
        if case .length(let length) = head.framing, !server.bodyBudget.hasRoom(forBytes: length) {
            throw .outOfMemory
        }
        try parser.limitBody(toBytes: route.bodyLimitBytes)
        enter(.readingBody)
        if head.expectation == .continue, !hasMoreOctets { send(Self.continueLine) }
    }

    private static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// The request is complete.
    func finishRequest() {
        if let response = exchange?.answer {
            answer(response)
        } else {
            dispatch()
        }
    }

    /// Answers octets that are no request, or a request that is to go no further. Nobody knows where the next one
    /// would start, so the connection ends.
    func reject(_ rejection: RequestRejection) {
        giveBackBody()
        let exchange =
            self.exchange
            ?? Exchange(id: server.makeRequestID(), minorVersion: 1, isHead: false, keepsConnection: false)
        exchange.keepsConnection = false
        self.exchange = exchange
        let isTemporary = rejection.status == .serviceUnavailable
        answer(
            .problem(
                rejection.status, detail: rejection.detail, headers: isTemporary ? ["Retry-After": "5"] : [:]))
    }

    /// Answers without a handler.
    private func answer(_ response: HTTPResponse) {
        let content: PreparedResponse.Content =
            if case .octets(let octets) = response.body { .octets(octets) } else { .none }
        respond(PreparedResponse(status: response.status, headers: response.headers, content: content))
    }

    private func dispatch() {
        guard let exchange, let incoming = exchange.incoming else { return }
        exchange.incoming = nil
        enter(.handling)
        let run = HandlerRun(
            request: incoming.request(remoteAddress: remoteAddress, id: exchange.id),
            ticket: Ticket(connection: id, exchange: exchangeNumber, bodyBytes: incoming.body.count),
            mailbox: server.mailbox, gzipFromBytes: server.configuration.gzipFromBytes, logger: server.logger)
        switch incoming.route.handler {
        case .concurrent(let handler):
            start { await run.run(handler) }
        case .immediate(let handler):
            let response = run.response(from: handler)
            guard case .stream = response.content else {
                server.bodyBudget.giveBack(run.ticket.bodyBytes)
                respond(response)
                return
            }
            start { await run.deliver(response) }
        }
    }

    /// Not as a child of any task: the event loop is none. It waits for the end of every run before it ends itself.
    private func start(_ run: @escaping @Sendable () async -> Void) {
        server.runningHandlers += 1
        exchange?.task = Task { await run() }
    }
}
