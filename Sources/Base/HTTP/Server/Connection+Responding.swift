internal import Sockets

extension Connection {
    /// Sends a response that is complete.
    func respond(_ response: PreparedResponse) {
        guard let exchange else { return }
        enter(.sending)
        let body: [UInt8] = if case .octets(let octets) = response.content, !exchange.isHead { octets } else { [] }
        sendHead(of: response, body)
        endIfSent()
    }

    /// Sends the head of a response whose body follows piece by piece.
    func startStream(_ response: PreparedResponse) {
        guard let framing = sendHead(of: response, []) else { return }
        exchange?.streamFraming = framing
        enter(.streaming)
        if server.isDraining { cutStream() }
    }

    /// - Parameter writer: resumed as soon as the kernel has the octets.
    func stream(_ octets: [UInt8], _ writer: CheckedContinuation<Void, any Error>) {
        guard let framing = exchange?.streamFraming else {
            writer.resume(throwing: BodyWriter.ClientGone())
            return
        }
        writers.append(writer)
        switch framing {
        case .chunked:
            var chunk = Array("\(String(octets.count, radix: 16))\r\n".utf8)
            chunk.reserveCapacity(chunk.count + octets.count + 2)
            chunk += octets
            chunk += [Octet.carriageReturn, Octet.lineFeed]
            send(chunk)
        case .length(let left) where octets.count > left:
            close()  // more than was announced cannot be told from the next response
        case .length(let left):
            exchange?.streamFraming = .length(left - octets.count)
            send(octets)
        case .close, .none:
            send(octets)
        }
    }

    /// - Parameter isComplete: false when the producer failed.
    func endStream(isComplete: Bool) {
        guard let framing = exchange?.streamFraming else { return }
        exchange?.streamFraming = nil
        switch framing {
        case .chunked where isComplete:
            enter(.sending)
            send(Array("0\r\n\r\n".utf8))
            endIfSent()
        case .length(0),
            .close where isComplete:
            enter(.sending)
            endIfSent()
        default:
            // The client can tell a body that broke off by the connection alone.
            close()
        }
    }

    /// An endless stream would outlast any time of grace: ends it, properly, and its producer.
    func cutStream() {
        guard let exchange, exchange.isEndlessStream else { return }
        exchange.keepsConnection = false
        exchange.task?.cancel()
        endStream(isComplete: true)
    }

    @discardableResult
    private func sendHead(of response: PreparedResponse, _ body: [UInt8]) -> ResponseEncoder.Framing? {
        guard let exchange else { return nil }
        if server.isDraining { exchange.keepsConnection = false }
        let encoder = ResponseEncoder(
            date: server.currentDate(), requestID: exchange.id, minorVersion: exchange.minorVersion,
            keepsConnection: exchange.keepsConnection)
        let framing = encoder.framing(of: response.content)
        if framing == .close { exchange.keepsConnection = false }
        var head = server.borrowHeadBuffer()
        encoder.append(response, to: &head)
        send(head, body)
        server.giveBack(headBuffer: &head)
        return framing
    }

    /// Sends at once what the kernel takes, and keeps the rest.
    func send(_ head: [UInt8], _ body: [UInt8] = []) {
        guard output.isEmpty else {
            output.append(head, body)
            return
        }
        switch socket.send(head, body) {
        case .octets(let count) where count == head.count + body.count:
            resumeWriters()
        case .octets(let count):
            output.append(head, body, sent: count)
            clock.setBlocked(true, at: server.now)
        case .nothingYet:
            output.append(head, body)
            clock.setBlocked(true, at: server.now)
        case .failed:
            close()
        }
    }

    /// Goes on sending, now that the kernel has room again.
    func flush() {
        guard let count = output.flush(to: socket) else {
            close()
            return
        }
        clock.moved(count, at: server.now, server.configuration.timeouts)
        guard output.isEmpty else { return }
        clock.setBlocked(false, at: server.now)
        resumeWriters()
        endIfSent()
    }

    /// The end of an exchange, once its last octet is with the kernel.
    private func endIfSent() {
        guard clock.phase == .sending, output.isEmpty, let ended = exchange else { return }
        exchange = nil
        if ended.keepsConnection {
            enter(.idle)
        } else {
            linger()
        }
    }
}
