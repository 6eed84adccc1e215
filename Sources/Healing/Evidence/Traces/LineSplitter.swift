/// Cuts a stream of chunks into lines, of which it holds one at a time.
struct LineSplitter {
    struct LineTooLong: Error { let limitBytes: Int }

    private var line: [UInt8] = []
    private let limitBytes: Int

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// Hands on every line that ends within `chunk`, without its line feed and never empty.
    mutating func add(_ chunk: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
        for (index, piece) in chunk.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { try flush(body) }
            guard piece.count <= limitBytes - line.count else { throw LineTooLong(limitBytes: limitBytes) }
            line += piece
        }
    }

    /// Hands on what follows the last line feed.
    mutating func flush(_ body: ([UInt8]) throws -> Void) throws {
        let complete = line
        line = []
        if !complete.isEmpty { try body(complete) }
    }
}
