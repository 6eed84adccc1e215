import Foundation
import GRDB
import GRDBSQLite
import RelationalStore

/// A statement that a connection has compiled and keeps. Values go in and out by SQLite's own calls: GRDB's copies of
/// arguments and of rows cost more than most of our statements.
struct PreparedStatement {
    private let text: String
    private let statement: OpaquePointer
    private let connection: OpaquePointer?

    init(_ text: String, on database: Database) throws {
        self.text = text
        statement = try database.cachedStatement(sql: text).sqliteStatement
        connection = database.sqliteConnection
    }

    /// Carries it out, and leaves it ready for the next time.
    /// - Parameter onRow: gets each row of the answer.
    func run(_ values: [SQLValue], onRow: (SQLRow) throws -> Void = { _ in }) throws {
        defer {
            sqlite3_reset(statement)
            // A report would stay in memory, and a call with too few values would take the ones of the call before.
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try onRow(SQLRow((0..<sqlite3_column_count(statement)).map(column)))
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    private func bind(_ value: SQLValue, at place: Int32) throws {
        // SQLite makes its own copy, since the value may be gone before the statement is through.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .null: sqlite3_bind_null(statement, place)
            case .integer(let number): sqlite3_bind_int64(statement, place, number)
            case .real(let number): sqlite3_bind_double(statement, place, number)
            case .text(let text): sqlite3_bind_text(statement, place, text, Int32(text.utf8.count), copied)
            case .blob(let data) where data.isEmpty: sqlite3_bind_zeroblob(statement, place, 0)
            case .blob(let data):
                data.withUnsafeBytes {
                    sqlite3_bind_blob(statement, place, $0.baseAddress, Int32($0.count), copied)
                }
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func column(_ place: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, place) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, place))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, place))
        case SQLITE_TEXT: .text(String(decoding: octets(sqlite3_column_text(statement, place), place), as: UTF8.self))
        case SQLITE_BLOB: .blob(Data(octets(sqlite3_column_blob(statement, place), place)))
        default: .null
        }
    }

    /// - Parameter start: as SQLite gave it, before it is asked for the length.
    private func octets(_ start: UnsafeRawPointer?, _ place: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, place)))
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: sqlite3_errmsg(connection).map { String(cString: $0) },
            sql: text)
    }
}
