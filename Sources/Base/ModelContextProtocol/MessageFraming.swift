/// Cuts what a server prints into lines, each a message.
struct MessageFraming {
    struct MessageTooLong: Error, Hashable { let limitBytes: Int }

    let limitBytes: Int
    private var pending: [UInt8] = []

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// - Returns: the lines that are complete now, without their ends; empty ones are left out.
    mutating func append(_ bytes: [UInt8]) throws(MessageTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending += rest[..<end]
            guard pending.count <= limitBytes else { throw MessageTooLong(limitBytes: limitBytes) }
            if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            if !pending.isEmpty { lines.append(pending) }
            pending.removeAll(keepingCapacity: pending.count < 64 * 1024)
            rest = rest[(end + 1)...]
        }
        pending += rest
        guard pending.count <= limitBytes else { throw MessageTooLong(limitBytes: limitBytes) }
        return lines
    }
}
