package import Domain
internal import Logging
package import RelationalStore

/// A PostgreSQL database, through a bounded pool of connections.
///
/// A transaction that the server breaks off in favour of another one, or whose connection is lost before its end, is run
/// again. A transaction that has begun is brought to its end also when its task is cancelled.
///
/// The server finds out the types of parameters from where they stand, `INTEGER` for one beside a small number: arithmetic
/// with a parameter wants `CAST(?1 AS BIGINT)`, and so does a sum of `BIGINT`, which is a `NUMERIC`.
package final class PostgresDatabase: RelationalDatabase {
    let settings: PostgresSettings
    let pool: ConnectionPool
    private let clock = PostgresClock()

    /// Opens nothing yet.
    package init(_ settings: PostgresSettings) {
        self.settings = settings
        let clock = clock
        let lanes = (0..<max(1, settings.connections)).map { _ in PostgresLane(settings, clock: clock) }
        pool = ConnectionPool(lanes, waiters: settings.waiters)
    }

    /// The server's time, which is the same for all nodes; this machine's until the first connection is open.
    package var now: @Sendable () -> Timestamp {
        let clock = clock
        return { clock.now() }
    }

    /// Whether the database can be used: reached, signed in to, taking writes, and keeping them through a power cut.
    /// - Returns: the server's version, such as `15.13`.
    /// - Throws: `SQLFailure`
    @discardableResult
    package func check() async throws -> String {
        try await read { try $0.rows("SELECT current_setting('server_version')", []).first?.text(0) ?? "unknown" }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value { try await run(.write, body) }

    package func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value { try await run(.once, body) }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value { try await run(.look, body) }

    private func run<Value: Sendable>(
        _ kind: PostgresTransaction.Kind, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        // Two transactions that count on from one row, such as the last event of a job, want the same number: the second one
        // finds the next when it looks again.
        var collisions = kind == .look ? 0 : Self.collisions
        while true {
            do {
                return try await patiently { connection in try PostgresTransaction(kind, on: connection).run(body) }
            } catch SQLFailure.notUnique where collisions > 0 {
                collisions -= 1
            }
        }
    }

    private static let collisions = 2

    /// With a connection, and again with another one as often as the settings allow.
    func patiently<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        var conflicts = 0
        var losses = 0
        while true {
            do {
                return try await pool.withLane { lane in try await lane.use(body) }
            } catch let failure as PostgresFailure {
                switch failure.kind {
                case .conflict where conflicts < settings.conflictRetries: conflicts += 1
                case .lost where losses < settings.lossRetries, .outdated where losses < settings.lossRetries:
                    losses += 1
                default: throw failure.sqlFailure
                }
                Logger.current.debug("Transaction run again", metadata: ["why": "\(failure)"])
                try await settings.pause(conflicts + losses)
            }
        }
    }
}
