internal import Sockets

extension Connection {
    /// Reads and parses for as long as there is something to do before the next wait.
    func advance() {
        var rounds = 0
        while true {
            switch clock.phase {
            case .idle, .readingHead, .readingBody:
                if inputStart < input.count {
                    parseInput()
                } else if hasEnded {
                    endOfInput()
                    return
                } else if !mayReceive(&rounds) {
                    return
                }
            case .lingering:
                if hasEnded { close() }
                if !mayReceive(&rounds) { return }
            case .handling, .sending, .streaming, .closed:
                return
            }
        }
    }

    /// Receives once, unless there is nothing, or other connections should have their turn first.
    private func mayReceive(_ rounds: inout Int) -> Bool {
        guard isReadable, clock.phase != .closed else { return false }
        rounds += 1
        guard rounds <= 16 else {
            server.visitAgain(id)
            return false
        }
        receive()
        return true
    }

    private func receive() {
        var buffer = server.borrowReceiveBuffer()
        defer { server.giveBack(receiveBuffer: &buffer) }
        switch socket.receive(into: &buffer) {
        case .octets(let count):
            if count < buffer.count, !endIsNear { isReadable = false }
            if clock.phase == .lingering { return }
            let parsed = parse(buffer.span.extracting(0..<count))
            guard parsed < count, clock.phase != .lingering, clock.phase != .closed else { return }
            input = Array(buffer[parsed..<count])
            inputStart = 0
        case .nothingYet: isReadable = false
        case .end:
            hasEnded = true
            isReadable = false
        case .failed: close()
        }
    }

    private func parseInput() {
        let octets = input
        inputStart += parse(octets.span.extracting(inputStart..<octets.count))
        if inputStart >= input.count {
            input = []
            inputStart = 0
        }
    }

    /// - Returns: how many octets are done with; fewer than there are when a request has to be answered first.
    private func parse(_ octets: Span<UInt8>) -> Int {
        var position = 0
        do throws(RequestRejection) {
            while true {
                switch clock.phase {
                case .idle, .readingHead, .readingBody: break
                default: return position
                }
                switch try parser.next(octets, at: &position) {
                case .needsOctets:
                    if clock.phase == .idle, !parser.isBetweenRequests { enter(.readingHead) }
                    return position
                case .head(let head):
                    try begin(head, hasMoreOctets: position < octets.count)
                case .body(let range):
                    try takeBody(octets.extracting(range))
                case .end:
                    finishRequest()
                }
            }
        } catch {
            reject(error)
            return octets.count
        }
    }

    /// The client has sent all it will send.
    private func endOfInput() {
        if clock.phase == .idle {
            close()
        } else {
            reject(.malformed("The request ends too early."))
        }
    }

    private func takeBody(_ octets: Span<UInt8>) throws(RequestRejection) {
        guard server.bodyBudget.take(octets.count) else { throw .outOfMemory }
        exchange?.incoming?.append(octets)
        clock.moved(octets.count, at: server.now, server.configuration.timeouts)
    }

    /// For a body of which no handler will ever know.
    func giveBackBody() {
        guard let incoming = exchange?.incoming else { return }
        server.bodyBudget.giveBack(incoming.body.count)
        exchange?.incoming = nil
    }
}

extension RequestRejection {
    static let outOfMemory = Self(.serviceUnavailable, "Too many large requests at once: try again in a while.")
}
