/// How the service works with a PostgreSQL database.
package struct PostgresSettings: Sendable {
    package let address: PostgresAddress
    /// Connections at once, 1 to 1000; who finds none free waits. The server's `max_connections` is divided by the nodes.
    package var connections = 16
    /// How many may wait for a connection; one more is turned away.
    package var waiters = 4096
    /// Until the server is reached and has let us in; whole seconds, at least 2.
    package var connectTimeout: Duration = .seconds(10)
    /// After which the server gives up a statement.
    package var statementTimeout: Duration = .seconds(30)
    /// After which it gives up waiting for what another transaction holds.
    package var lockTimeout: Duration = .seconds(10)
    /// After which it ends a transaction in which nothing happens, such as one of a node that hangs. No transaction does anything
    /// slow between its statements, and what such a node holds keeps others from taking its jobs over.
    package var idleTransactionTimeout: Duration = .seconds(5)
    /// How often a transaction is run again that the server broke off in favour of another one.
    package var conflictRetries = 10
    /// How often a transaction is run again on a new connection after the one it had was lost before its end.
    package var lossRetries = 3
    /// Prepared statements that a connection keeps; the one that was not used for the longest time goes.
    package var preparedStatements = 256
    /// Only for tests on a cluster that is thrown away: do not insist on `fsync`.
    package var acceptsLossAtPowerCut = false
    /// Waits before the attempt with this number, from 1, so that two transactions do not meet again at once.
    package var pause: @Sendable (_ attempt: Int) async throws -> Void = { attempt in
        let longest = min(500, 10 << min(attempt, 6))
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
    }

    package init(address: PostgresAddress) { self.address = address }

    /// How long an answer is waited for: the server gives up first, unless it hangs.
    var answerTimeout: Duration { statementTimeout + .seconds(10) }

    /// What libpq is told: what `DATABASE_URL` says goes before what is usual.
    var connectionOptions: [String: String] {
        let usual = [
            "application_name": "selfheal", "target_session_attrs": "read-write",
            "connect_timeout": "\(max(2, connectTimeout.components.seconds))",
            // A peer that vanished without a word is found out in half a minute.
            "keepalives": "1", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "30000",
        ]
        return usual.merging(address.options) { $1 }.merging(["client_encoding": "UTF8"]) { $1 }
    }

    /// What each session is set to, whatever the server, the role and the address say.
    var sessionSettings: [(name: String, value: String)] {
        [
            ("TimeZone", "UTC"), ("standard_conforming_strings", "on"),
            ("default_transaction_isolation", "read committed"),
            ("statement_timeout", Self.milliseconds(statementTimeout)),
            ("lock_timeout", Self.milliseconds(lockTimeout)),
            ("idle_in_transaction_session_timeout", Self.milliseconds(idleTransactionTimeout)),
            // The statements are short: compiling one would take longer than carrying it out.
            ("jit", "off"),
        ]
    }

    static func milliseconds(_ duration: Duration) -> String { "\(Int64(duration / .milliseconds(1)))" }
}
