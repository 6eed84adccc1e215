package import Foundation
import Glibc
import Synchronization

/// Answers the first request of each connection on a port of this machine with the same bytes.
package final class LoopbackServer: Sendable {
    package struct NoSocket: Error {}

    /// What becomes of a connection after its answer.
    package enum Ending: Sendable {
        case closes
        /// Until the other side closes.
        case waits
        /// At the next request, which it reads.
        case resets
    }

    /// What connections and their server tell one another.
    private final class Tally: Sendable {
        let heads = Mutex<[String]>([])
        let departed: AsyncStream<Void>.Continuation

        init(_ departed: AsyncStream<Void>.Continuation) { self.departed = departed }
    }

    package let url: URL
    /// One for each connection that the other side closed while this one waited.
    package let departures: AsyncStream<Void>
    private let listener: Int32
    private let tally: Tally

    /// Requests that came so far, on all connections.
    package var requests: Int { heads.count }
    /// What they said before their bodies, in the order in which they came.
    package var heads: [String] { tally.heads.withLock { $0 } }

    /// - Parameters:
    ///   - answer: nil keeps the connection open without a word.
    ///   - address: the only one that it listens at.
    package init(answer: String?, then ending: Ending = .closes, at address: Address = .ipv4) throws {
        guard let (listener, guardian, port) = address.listen() else { throw NoSocket() }
        guard let url = URL(string: "http://\(address.rawValue):\(port)/") else { throw NoSocket() }
        self.listener = listener
        self.url = url
        let (departures, departed) = AsyncStream.makeStream(of: Void.self)
        self.departures = departures
        let tally = Tally(departed)
        self.tally = tally
        Thread.detachNewThread {
            defer {
                close(listener)
                if let guardian { close(guardian) }
            }
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                guard let answer else { continue }
                Thread.detachNewThread { Self.serve(connection, Array(answer.utf8), ending, tally) }
            }
        }
    }

    /// Wakes the thread, whose `accept` fails then.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ connection: Int32, _ answer: [UInt8], _ ending: Ending, _ tally: Tally) {
        defer { close(connection) }
        guard takeRequest(from: connection, tally) else { return }
        send(answer, to: connection)
        switch ending {
        case .closes: break
        case .waits:
            while takeRequest(from: connection, nil) {}
            tally.departed.yield()
        case .resets:
            guard takeRequest(from: connection, tally) else { return }
            var abruptly = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<linger>.size)
            unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &abruptly, size)
            return
        }
        shutdown(connection, Int32(SHUT_WR))
    }

    /// Waits for the head of a request; a body may come with it or after it, and is passed over.
    private static func takeRequest(from connection: Int32, _ tally: Tally?) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe read(connection, &bytes, bytes.count)
            if count <= 0 { return false }
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            guard text.contains("HTTP/1.1\r\n") else { continue }
            tally?.heads.withLock { $0.append(text) }
            return true
        }
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { rest in
                unsafe Glibc.send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { break }
            sent += count
        }
    }
}
