internal import RelationalStore

/// Brings a database's schema up to date, step by step and only forward. Several nodes may start at once: one does a step and
/// the others find it done.
package struct PostgresMigrations: Sendable {
    package typealias Step = (name: String, statements: String)

    package struct Check: Sendable, Hashable {
        /// Steps that the database has, and those that this version would add.
        package let applied: [String], missing: [String]
        /// The database was brought up to date by a newer version than this one.
        package let isNewer: Bool
    }

    /// A step may rewrite a big table, and the other nodes wait for it.
    private static let patience: Duration = .seconds(3600)
    private let steps: [Step]

    /// - Parameter steps: in order, counted from 1; a step that has shipped is never edited. Its statements are divided by
    ///   semicolons, and none of them begins or ends a transaction.
    package init(_ steps: [Step]) { self.steps = steps }

    /// - Returns: the names of the steps that this call added.
    /// - Throws: `SQLFailure`
    @discardableResult
    package func apply(to database: PostgresDatabase) async throws -> [String] {
        var added: [String] = []
        while let name = try await database.patiently({ try addNext(on: $0) }) { added.append(name) }
        return added
    }

    /// Looks without changing anything.
    /// - Throws: `SQLFailure`
    package func check(_ database: PostgresDatabase) async throws -> Check {
        let applied = try await database.read { connection -> [String] in
            let tables = try connection.rows("SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_step')", [])
            guard try tables.first?.integer(0) == 1 else { return [] }
            return try connection.rows("SELECT name FROM schema_step ORDER BY number", []).map { try $0.text(0) }
        }
        return Check(
            applied: applied, missing: steps.dropFirst(applied.count).map(\.name), isNewer: applied.count > steps.count)
    }

    /// - Returns: the name of the step, nil when there was none left to add.
    private func addNext(on connection: PostgresConnection) throws -> String? {
        try connection.require([.plain("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")])
        do {
            let name = try addNextInTransaction(on: connection)
            // Also when it is not known whether it was committed: the next look at the table tells.
            try connection.require([.plain("COMMIT")])
            return name
        } catch {
            connection.tell("ROLLBACK")
            throw error
        }
    }

    private func addNextInTransaction(on connection: PostgresConnection) throws -> String? {
        let milliseconds = PostgresSettings.milliseconds(Self.patience)
        try connection.script(
            """
            SET LOCAL statement_timeout = \(milliseconds); SET LOCAL lock_timeout = \(milliseconds);
            SELECT pg_advisory_xact_lock(hashtextextended('selfheal schema', 0));
            CREATE TABLE IF NOT EXISTS schema_step (
                number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL
            );
            """, timeout: Self.patience)
        let applied = try connection.answer("SELECT name FROM schema_step ORDER BY number", .none).rows()
            .map { try $0.text(0) }
        try require(applied, at: connection.address)
        guard applied.count < steps.count else { return nil }
        let step = steps[applied.count]
        try connection.script(step.statements, timeout: Self.patience)
        _ = try connection.answer(
            """
            INSERT INTO schema_step (number, name, applied_at)
            VALUES ($1, $2, CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT))
            """, PostgresParameters([.integer(applied.count + 1), .text(step.name)]))
        return step.name
    }

    private func require(_ applied: [String], at address: PostgresAddress) throws {
        guard applied.count <= steps.count else {
            throw SQLFailure.other(
                "the database at \(address) has the schema of a newer version of selfheal (step \(applied.count), "
                    + "\(applied.last ?? "")), and this one knows \(steps.count) steps: use that version")
        }
        for (number, (found, step)) in zip(applied, steps).enumerated() where found != step.name {
            throw SQLFailure.other(
                "the database at \(address) has another schema: its step \(number + 1) is \(found), and here it is "
                    + "\(step.name); use a database of its own for this service")
        }
    }
}
