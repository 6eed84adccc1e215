import Glibc

extension LoopbackServer {
    /// An address of this machine that others cannot reach.
    package enum Address: String, Sendable, CaseIterable {
        case ipv4 = "127.0.0.1"
        case ipv6 = "[::1]"

        /// A socket that listens at a free port; nil where there is no such address.
        func listen() -> (socket: Int32, port: UInt16)? {
            switch self {
            case .ipv4:
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                return Self.listen(AF_INET, &address).map { ($0, address.sin_port.bigEndian) }
            case .ipv6:
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_addr = in6addr_loopback
                return Self.listen(AF_INET6, &address).map { ($0, address.sin6_port.bigEndian) }
            }
        }

        /// Writes the port that was free into `address`.
        private static func listen<Place>(_ family: Int32, _ address: inout Place) -> Int32? {
            let listener = socket(family, Int32(SOCK_STREAM.rawValue), 0)
            var length = socklen_t(MemoryLayout<Place>.size)
            let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    unsafe bind(listener, address, length) == 0 && Glibc.listen(listener, 8) == 0
                        && getsockname(listener, address, &length) == 0
                }
            }
            if isReady { return listener }
            close(listener)
            return nil
        }
    }
}
