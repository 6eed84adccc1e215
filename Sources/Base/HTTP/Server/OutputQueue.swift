internal import Sockets

/// Octets that the kernel has not taken yet, in the arrays in which they came.
struct OutputQueue {
    private var parts: [[UInt8]] = []
    /// Octets of the first part that are sent.
    private var offset = 0

    var isEmpty: Bool { parts.isEmpty }

    /// - Parameter sent: octets of `head` and `body` together that are sent already.
    mutating func append(_ head: [UInt8], _ body: [UInt8] = [], sent: Int = 0) {
        if sent < head.count {
            if parts.isEmpty { offset = sent }
            parts.append(head)
            if !body.isEmpty { parts.append(body) }
        } else if sent < head.count + body.count {
            if parts.isEmpty { offset = sent - head.count }
            parts.append(body)
        }
    }

    /// Sends as much as the kernel takes.
    /// - Returns: how many octets it took; nil when the connection is broken.
    mutating func flush(to socket: borrowing StreamSocket) -> Int? {
        var total = 0
        while let first = parts.first {
            let second = parts.count > 1 ? parts[1] : []
            switch socket.send(first, second, from: offset) {
            case .octets(let count):
                total += count
                advance(by: count)
            case .nothingYet: return total
            case .failed: return nil
            }
        }
        return total
    }

    private mutating func advance(by count: Int) {
        offset += count
        while let first = parts.first, offset >= first.count {
            offset -= first.count
            parts.removeFirst()
        }
    }
}
