internal import Glibc

/// An Internet address in numbers, and a TCP port.
package struct SocketAddress: Hashable, Sendable {
    /// Dotted decimal, or an IPv6 address without brackets. Empty when the kernel gave no Internet address.
    package let host: String
    package let port: Int

    init(_ storage: sockaddr_storage) {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let port: in_port_t = withUnsafePointer(to: storage) { pointer in
            switch Int32(storage.ss_family) {
            case AF_INET:
                pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                    var number = address.pointee.sin_addr
                    _ = inet_ntop(AF_INET, &number, &text, socklen_t(text.count))
                    return address.pointee.sin_port
                }
            case AF_INET6:
                pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                    var number = address.pointee.sin6_addr
                    _ = inet_ntop(AF_INET6, &number, &text, socklen_t(text.count))
                    return address.pointee.sin6_port
                }
            default: 0
            }
        }
        self.host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.port = Int(UInt16(bigEndian: port))
    }
}
