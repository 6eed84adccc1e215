import Domain

/// Cuts a stream of bytes into lines and keeps its end.
struct LineBuffer {
    /// A line longer than this is handed out in pieces.
    private static let lineLimitBytes = 1024 * 1024
    private let tailLimit: Int
    private var pending: [UInt8] = []
    private var kept: [UInt8] = []

    init(tailBytes: Int) { tailLimit = tailBytes }

    var tail: String { CutText.end(of: String(decoding: kept, as: UTF8.self), limitBytes: tailLimit) }

    mutating func append(_ bytes: [UInt8]) -> [String] {
        kept += bytes
        // One more than the tail has, which shows that it was cut.
        if kept.count > 2 * tailLimit { kept.removeFirst(kept.count - tailLimit - 1) }
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || pending.count >= Self.lineLimitBytes {
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
            }
            if byte != UInt8(ascii: "\n") { pending.append(byte) }
        }
        return lines
    }

    /// The last line, when the stream did not end with a newline.
    mutating func finish() -> String? {
        defer { pending = [] }
        return pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self)
    }
}
