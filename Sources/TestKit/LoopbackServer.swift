package import Foundation
import Glibc

/// Answers each connection on a port of this machine with the same bytes, and closes it or waits until the other side does.
package final class LoopbackServer: Sendable {
    package struct NoSocket: Error {}

    package let url: URL
    /// One for each connection that the other side closed while this one waited.
    package let departures: AsyncStream<Void>
    private let listener: Int32

    /// - Parameters:
    ///   - answer: nil keeps the connection open without a word.
    ///   - thenWaits: whether the connection stays open after the answer.
    package init(answer: String?, thenWaits: Bool = false) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isReady, let url = URL(string: "http://127.0.0.1:\(address.sin_port.bigEndian)/") else {
            throw NoSocket()
        }
        self.listener = listener
        self.url = url
        let (departures, departed) = AsyncStream.makeStream(of: Void.self)
        self.departures = departures
        Thread.detachNewThread { Self.serve(listener, answer, thenWaits ? departed : nil) }
    }

    /// Wakes the thread, whose `accept` fails then.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(
        _ listener: Int32, _ answer: String?, _ departed: AsyncStream<Void>.Continuation?
    ) {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            guard let answer else { continue }
            var request = [UInt8](repeating: 0, count: 65536)
            _ = unsafe read(connection, &request, request.count)
            let bytes = Array(answer.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes[sent...].withUnsafeBytes { rest in
                    unsafe send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { break }
                sent += count
            }
            if let departed {
                while unsafe read(connection, &request, request.count) > 0 {}
                departed.yield()
            }
            shutdown(connection, Int32(SHUT_WR))
            close(connection)
        }
    }
}
