internal import Glibc

/// Ends the wait of a thread for a connection, from any other thread, once and for all.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32

    init() throws(PostgresFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresFailure(
                kind: .unavailable, description: "this process has no file descriptor left: raise ulimit -n")
        }
        (reader, writer) = (ends[0], ends[1])
        // The programs that the service starts do not get them.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(reader)
        close(writer)
    }

    func wake() {
        var octet: UInt8 = 1
        _ = write(writer, &octet, 1)
    }
}
