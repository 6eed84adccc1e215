import Dispatch
import Glibc
import Synchronization

/// A client that says exactly what a test wants it to. Its calls wait on threads of their own, so that the few threads
/// of Swift's tasks stay free for the server; none waits for longer than 20 seconds.
final class TestClient: Sendable {
    struct Failed: Error { let call: String, code: Int32 }

    private let number: Int32
    /// Octets that came behind those that a test waited for.
    private let rest = Mutex<[UInt8]>([])

    init(port: Int) async throws {
        number = try await Self.onThread {
            let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var patience = timeval(tv_sec: 20, tv_usec: 0)
            unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw Failed(call: "connect", code: errno) }
            return number
        }
    }

    deinit {
        Glibc.close(number)
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ octets: [UInt8]) async throws {
        try await Self.onThread { [number] in
            var sent = 0
            while sent < octets.count {
                let slice = Array(octets[sent...])
                let count = unsafe Glibc.send(number, slice, slice.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { throw Failed(call: "send", code: errno) }
                sent += count
            }
        }
    }

    /// Says that nothing more will be sent, and can still receive.
    func finishSending() {
        shutdown(number, Int32(SHUT_WR))
    }

    /// Makes the end of this client a reset instead of a polite close.
    func willReset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// All that comes up to and with `marker`, or up to the server's end.
    func receive(through marker: String) async throws -> String {
        let marker = Array(marker.utf8)
        var octets = takeRest()
        while true {
            if let range = octets.firstRange(of: marker) {
                let behind = Array(octets[range.upperBound...])
                rest.withLock { $0 = behind }
                return String(decoding: octets[..<range.upperBound], as: UTF8.self)
            }
            let more = try await receive()
            if more.isEmpty { return String(decoding: octets, as: UTF8.self) }
            octets += more
        }
    }

    /// All that comes up to the server's end.
    func receiveAll() async throws -> String {
        var octets = takeRest()
        while true {
            let more = try await receive()
            if more.isEmpty { return String(decoding: octets, as: UTF8.self) }
            octets += more
        }
    }

    private func takeRest() -> [UInt8] {
        rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
    }

    private func receive() async throws -> [UInt8] {
        try await Self.onThread { [number] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(number, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Failed(call: "recv", code: errno) }
            return Array(buffer[..<count])
        }
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
