/// What a connection is doing, and how long it may go on doing it. Pure: it is told the time.
struct ConnectionClock: Equatable, Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Phase: Equatable, Sendable {
        /// Waits for the first octet of a request.
        case idle
        case readingHead
        case readingBody
        /// A handler is at work. The server sets it no deadline.
        case handling
        /// The response is complete, and on its way.
        case sending
        /// A handler writes the response piece by piece.
        case streaming
        /// The last response is sent; whatever comes is dropped.
        case lingering
        case closed
    }

    private(set) var phase = Phase.idle
    private(set) var phaseStart: Instant
    /// A client that has moved enough octets gets a new window to move as many again.
    private var windowStart: Instant
    private var windowBytes = 0
    /// Octets wait for the client to read them.
    private(set) var isBlocked = false

    init(now: Instant) {
        phaseStart = now
        windowStart = now
    }

    mutating func enter(_ phase: Phase, at now: Instant) {
        self.phase = phase
        phaseStart = now
        windowStart = now
        windowBytes = 0
    }

    /// The kernel took all octets, or not all of them.
    mutating func setBlocked(_ isBlocked: Bool, at now: Instant) {
        if isBlocked, !self.isBlocked {
            windowStart = now
            windowBytes = 0
        }
        self.isBlocked = isBlocked
    }

    /// Octets of a body came in, or octets of a response went out.
    mutating func moved(_ count: Int, at now: Instant, _ timeouts: ServerConfiguration.Timeouts) {
        windowBytes += count
        if windowBytes >= timeouts.leastBytes {
            windowStart = now
            windowBytes = 0
        }
    }

    func isOverdue(at now: Instant, _ timeouts: ServerConfiguration.Timeouts) -> Bool {
        switch phase {
        case .idle: now - phaseStart >= timeouts.idle
        case .readingHead: now - phaseStart >= timeouts.head
        case .readingBody: now - phaseStart >= timeouts.body || now - windowStart >= timeouts.stall
        case .sending, .streaming: isBlocked && now - windowStart >= timeouts.stall
        case .lingering: now - phaseStart >= timeouts.linger
        case .handling, .closed: false
        }
    }
}
