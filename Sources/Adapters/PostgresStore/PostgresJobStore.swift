package import Domain
package import Queue
package import RelationalStore

/// The job store in a PostgreSQL database that several nodes may share.
package struct PostgresJobStore: Sendable {
    package let jobs: RelationalJobStore
    /// For example `15.13`.
    package let version: String
    private let database: PostgresDatabase
    private let signals: PostgresSignals

    /// Signs in, refuses a server that could lose what it has acknowledged, and brings the schema up to date.
    /// - Throws: `SQLFailure`
    package init(_ settings: PostgresSettings, policy: QueuePolicy) async throws {
        database = PostgresDatabase(settings)
        version = try await database.check()
        try await PostgresMigrations(PostgresSchema.steps).apply(to: database)
        signals = PostgresSignals(settings)
        jobs = RelationalJobStore(database, policy: policy) { [signals] in signals.notify($0.rawValue) }
    }

    /// The server's time, which is the same for all nodes.
    package var now: @Sendable () -> Timestamp { database.now }

    /// Carries news to the other nodes and from them, until the task is cancelled. Without it, everybody finds everything out
    /// by looking.
    package func run() async {
        let local = jobs.signals
        await signals.run(
            onNotification: { if let news = StoreNews(rawValue: $0) { local.raise(news) } },
            afterGap: { local.raiseAll() })
    }
}

/// A database as somebody looks at it who runs no service on it.
package struct PostgresStoreCheck: Sendable, Encodable {
    /// Steps of the schema that the database has, and those that this version would add.
    package let schema: [String], missing: [String]
    /// It was brought up to date by a newer version than this one.
    package let isNewer: Bool

    /// - Throws: `SQLFailure`
    package init(_ settings: PostgresSettings) async throws {
        let check = try await PostgresMigrations(PostgresSchema.steps).check(PostgresDatabase(settings))
        (schema, missing, isNewer) = (check.applied, check.missing, check.isNewer)
    }

    /// Brings the schema up to date, also while services use the database.
    /// - Returns: the steps that were added.
    /// - Throws: `SQLFailure`
    package static func migrate(_ settings: PostgresSettings) async throws -> [String] {
        try await PostgresMigrations(PostgresSchema.steps).apply(to: PostgresDatabase(settings))
    }
}
