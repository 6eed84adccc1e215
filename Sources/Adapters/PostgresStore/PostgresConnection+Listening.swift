internal import CPostgres
internal import Glibc

extension PostgresConnection {
    /// After so much silence the server is asked whether it is still there.
    private static var silence: Duration { .seconds(30) }

    /// Hears what is told on a channel until it is woken.
    /// - Throws: `PostgresFailure` when the connection is lost.
    func listen(
        on channel: String, until wake: WakePipe, onListening: () -> Void, onNotification: (String) -> Void
    ) throws(PostgresFailure) {
        try require([.plain("LISTEN \"\(channel.replacing("\"", with: "\"\""))\"")])
        onListening()
        while true {
            // What came together with an answer is there before anything is waited for.
            while let notification = PQnotifies(handle) {
                defer { PQfreemem(notification) }
                onNotification(String(cString: notification.pointee.extra))
            }
            switch waitForNews(or: wake) {
            case .woken: return
            case .news: guard PQconsumeInput(handle) == 1 else { throw lost(message) }
            case .silence: try require([.plain("SELECT 1")])
            }
        }
    }

    private enum News { case woken, news, silence }

    private func waitForNews(or wake: WakePipe) -> News {
        var descriptors = [
            pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = Int32(Self.silence / .milliseconds(1))
        guard Glibc.poll(&descriptors, 2, milliseconds) > 0 else { return .silence }
        return descriptors[0].revents != 0 ? .woken : .news
    }

    /// - Throws: what the first step that fails says.
    func require(_ steps: [Step]) throws(PostgresFailure) {
        if let failure = exchange(steps).failure { throw failure }
    }
}
