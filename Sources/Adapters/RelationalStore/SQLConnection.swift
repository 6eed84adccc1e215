/// One connection to a database while it is ours, for a transaction or a look; it never leaves the closure that it is
/// given to.
///
/// Statements are written in the words that SQLite and PostgreSQL share, with parameters `?1`, `?2`, ... and only values
/// in them, never text of ours that came from outside. Whole numbers are BIGINT, flags 0 and 1, times milliseconds since
/// 1970, JSON is text.
package protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// - Returns: the rows of the answer; none for a statement that has none.
    /// - Throws: `SQLFailure`
    func rows(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow]

    /// - Returns: how many rows were inserted, changed or deleted.
    /// - Throws: `SQLFailure`
    @discardableResult
    func change(_ statement: String, _ values: [SQLValue]) throws -> Int

    /// A change whose outcome need not be known before the transaction goes on, so that it need not be waited for. When it
    /// fails, the transaction does.
    func changeLater(_ statement: String, _ values: [SQLValue]) throws

    /// Waits until nobody else, on whatever node, is in a transaction that named the same thing, and keeps others out until
    /// this one ends. Nothing to do where there is only one writer.
    func lock(_ name: String) throws
}

/// What the databases do not have in common.
package struct SQLDialect: Hashable, Sendable {
    /// After a `SELECT` of rows that this transaction is about to change.
    package let forUpdate: String
    /// The same, leaving out what another transaction holds.
    package let skippingLocked: String

    /// Whether a table in a query can be told by `INDEXED BY` which index to use.
    package let takesIndexHints: Bool

    package init(forUpdate: String, skippingLocked: String, takesIndexHints: Bool = false) {
        self.forUpdate = forUpdate
        self.skippingLocked = skippingLocked
        self.takesIndexHints = takesIndexHints
    }

    /// Behind a table's name. Without statistics SQLite takes an index over all rows for better than one over the few that
    /// matter, and would read the whole queue for each claim.
    package func using(_ index: String) -> String { takesIndexHints ? " INDEXED BY \(index)" : "" }
}

/// A database that holds the store's tables.
///
/// Errors that a closure throws come out as they are, after its changes were taken back; what the database says is a
/// `SQLFailure`. A closure may be run again when the database asks for it, so that it must have no effect but on the
/// database.
package protocol RelationalDatabase: Sendable {
    /// One transaction. What it changed is on disk when this returns.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// The same for a closure that carries out one statement at most, which needs no transaction around it.
    func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// A look at one state of the database.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
}

/// What a database said instead of an answer.
package enum SQLFailure: Error, Hashable, CustomStringConvertible {
    /// A row with this key is there already.
    case notUnique(String)
    /// No space, no file, no connection, busy for too long: nothing was written, and it may work later. For a lost
    /// connection nobody knows whether the last transaction was committed.
    case unavailable(String)
    case other(String)

    package var description: String {
        switch self {
        case .notUnique(let text), .unavailable(let text), .other(let text): text
        }
    }
}
