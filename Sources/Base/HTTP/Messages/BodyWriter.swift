/// Sends a body to one client, piece by piece.
package struct BodyWriter: Sendable {
    /// The client will not take any more: it has gone, reads too slowly, or the server is shutting down.
    package struct ClientGone: Error, Equatable {}

    private let send: @Sendable ([UInt8]) async throws -> Void

    /// A writer of one's own, for tests of handlers.
    package init(_ send: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.send = send
    }

    /// Returns when the kernel has taken the octets, so nobody can write faster than the client reads.
    /// - Throws: `ClientGone`. The task is cancelled too, so that a producer that waits for news ends as well.
    package func write(_ octets: [UInt8]) async throws {
        if !octets.isEmpty { try await send(octets) }
    }

    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}
