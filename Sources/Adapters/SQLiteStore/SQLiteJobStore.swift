import Domain
import Foundation
import GRDB
import Queue

/// The job store in one SQLite file: write-ahead log, every commit synced to disk before the call returns.
///
/// One connection does all writes and checkpoints, because SQLite before 3.51.3 can corrupt a log that two connections
/// write; `StoreLock` keeps a second process out. Source: https://www.sqlite.org/wal.html
package struct SQLiteJobStore: JobStore {
    let database: DatabasePool

    /// Opens or makes the file and brings its schema up to date.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "selfheal.jobs"
        database = try DatabasePool(path: path, configuration: configuration)
        // GRDB's pool sets synchronous to NORMAL on its writer after the connection is prepared, which would lose the
        // last commits at a power cut; so it is set here, and read back.
        let level = try database.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(connection, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw UnsafeSynchronousLevel(path: path, level: level) }
        try Migrations.migrator.migrate(database)
    }

    package static var libraryVersion: String { Database.sqliteLibraryVersion }
}

struct UnsafeSynchronousLevel: Error, CustomStringConvertible {
    let path: String
    let level: Int?
    var description: String {
        "\(path): PRAGMA synchronous reads \(level.map(String.init) ?? "nothing") instead of 2 (FULL), so that an "
            + "acknowledged job could be lost at a power cut; the service does not start like that"
    }
}

extension DatabaseWriter {
    /// One transaction that is on disk when this returns.
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await write(body)
        } catch {
            throw StoreError(error)
        }
    }

    /// A look at one state of the database.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await read(body)
        } catch {
            throw StoreError(error)
        }
    }
}

extension StoreError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self = .unavailable("the disk is full (\(error.message ?? "SQLITE_FULL")): free some space")
        default: self = .unavailable("\(error)")
        }
    }
}

extension Database {
    static var sqliteLibraryVersion: String {
        (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"
    }
}
