import Foundation
import GRDB
import RelationalStore

/// A connection of GRDB's while it is in our hands.
struct SQLiteConnection: SQLConnection {
    let database: Database

    /// There is one writer: what a transaction reads, nobody else changes meanwhile.
    var dialect: SQLDialect { SQLDialect(forUpdate: "", skippingLocked: "", takesIndexHints: true) }

    func rows(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow] {
        do {
            let prepared = try prepare(statement, values)
            var found: [SQLRow] = []
            let cursor = try Row.fetchCursor(prepared)
            while let row = try cursor.next() {
                found.append(SQLRow(row.databaseValues.map(SQLValue.init)))
            }
            return found
        } catch {
            throw Self.failure(error)
        }
    }

    @discardableResult
    func change(_ statement: String, _ values: [SQLValue]) throws -> Int {
        do {
            try prepare(statement, values).execute()
            return database.changesCount
        } catch {
            throw Self.failure(error)
        }
    }

    func changeLater(_ statement: String, _ values: [SQLValue]) throws { try change(statement, values) }

    func lock(_ name: String) {}

    private func prepare(_ statement: String, _ values: [SQLValue]) throws -> Statement {
        let prepared = try database.cachedStatement(sql: statement)
        try prepared.setArguments(StatementArguments(values.map(\.databaseValue)))
        return prepared
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

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob(data)
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let data): data.databaseValue
        }
    }
}
