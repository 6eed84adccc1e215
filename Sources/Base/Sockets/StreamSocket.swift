internal import Glibc

/// One accepted TCP connection. No call ever blocks, and none raises `SIGPIPE`.
package struct StreamSocket: ~Copyable, Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    package enum Received: Equatable, Sendable {
        /// So many octets are at the start of the buffer; fewer than it holds means that no more are there just now.
        case octets(Int)
        case nothingYet
        /// The client has sent all it will send. It may still be reading.
        case end
        case failed
    }

    package enum Sent: Equatable, Sendable {
        case octets(Int)
        /// The kernel's buffer is full: wait until the socket becomes writable.
        case nothingYet
        case failed
    }

    /// Reads up to `buffer.count` octets over the start of `buffer`.
    package func receive(into buffer: inout [UInt8]) -> Received {
        while true {
            let count = buffer.withUnsafeMutableBytes { recv(descriptor.number, $0.baseAddress, $0.count, 0) }
            if count > 0 { return .octets(count) }
            if count == 0 { return .end }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .nothingYet : .failed
        }
    }

    /// Sends the octets of `head` from `offset` on, and behind them those of `body`, in one call.
    /// - Parameter offset: counted over both; the octets before it have been sent already.
    package func send(_ head: [UInt8], _ body: [UInt8] = [], from offset: Int = 0) -> Sent {
        let bodyOffset = max(0, offset - head.count)
        let headOffset = min(offset, head.count)
        return head.withUnsafeBytes { head in
            body.withUnsafeBytes { body in
                sendParts(rest(of: head, from: headOffset), rest(of: body, from: bodyOffset))
            }
        }
    }

    /// Tells the client that nothing more will come, and goes on receiving.
    package func finishSending() {
        _ = shutdown(descriptor.number, Int32(SHUT_WR))
    }

    /// Makes the close that follows a reset: what the client has not read yet is thrown away with the connection.
    package func abandonUnsentOctets() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor.number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func rest(of bytes: UnsafeRawBufferPointer, from offset: Int) -> iovec {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        return iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count)
    }

    private func sendParts(_ head: iovec, _ body: iovec) -> Sent {
        var parts = (head, body)
        return withUnsafeMutableBytes(of: &parts) { bytes in
            let vectors = bytes.bindMemory(to: iovec.self)
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = vectors.count
            while true {
                let count = sendmsg(descriptor.number, &message, Int32(MSG_NOSIGNAL))
                if count >= 0 { return .octets(count) }
                if errno == EINTR { continue }
                return errno == EAGAIN ? .nothingYet : .failed
            }
        }
    }
}
