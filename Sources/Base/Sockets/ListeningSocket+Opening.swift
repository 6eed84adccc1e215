internal import CLinux
internal import Glibc

extension ListeningSocket {
    /// Tries the host's addresses in the resolver's order; the error is that of the last one.
    static func open(host: String, port: Int) throws(SocketError) -> (number: Int32, address: SocketAddress) {
        let place = "\(host):\(port)"
        guard (0...65535).contains(port) else {
            throw SocketError("listen on \(place)", code: 0, advice: "choose a port from 0 to 65535")
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, String(port), &hints, &list)
        guard failure == 0 else {
            let reason = String(cString: gai_strerror(failure))
            throw SocketError("look up \(host)", code: 0, advice: "\(reason); give an address of this machine")
        }
        defer { freeaddrinfo(list) }

        var error = SocketError("look up \(host)", code: 0, advice: "the name has no address; give a numeric one")
        var next = list
        while let candidate = next?.pointee {
            next = candidate.ai_next
            do throws(SocketError) {
                return try open(candidate, place: place)
            } catch let latest {
                error = latest
            }
        }
        throw error
    }

    private static func open(
        _ candidate: addrinfo, place: String
    ) throws(SocketError) -> (number: Int32, address: SocketAddress) {
        let type = candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(candidate.ai_family, type, candidate.ai_protocol)
        guard number >= 0 else { throw .last(in: "socket for \(place)") }
        do throws(SocketError) {
            try set(SO_REUSEADDR, SOL_SOCKET, on: number)
            // Accepted sockets inherit it; a response is one write, so there is nothing for Nagle to gather.
            try set(TCP_NODELAY, Int32(IPPROTO_TCP), on: number)
            guard bind(number, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
                throw SocketError.last(in: "bind \(place)", advice: "choose a free port that this user may take")
            }
            guard listen(number, 4096) == 0 else { throw SocketError.last(in: "listen on \(place)") }
            return (number, try boundAddress(of: number))
        } catch {
            _ = close(number)
            throw error
        }
    }

    private static func set(_ option: Int32, _ level: Int32, on number: Int32) throws(SocketError) {
        var on: Int32 = 1
        guard setsockopt(number, level, option, &on, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw .last(in: "setsockopt \(option)")
        }
    }

    private static func boundAddress(of number: Int32) throws(SocketError) -> SocketAddress {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        guard result == 0 else { throw .last(in: "getsockname") }
        return SocketAddress(storage)
    }
}
