/// Cuts a stream of chunks into lines, of which it holds one at a time.
struct LineSplitter {
    private var line: [UInt8] = []
    private var isTooLong = false
    private let limitBytes: Int

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// Hands on every line that ends within `chunk`, without its line feed and never empty; nil for one that is over the limit,
    /// of which nothing is kept.
    mutating func add(_ chunk: [UInt8], _ body: ([UInt8]?) throws -> Void) throws {
        for (index, piece) in chunk.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { try flush(body) }
            if isTooLong { continue }
            if piece.count <= limitBytes - line.count {
                line += piece
            } else {
                isTooLong = true
                line = []
            }
        }
    }

    /// Hands on what follows the last line feed.
    mutating func flush(_ body: ([UInt8]?) throws -> Void) throws {
        let complete = isTooLong ? nil : line
        line = []
        isTooLong = false
        if complete?.isEmpty != true { try body(complete) }
    }
}
