internal import Domain
internal import RelationalStore

extension PostgresConnection {
    /// Sets the session up, and reads back that what is committed will be on disk.
    func prepareSession() throws(PostgresFailure) {
        let set = settings.sessionSettings
        let calls = set.indices.map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
        let answer = try answer(
            """
            SELECT current_setting('fsync'),
            set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'remote_apply'
            THEN 'remote_apply' ELSE 'on' END, false), \(calls.joined(separator: ", "))
            """,
            PostgresParameters(set.flatMap { [.text($0.name), .text($0.value)] }))
        guard let values = try answer.rows().first?.values, values.count >= 2 else {
            throw lost("it did not say how it is set up")
        }
        let durability = Durability(fsync: values[0], synchronousCommit: values[1])
        if let problem = durability.problem, !settings.acceptsLossAtPowerCut {
            throw PostgresFailure(kind: .other, description: "PostgreSQL at \(address): \(problem)")
        }
    }

    /// Reads the server's clock if that was not done for some time.
    func read(_ clock: PostgresClock) throws(PostgresFailure) {
        guard clock.wantsReading else { return }
        // The answers that are owed would make the round trip look longer than it is, which does no harm.
        let sent = clock.elapsed()
        let answer = try answer("SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)", .none)
        let received = clock.elapsed()
        guard case .integer(let milliseconds)? = try answer.rows().first?.values.first else {
            throw lost("it did not say what time it is")
        }
        clock.note(.init(server: Timestamp(milliseconds: milliseconds), between: sent, and: received))
    }

    /// The answer to one statement, whose parameters are `$1`, `$2`, ...
    func answer(
        _ statement: String, _ parameters: PostgresParameters
    ) throws(PostgresFailure) -> PostgresAnswer {
        let outcome = exchange([.once(statement, parameters)])
        guard let answer = outcome.answers.first, outcome.failure == nil else {
            throw outcome.failure ?? lost("it gave no answer")
        }
        return answer
    }
}

/// Whether what is committed survives a power cut.
struct Durability: Hashable {
    let fsync: SQLValue
    let synchronousCommit: SQLValue

    /// What is wrong and what to set; nil when nothing is.
    var problem: String? {
        let reasons = [
            fsync == .text("on") ? nil : "fsync is off, so set fsync = on in postgresql.conf",
            [.text("on"), .text("remote_apply")].contains(synchronousCommit)
                ? nil : "synchronous_commit is off, so set synchronous_commit = on for the role or the database",
        ].compactMap(\.self)
        guard !reasons.isEmpty else { return nil }
        return "an acknowledged job could be lost at a power cut: \(reasons.joined(separator: ", and ")), then start "
            + "again; the service does not work like that"
    }
}
