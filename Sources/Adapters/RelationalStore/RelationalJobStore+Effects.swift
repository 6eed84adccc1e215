package import Domain
package import Queue

extension RelationalJobStore: EffectLog {
    private static let columns = "key, kind, precondition, at, state, result"

    package func begin(_ effect: Effect, under claim: Claim) async throws(StoreError) -> Effect? {
        let lease = policy.lease
        return try await writing { connection in
            let attempt = try Fence.extend(connection, claim, until: effect.at.advanced(by: lease)).job.attempt
            let key: [SQLValue] = [.text(claim.job.id.text), .integer(attempt), .text(effect.key)]
            let known = try connection.rows(
                "SELECT \(Self.columns) FROM effect WHERE job = ?1 AND attempt = ?2 AND key = ?3", key
            ).first.map(Effect.init)
            if let known, known.state == .done, known.precondition == effect.precondition { return known }
            try connection.changeLater(
                """
                INSERT INTO effect (job, attempt, key, kind, precondition, at, generation, state, result)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'intended', '')
                ON CONFLICT (job, attempt, key) DO UPDATE SET precondition = excluded.precondition, at = excluded.at,
                    generation = excluded.generation, state = excluded.state, result = excluded.result, ended_at = NULL
                """,
                key + [.text(effect.kind), .text(effect.precondition), .time(effect.at), .integer(claim.generation)])
            return known
        }
    }

    package func end(
        _ key: String, as state: Effect.State, result: String, under claim: Claim, at time: Timestamp
    ) async throws(StoreError) {
        try await writing { connection in
            let attempt = try Fence.hold(connection, claim).job.attempt
            try connection.changeLater(
                """
                UPDATE effect SET state = ?4, result = ?5, ended_at = ?6, generation = ?7
                WHERE job = ?1 AND attempt = ?2 AND key = ?3
                """,
                [
                    .text(claim.job.id.text), .integer(attempt), .text(key), .text(state.rawValue), .text(result),
                    .time(time), .integer(claim.generation),
                ])
        }
    }

    package func effects(of job: JobID) async throws(StoreError) -> [Effect] {
        try await reading { connection in
            try connection.rows(
                "SELECT \(Self.columns) FROM effect WHERE job = ?1 ORDER BY attempt, at, key", [.text(job.text)]
            ).map(Effect.init)
        }
    }
}

extension Effect {
    fileprivate init(_ row: SQLRow) throws {
        guard let state = State(rawValue: try row.text(4)) else {
            throw SQLFailure.other("the effect \(try row.text(0)) cannot be read")
        }
        self.init(
            key: try row.text(0), kind: try row.text(1), precondition: try row.text(2), at: try row.time(3),
            state: state, result: try row.text(5))
    }
}
