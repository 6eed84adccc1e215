internal import CLinux
internal import Glibc

/// A TCP socket that takes connections, without ever blocking. Belongs to one thread.
///
/// `SO_REUSEADDR` is set, so that a restart need not wait for old connections; `SO_REUSEPORT` is not, so that a second
/// service on the same port is noticed.
package final class ListeningSocket {
    /// The address that the kernel chose: the port is never 0.
    package let address: SocketAddress
    let descriptor: Descriptor
    /// Given up for a moment when the process has no other left: see `refuseOne`.
    private var spare: Descriptor?

    /// What one call of `accept` came to.
    package enum Acceptance: ~Copyable {
        case accepted(StreamSocket, from: SocketAddress)
        /// The client was gone before we came to it. There may be others.
        case gone
        /// There was no descriptor for it, so the client was hung up on. There may be others.
        case refused
        case noneWaiting
        /// The kernel is short of something: try again in a while, not at once.
        case exhausted(SocketError)
    }

    /// - Parameters:
    ///   - host: a numeric address or a name that the resolver knows.
    ///   - port: 0 to 65535; 0 lets the kernel choose.
    package init(host: String, port: Int) throws(SocketError) {
        let opened = try Self.open(host: host, port: port)
        address = opened.address
        descriptor = Descriptor(owning: opened.number)
        spare = Self.openSpare()
    }

    /// Takes the next waiting connection. An error of one connection never ends the accepting.
    package func accept() -> Acceptance {
        var storage = sockaddr_storage()
        let number = acceptOne(&storage)
        guard number < 0 else {
            return .accepted(StreamSocket(Descriptor(owning: number)), from: SocketAddress(storage))
        }
        switch errno {
        case EAGAIN: return .noneWaiting
        case EMFILE, ENFILE: return refuseOne()
        case ENOBUFS, ENOMEM: return .exhausted(.last(in: "accept", advice: "the kernel is short of memory"))
        case EBADF, EINVAL, ENOTSOCK: return .exhausted(.last(in: "accept", advice: "this is a fault of the server"))
        default: return .gone  // accept(2): errors of the network that this one connection had already
        }
    }

    /// Out of descriptors: gives up the spare one to take the connection and close it, so that the client learns at
    /// once and the loop does not spin on a connection that it cannot take.
    private func refuseOne() -> Acceptance {
        let reason = SocketError.last(in: "accept", advice: "raise the limit of open files (LimitNOFILE, ulimit -n)")
        guard spare != nil else {
            spare = Self.openSpare()
            return .exhausted(reason)
        }
        spare = nil
        var storage = sockaddr_storage()
        let number = acceptOne(&storage)
        if number >= 0 { _ = close(number) }
        spare = Self.openSpare()
        return number >= 0 ? .refused : .exhausted(reason)
    }

    private func acceptOne(_ storage: inout sockaddr_storage) -> Int32 {
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return accept4(descriptor.number, &storage, &size, flags)
    }

    private static func openSpare() -> Descriptor? {
        let number = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        return number < 0 ? nil : Descriptor(owning: number)
    }
}
