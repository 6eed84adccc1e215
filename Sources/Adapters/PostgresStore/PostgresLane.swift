internal import Dispatch

/// A place for one connection, and the thread that its calls may block.
///
/// The connection is opened when it is first needed, and again when it was lost.
actor PostgresLane {
    private let thread = LaneThread()
    private let settings: PostgresSettings
    private let clock: PostgresClock
    private var connection: PostgresConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: PostgresSettings, clock: PostgresClock) {
        self.settings = settings
        self.clock = clock
    }

    /// - Throws: `PostgresFailure` when there is no connection, else what `body` throws.
    func use<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        let connection = try usable()
        defer { if connection.isLost { self.connection = nil } }
        return try body(connection)
    }

    private func usable() throws(PostgresFailure) -> PostgresConnection {
        if let connection {
            do {
                if connection.isAlive {
                    try connection.read(clock)
                    return connection
                }
            } catch {}
            // It was lost while nobody used it: nothing depends on it, so that a new one takes its place.
            self.connection = nil
        }
        let opened = try PostgresConnection.open(settings)
        try opened.read(clock)
        connection = opened
        return opened
    }
}

/// Runs an actor's work on a queue that has threads of its own, so that a call that blocks holds up nobody else.
private final class LaneThread: SerialExecutor {
    private let queue = DispatchQueue(label: "selfheal.postgres")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
