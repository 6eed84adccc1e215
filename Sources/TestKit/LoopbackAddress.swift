import Glibc

extension LoopbackServer {
    /// An address of this machine that others cannot reach.
    package enum Address: String, Sendable, CaseIterable {
        case ipv4 = "127.0.0.1"
        case ipv6 = "[::1]"

        /// A socket that listens at a port which is free here, and one that keeps everybody else from the same port at the
        /// other address, where connections are refused: tests run beside one another. Nil where there is no such address.
        func listen() -> (socket: Int32, guardian: Int32?, port: UInt16)? {
            let other = self == .ipv4 ? Self.ipv6 : .ipv4
            for _ in 1...Self.tries {
                guard let (listener, port) = bound(to: 0) else { return nil }
                let guardian = other.bound(to: port)?.socket
                // Somebody has the port at the other address; without such an address nobody has.
                let isTaken = guardian == nil && errno == EADDRINUSE
                if !isTaken, Glibc.listen(listener, 8) == 0 { return (listener, guardian, port) }
                close(listener)
                if let guardian { close(guardian) }
            }
            return nil
        }

        private static let tries = 20

        /// - Parameter port: 0 for any that is free.
        private func bound(to port: UInt16) -> (socket: Int32, port: UInt16)? {
            switch self {
            case .ipv4:
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                return Self.bind(AF_INET, &address).map { ($0, address.sin_port.bigEndian) }
            case .ipv6:
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                address.sin6_addr = in6addr_loopback
                return Self.bind(AF_INET6, &address).map { ($0, address.sin6_port.bigEndian) }
            }
        }

        /// Writes the port into `address`. `errno` tells why it is nil.
        private static func bind<Place>(_ family: Int32, _ address: inout Place) -> Int32? {
            let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
            var length = socklen_t(MemoryLayout<Place>.size)
            let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    unsafe Glibc.bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
                }
            }
            if isBound { return socket }
            let reason = errno
            close(socket)
            errno = reason
            return nil
        }
    }
}
