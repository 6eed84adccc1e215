package import Foundation

/// Carries one request to its server and hands the answer over while it comes.
package protocol HTTPStreamTransport: HTTPTransport {
    /// Opens an answer for as long as `read` takes. However that ends, an answer that was not read to its end is cut off
    /// and its connection closed, so that the server stops working on it.
    /// - Throws: `TransportError`, `CancellationError`, and what `read` throws.
    func stream<Value: Sendable>(
        _ request: TransportRequest, patience: StreamPatience, _ read: (TransportStream) async throws -> Value
    ) async throws -> Value
}

/// How long an answer may be silent; `TransportRequest.timeout` is for all of it.
package struct StreamPatience: Hashable, Sendable {
    /// Until the first byte of the body, or the end of an answer without one.
    package var first: Duration
    /// Between two pieces of the body.
    package var between: Duration

    package init(first: Duration, between: Duration) {
        self.first = first
        self.between = between
    }
}

/// An answer whose body is still on its way; it can be read once.
package struct TransportStream: Sendable {
    /// Status and headers, with an empty body.
    package let head: TransportResponse
    private let pull: @Sendable () async throws -> Data?

    /// - Parameter pull: the next piece of the body; nil at its end.
    package init(head: TransportResponse, pull: @escaping @Sendable () async throws -> Data?) {
        self.head = head
        self.pull = pull
    }

    /// The next piece of the body, as the network cut it; nil at the end.
    package func next() async throws -> Data? { try await pull() }

    /// The whole answer, for one that turns out to be short, as errors are.
    package func collected() async throws -> TransportResponse {
        var body = Data()
        while let piece = try await next() { body.append(piece) }
        return TransportResponse(head, body: body)
    }

    /// Calls `take` with each line of the body, without its end, until it says that it has enough.
    /// - Parameter take: false for enough.
    package func readLines(_ take: (String) throws -> Bool) async throws {
        var rest: [UInt8] = []
        while let piece = try await next() {
            for byte in piece {
                guard byte == UInt8(ascii: "\n") else {
                    rest.append(byte)
                    continue
                }
                if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
                if try !take(String(decoding: rest, as: UTF8.self)) { return }
                rest.removeAll(keepingCapacity: true)
            }
        }
        if !rest.isEmpty { _ = try take(String(decoding: rest, as: UTF8.self)) }
    }
}
