import Foundation
import GRDB
package import Queue
package import RelationalStore

/// One SQLite file. Every commit is synced to disk before the call returns.
///
/// One connection does all writes and checkpoints, because SQLite before 3.51.3 can corrupt a log that two connections
/// write; `StoreLock` keeps a second process out. Source: https://www.sqlite.org/wal.html
package final class SQLiteDatabase: RelationalDatabase {
    /// Who else uses the file.
    package enum Use: Hashable, Sendable {
        /// This process alone: a write-ahead log, and readers beside the writer.
        case alone
        /// Several processes may write, one waits for another for at most 10 seconds: a rollback journal.
        case shared
        /// Somebody else owns it: nothing can be written.
        case looking
    }

    let writer: any DatabaseWriter
    private let commits: GroupCommit

    /// Opens the file, or makes it, and brings its schema up to date; a look does neither.
    /// - Throws: GRDB's error when the file cannot be opened or is no database; `StoreFile.Unfit` when a newer version wrote it
    ///   and it is not only looked at.
    package init(path: String, use: Use = .alone) throws {
        var configuration = Configuration()
        configuration.label = "selfheal.store"
        switch use {
        case .alone:
            configuration.busyMode = .timeout(5)
            writer = try DatabasePool(path: path, configuration: configuration)
            try Self.demandFullSync(writer, path)
        case .shared:
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            writer = try DatabaseQueue(path: path, configuration: configuration)
        case .looking:
            configuration.busyMode = .timeout(10)
            configuration.readonly = true
            writer = try DatabaseQueue(path: path, configuration: configuration)
        }
        if use != .looking { try Self.migrate(writer, path, isShared: use == .shared) }
        commits = GroupCommit(writer)
    }

    private static func migrate(_ writer: any DatabaseWriter, _ path: String, isShared: Bool) throws {
        // The steps that are missing are looked up outside of the transaction that adds them, so that a second process would
        // add them again.
        let lock = isShared ? try SchemaLock(of: path) : nil
        defer { withExtendedLifetime(lock) {} }
        let migrator = Migrations.migrator
        // Statements of today on a schema of tomorrow would say what nobody knows.
        guard try !writer.read(migrator.hasBeenSuperseded) else { throw StoreFile.Unfit.isNewer(path) }
        try migrator.migrate(writer)
    }

    /// GRDB's pool sets synchronous to NORMAL on its writer after the connection is prepared, which would lose the last
    /// commits at a power cut; so it is set afterwards, and read back.
    private static func demandFullSync(_ writer: any DatabaseWriter, _ path: String) throws {
        let level = try writer.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(connection, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw UnsafeSynchronousLevel(path: path, level: level) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await commits.add(body)
    }

    package func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await commits.add(body)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.read { try body(SQLiteConnection(database: $0)) }
        } catch {
            throw SQLiteConnection.failure(error)
        }
    }

    /// Of the library that the program is linked to.
    package static var libraryVersion: String {
        (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"
    }
}

extension RelationalJobStore {
    /// The job store in one SQLite file.
    /// - Throws: GRDB's error when the file cannot be opened or is no database.
    package static func sqlite(path: String, policy: QueuePolicy = QueuePolicy()) throws -> Self {
        Self(try SQLiteDatabase(path: path), policy: policy)
    }
}

extension RelationalActionLog {
    /// For commands that run without a service: a file which several processes may share. Made when it is missing.
    /// - Throws: GRDB's error when the file cannot be opened or is no database.
    package static func sqlite(path: String, use: SQLiteDatabase.Use = .shared) throws -> Self {
        Self(in: RelationalJobStore(try SQLiteDatabase(path: path, use: use)))
    }
}

struct UnsafeSynchronousLevel: Error, CustomStringConvertible {
    let path: String
    let level: Int?
    var description: String {
        "\(path): PRAGMA synchronous reads \(level.map(String.init) ?? "nothing") instead of 2 (FULL), so that an "
            + "acknowledged job could be lost at a power cut; the service does not start like that"
    }
}
