internal import RelationalStore

/// A connection as a closure of the store sees it, for one transaction.
///
/// `BEGIN` goes with the first statement, so that it costs no time of its own, and a closure that asks nothing costs none at
/// all. After a failure of the database nothing more is carried out, also when the closure goes on: all of it is taken back.
final class PostgresTransaction: SQLConnection {
    enum Kind {
        case write, once, look

        var begin: String? {
            switch self {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .once: nil
            case .look: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        }
    }

    private let connection: PostgresConnection
    private let kind: Kind
    private var isBegun = false
    private var statements = 0
    /// What is sent along with the next statement, or with the end.
    private var later: [PostgresConnection.Work] = []
    private var failure: PostgresFailure?

    init(_ kind: Kind, on connection: PostgresConnection) {
        self.kind = kind
        self.connection = connection
    }

    let dialect = SQLDialect(forUpdate: " FOR UPDATE", skippingLocked: " FOR UPDATE SKIP LOCKED")

    /// - Throws: `PostgresFailure` when the database failed and `body` went on or may be run again, else what `body` throws.
    func run<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        do {
            let value = try body(self)
            if let failure { throw failure }
            try end()
            return value
        } catch {
            if isBegun { connection.tell("ROLLBACK") }
            throw failure.flatMap { $0.mayBeRunAgain ? $0 : nil } ?? error
        }
    }

    func rows(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow] {
        let answer = try carryOut(statement, values)
        return try remembering { () throws(PostgresFailure) in try answer.rows() }
    }

    @discardableResult
    func change(_ statement: String, _ values: [SQLValue]) throws -> Int {
        try carryOut(statement, values).changes
    }

    func lock(_ name: String) throws {
        _ = try carryOut("SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))", [.text(name)])
    }

    func changeLater(_ statement: String, _ values: [SQLValue]) throws {
        // Without a transaction around it there is no later.
        guard kind == .write else {
            _ = try carryOut(statement, values)
            return
        }
        try remembering { () throws(PostgresFailure) in
            later.append(.init(statement: statement, parameters: PostgresParameters(values)))
        }
    }

    private func end() throws(PostgresFailure) {
        guard isBegun || !later.isEmpty else { return }
        guard kind == .write else {
            isBegun = false
            return connection.tell("COMMIT")
        }
        let outcome = connection.carryOut(later, after: isBegun ? nil : kind.begin, before: "COMMIT") {
            isBegun = true
        }
        let isCommitted = outcome.answers.count > later.count
        if let failure = outcome.failure, !isCommitted {
            isBegun = isBegun && !failure.endsConnection
            throw failure.asUncertain()
        }
        isBegun = false
        guard outcome.answers.last?.command == "COMMIT" else {
            throw PostgresFailure(
                kind: .other,
                description: "PostgreSQL at \(connection.address) took a transaction back instead of "
                    + "committing it, although no statement had failed")
        }
    }

    private func carryOut(_ statement: String, _ values: [SQLValue]) throws -> PostgresAnswer {
        try remembering { () throws(PostgresFailure) in
            let work = later + [.init(statement: statement, parameters: PostgresParameters(values))]
            later = []
            statements += 1
            guard kind != .once || statements == 1 else { throw .secondStatement(statement) }
            let outcome = connection.carryOut(work, after: isBegun ? nil : kind.begin) { isBegun = true }
            if let failure = outcome.failure {
                // Only a server that gives the end of the connection for an answer has certainly not carried it out.
                let isCertain = kind != .once || (failure.state != nil && outcome.answers.isEmpty)
                throw isCertain ? failure : failure.asUncertain()
            }
            guard let answer = outcome.answers.last else { throw connection.lost("it gave no answer") }
            return answer
        }
    }

    private func remembering<Value>(_ body: () throws(PostgresFailure) -> Value) throws -> Value {
        do throws(PostgresFailure) {
            if let failure { throw failure }
            return try body()
        } catch {
            failure = failure ?? error
            throw error.sqlFailure
        }
    }
}

extension PostgresFailure {
    static func secondStatement(_ statement: String) -> Self {
        Self(
            kind: .other,
            description: "a second statement where there is no transaction around two: use write for it, at: "
                + "\(statement.prefix(300))")
    }
}
