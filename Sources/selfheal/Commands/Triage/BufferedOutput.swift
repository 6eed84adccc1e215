/// Hands text on in large pieces, because each takes a call of the system.
final class BufferedOutput {
    private let send: ([UInt8]) -> Void
    private var waiting: [UInt8] = []
    private static let pieceBytes = 64 << 10

    init(send: @escaping ([UInt8]) -> Void) { self.send = send }

    func write(_ text: String) {
        waiting += text.utf8
        if waiting.count >= Self.pieceBytes { flush() }
    }

    /// Hands on what is left.
    func flush() {
        if !waiting.isEmpty { send(waiting) }
        waiting.removeAll(keepingCapacity: true)
    }
}
