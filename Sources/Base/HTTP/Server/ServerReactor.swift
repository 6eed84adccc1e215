internal import Logging
internal import Sockets

/// The server's event loop: everything that happens between the sockets and the handlers.
///
/// All of it runs on one thread. Handlers run elsewhere and send messages.
final class ServerReactor: Reactor {
    let configuration: ServerConfiguration
    let router: Router
    let logger: Logger
    let mailbox: Mailbox<ServerMessage>
    let makeRequestID: @Sendable () -> String
    private let unixTime: @Sendable () -> Int
    let poller: Poller
    var listener: ListeningSocket?

    let connectionLimit: Int
    var connections = ConnectionTable()
    var bodyBudget: BodyBudget
    var runningHandlers = 0
    /// The time of the event that is being handled.
    private(set) var now = ContinuousClock.now
    var nextSweep: ContinuousClock.Instant
    /// When `run` gives up on whoever is still at work; nil until it is cancelled.
    var drainEnd: ContinuousClock.Instant?
    private(set) var hasGivenUp = false
    /// Connections that had more to read than their turn allowed.
    private var unfinished: [ConnectionID] = []
    /// The kernel could take no more connections; the next sweep tries again.
    var acceptPauses = false
    var hasWarnedSinceSweep = false

    private var receiveBuffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var headBuffer: [UInt8] = []
    private var date = HTTPDate()

    init(_ server: HTTPServer, _ poller: Poller, _ mailbox: Mailbox<ServerMessage>) throws(SocketError) {
        configuration = server.configuration
        router = server.router
        logger = server.logger
        makeRequestID = server.makeRequestID
        unixTime = server.unixTime
        self.mailbox = mailbox
        self.poller = poller
        bodyBudget = BodyBudget(limitBytes: configuration.bodyBudgetBytes)
        // A low soft limit is for programs that call `select`.
        connectionLimit = configuration.connectionLimit(openFiles: OpenFileLimit.raise())
        nextSweep = now
        try listen()
    }

    var isDraining: Bool { drainEnd != nil }

    var isFinished: Bool {
        hasGivenUp || isDraining && connections.isEmpty && runningHandlers == 0
    }

    var nextDeadline: ContinuousClock.Instant? {
        if !unfinished.isEmpty { return now }
        if connections.isEmpty, !acceptPauses { return drainEnd }
        return drainEnd.map { min($0, nextSweep) } ?? nextSweep
    }

    func socketChanged(_ key: UInt64, _ readiness: Poller.Readiness) {
        now = .now
        if key == Self.listenerKey {
            acceptWaiting()
        } else {
            connections[ConnectionID(key: key)]?.changed(readiness)
        }
    }

    func deadlineReached(at now: ContinuousClock.Instant) {
        self.now = now
        let visited = unfinished
        unfinished = []
        for id in visited { connections[id]?.advance() }
        if now >= nextSweep { sweep() }
        if let drainEnd, now >= drainEnd { giveUp() }
    }

    /// To be read on in the next turn.
    func visitAgain(_ id: ConnectionID) {
        unfinished.append(id)
    }

    func received(_ message: ServerMessage) {
        now = .now
        switch message {
        case .answered(let ticket, let response):
            runningHandlers -= 1
            bodyBudget.giveBack(ticket.bodyBytes)
            guard let connection = connection(of: ticket) else { return }
            connection.respond(response)
            connection.advance()
        case .streamStarted(let ticket, let response):
            bodyBudget.giveBack(ticket.bodyBytes)
            connection(of: ticket)?.startStream(response)
        case .streamed(let ticket, let octets, let writer):
            guard let connection = connection(of: ticket) else {
                writer.resume(throwing: BodyWriter.ClientGone())
                return
            }
            connection.stream(octets, writer)
        case .streamEnded(let ticket, let isComplete):
            runningHandlers -= 1
            guard let connection = connection(of: ticket) else { return }
            connection.endStream(isComplete: isComplete)
            connection.advance()
        case .drain:
            drain()
        }
    }

    /// nil when the connection is gone, or has gone on to another request.
    private func connection(of ticket: Ticket) -> Connection? {
        guard let connection = connections[ticket.connection], connection.exchangeNumber == ticket.exchange else {
            return nil
        }
        return connection.exchange == nil ? nil : connection
    }

    /// Closes the connections of clients that took too long.
    private func sweep() {
        nextSweep = now + configuration.sweepInterval
        hasWarnedSinceSweep = false
        for connection in connections.all where connection.clock.isOverdue(at: now, configuration.timeouts) {
            connection.expire()
        }
        if acceptPauses { resumeAccepting() }
    }

    private func giveUp() {
        hasGivenUp = true
        if runningHandlers > 0 {
            logger.warning("Handlers outlasted the drain", metadata: ["handlers.running": "\(runningHandlers)"])
        }
        for connection in connections.all {
            connection.exchange?.task?.cancel()
            connection.close()
        }
    }
}

extension ServerReactor {
    /// One buffer serves all connections, so that an idle one needs none. Moved out and back, never shared, because a
    /// shared array would be copied at the next write.
    func borrowReceiveBuffer() -> [UInt8] {
        defer { receiveBuffer = [] }
        return receiveBuffer
    }

    func giveBack(receiveBuffer buffer: inout [UInt8]) {
        swap(&buffer, &receiveBuffer)
    }

    func borrowHeadBuffer() -> [UInt8] {
        defer { headBuffer = [] }
        return headBuffer
    }

    func giveBack(headBuffer buffer: inout [UInt8]) {
        swap(&buffer, &headBuffer)
        headBuffer.removeAll(keepingCapacity: true)
    }

    func currentDate() -> String {
        date.update(to: unixTime())
        return date.text
    }
}

extension ServerConfiguration {
    /// How often deadlines are looked at: twice a second, and oftener where they are shorter than in production.
    var sweepInterval: Duration {
        let shortest = min(timeouts.head, timeouts.body, timeouts.idle, timeouts.stall, timeouts.linger)
        return max(.milliseconds(10), min(.milliseconds(500), shortest / 4))
    }
}
