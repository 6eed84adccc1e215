internal import CLinux
internal import Glibc

/// The kernel's list of sockets that have something to say. Belongs to one thread.
package final class Poller {
    /// What became of a socket since it was last reported.
    package struct Readiness: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let writable = Self(rawValue: EPOLLOUT.rawValue)
        /// The client has sent its last octet.
        package static let clientFinished = Self(rawValue: EPOLLRDHUP.rawValue)
        /// There is something to receive, if only the client's end.
        package static let receivable = Self(rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue)
        /// The connection is over in both directions, or broken.
        package static let closed = Self(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }

    private let epoll: Descriptor
    private var events: [epoll_event]

    /// - Parameter batch: the most sockets reported at once.
    package init(batch: Int = 256) throws(SocketError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .last(in: "epoll_create1") }
        epoll = Descriptor(owning: number)
        events = [epoll_event](repeating: epoll_event(), count: batch)
    }

    /// Reports every change of `socket` once, under `key`, until it is closed.
    package func watch(_ socket: borrowing StreamSocket, as key: UInt64) throws(SocketError) {
        let changes = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        try add(socket.descriptor.number, changes, key)
    }

    /// Reports again and again, under `key`, that connections wait to be accepted.
    package func watch(_ socket: ListeningSocket, as key: UInt64) throws(SocketError) {
        try add(socket.descriptor.number, EPOLLIN.rawValue, key)
    }

    package func ignore(_ socket: ListeningSocket) {
        _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, socket.descriptor.number, nil)
    }

    func watch(_ signal: borrowing Descriptor, as key: UInt64) throws(SocketError) {
        try add(signal.number, EPOLLIN.rawValue | EPOLLET.rawValue, key)
    }

    /// Waits for changes, for at most `limit` (nil: for ever), and hands each to `report`.
    func wait(atMost limit: Duration?, report: (_ key: UInt64, Readiness) -> Void) throws(SocketError) {
        let count = epoll_wait(epoll.number, &events, Int32(events.count), Self.milliseconds(limit))
        guard count >= 0 else {
            if errno == EINTR { return }
            throw .last(in: "epoll_wait")
        }
        for index in 0..<Int(count) {
            report(events[index].data.u64, Readiness(rawValue: events[index].events))
        }
    }

    private func add(_ number: Int32, _ changes: UInt32, _ key: UInt64) throws(SocketError) {
        var event = epoll_event(events: changes, data: epoll_data_t(u64: key))
        guard epoll_ctl(epoll.number, EPOLL_CTL_ADD, number, &event) == 0 else {
            throw .last(in: "epoll_ctl", advice: "raise fs.epoll.max_user_watches")
        }
    }

    /// Rounded up: waking before a deadline would mean waiting for it twice.
    private static func milliseconds(_ limit: Duration?) -> Int32 {
        guard let limit else { return -1 }
        guard limit > .zero else { return 0 }
        guard limit < .seconds(3600) else { return 3_600_000 }
        let (seconds, attoseconds) = limit.components
        return Int32(seconds * 1000) + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
