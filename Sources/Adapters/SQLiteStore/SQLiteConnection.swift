import GRDB
import RelationalStore

/// A connection of GRDB's while it is in our hands.
struct SQLiteConnection: SQLConnection {
    let database: Database

    /// There is one writer: what a transaction reads, nobody else changes meanwhile.
    var dialect: SQLDialect { SQLDialect(forUpdate: "", skippingLocked: "", takesIndexHints: true) }

    func rows(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow] {
        var found: [SQLRow] = []
        try run(statement, values) { found.append($0) }
        return found
    }

    @discardableResult
    func change(_ statement: String, _ values: [SQLValue]) throws -> Int {
        try run(statement, values)
        return database.changesCount
    }

    func changeLater(_ statement: String, _ values: [SQLValue]) throws { try run(statement, values) }

    func lock(_ name: String) {}

    private func run(
        _ statement: String, _ values: [SQLValue], onRow: (SQLRow) throws -> Void = { _ in }
    ) throws {
        do {
            try PreparedStatement(statement, on: database).run(values, onRow: onRow)
        } catch {
            throw Self.failure(error)
        }
    }

    /// What SQLite says, as the store understands it; everything else as it is.
    static func failure(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let text = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: return SQLFailure.unavailable("the disk is full (\(text)): free some space")
        case .SQLITE_CONSTRAINT
        where [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY].contains(error.extendedResultCode):
            return SQLFailure.notUnique(text)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return SQLFailure.unavailable("another process holds the file for too long (\(text))")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY:
            return SQLFailure.unavailable("the file cannot be used (\(text)): look at the disk and who may write there")
        default: return SQLFailure.other("\(error)")
        }
    }
}
