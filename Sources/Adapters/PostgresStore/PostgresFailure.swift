internal import RelationalStore

/// What went wrong with a statement or a connection, and what that means for the transaction.
struct PostgresFailure: Error, Hashable, CustomStringConvertible {
    enum Kind: Hashable {
        case notUnique
        /// The server broke the transaction off in favour of another one: it wants to be run again.
        case conflict
        /// The connection's prepared statements are none any more: nothing was done.
        case outdated
        /// The connection is gone, and the transaction with it.
        case lost
        /// The connection is gone, and nobody knows whether the transaction was committed.
        case uncertain
        case unavailable
        case other
    }

    var kind: Kind
    /// SQLSTATE; nil when the server did not speak.
    var state: String?
    var description: String

    var sqlFailure: SQLFailure {
        switch kind {
        case .notUnique: .notUnique(description)
        case .conflict, .outdated, .lost, .uncertain, .unavailable: .unavailable(description)
        case .other: .other(description)
        }
    }

    /// Whether the connection is of no use any more.
    var endsConnection: Bool { [.lost, .uncertain, .outdated].contains(kind) }

    /// Whether another attempt may go better.
    var mayBeRunAgain: Bool { [.conflict, .lost, .outdated].contains(kind) }

    /// The same loss when it is too late to tell what became of the transaction.
    func asUncertain() -> Self {
        guard kind == .lost else { return self }
        return Self(
            kind: .uncertain, state: state,
            description: description
                + "; it is not known whether the last transaction was committed: look before doing "
                + "it again")
    }
}

extension PostgresFailure {
    /// - Parameter statement: what was asked; it has no values in it.
    init(_ answer: PostgresAnswer, statement: String, address: PostgresAddress) {
        state = answer.part(.state)
        let isFatal = ["FATAL", "PANIC"].contains(answer.part(.severity))
        let verdict = Verdict(
            state: state ?? "", isFatal: isFatal || state == nil, function: answer.part(.function) ?? "")
        kind = verdict.kind
        let said = address.redacted(answer.part(.text) ?? answer.message)
        let constraint = answer.part(.constraint).map { " (constraint \($0))" } ?? ""
        description =
            "PostgreSQL at \(address): \(said)\(constraint)\(state.map { " [SQLSTATE \($0)]" } ?? "")"
            + (verdict.advice.map { "; \($0)" } ?? "")
            + (kind == .other || kind == .notUnique ? ", at: \(statement.prefix(300))" : "")
    }

    static func lost(_ said: String, _ address: PostgresAddress) -> Self {
        Self(
            kind: .lost,
            description:
                "the connection to PostgreSQL at \(address) was lost (\(address.redacted(said))); a new one is "
                + "opened for the next transaction: if this goes on, see whether the server runs and can be reached")
    }

    static func unreachable(_ said: String, _ address: PostgresAddress) -> Self {
        Self(
            kind: .unavailable,
            description: "PostgreSQL at \(address) cannot be used: \(address.redacted(said)); see whether it runs, and "
                + "whether DATABASE_URL names the right host, database, user and password")
    }

    static func unknownType(_ oid: UInt32, column: String) -> Self {
        Self(
            kind: .other,
            description:
                "column \(column) has a type that the store does not read (oid \(oid)): cast it in the statement "
                + "to BIGINT, DOUBLE PRECISION, TEXT or BYTEA")
    }
}
