package import Domain
package import Queue

/// The log of actions and the pause switch, beside the jobs or, without a service, in a database of their own.
package struct RelationalActionLog: ActionLog, PauseStore {
    private let store: RelationalJobStore

    package init(in store: RelationalJobStore) { self.store = store }

    @discardableResult
    package func append(_ entry: AuditEntry) async throws(StoreError) -> AuditEntry {
        try await store.writingOnce { connection in
            let rows = try connection.rows(AuditRows.insertion + " RETURNING sequence", AuditRows.values(entry))
            var entry = entry
            entry.sequence = try rows.first?.integer(0) ?? 0
            return entry
        }
    }

    package func audit(before sequence: Int64?, limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await store.reading { connection in
            try connection.rows(
                """
                SELECT sequence, at, job, actor, what, target, why, result, dry_run FROM audit WHERE sequence < ?1
                ORDER BY sequence DESC LIMIT ?2
                """, [.integer(sequence ?? .max), .integer(limit)]
            ).map(AuditEntry.init)
        }
    }

    /// Writes the intent down in the transaction that looks at the history, so that of two workers only one finds room.
    package func begin(
        _ run: PlaybookRun, under claim: Claim?, at time: Timestamp,
        objection: @escaping @Sendable ([PlaybookRun]) -> String?
    ) async throws(StoreError) -> String? {
        let lease = store.policy.lease
        return try await store.writing { connection in
            try connection.lock("playbooks")
            if let claim { _ = try Fence.extend(connection, claim, until: time.advanced(by: lease)) }
            let week = time.advanced(by: .seconds(-7 * 86_400))
            let history = try PlaybookRows.find(
                connection, where: "started_at >= ?1 OR job = ?2", [.time(week), .text(run.job?.text)])
            if history.contains(where: { $0.id == run.id && $0.state != .intended }) { return "it has ended already" }
            if let objection = objection(history.filter { $0.id != run.id }) { return objection }
            try connection.changeLater(
                """
                INSERT INTO playbook_run (id, job, target, started_at, document) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, document = excluded.document
                """,
                [.text(run.id.text), .text(run.job?.text), .text(run.target), .time(run.startedAt), try .json(run)])
            return nil
        }
    }

    package func end(
        _ id: JobID, as state: PlaybookRun.State, result: String, under claim: Claim?, at time: Timestamp
    ) async throws(StoreError) {
        try await store.writing { connection in
            if let claim { _ = try Fence.hold(connection, claim) }
            guard let run = try PlaybookRows.find(connection, where: "id = ?1", [.text(id.text)]).first else {
                throw StoreError.unavailable("there is no playbook run \(id)")
            }
            if state == .unknown, run.state != .intended { return }
            try PlaybookRows.end(run, as: state, result: result, connection, at: time)
        }
    }

    package func playbookRuns(
        of job: JobID?, since time: Timestamp?
    ) async throws(StoreError) -> [PlaybookRun] {
        try await store.reading { connection in
            let since = SQLValue.time(time ?? Timestamp(milliseconds: 0))
            guard let job else { return try PlaybookRows.find(connection, where: "started_at >= ?1", [since]) }
            return try PlaybookRows.find(connection, where: "started_at >= ?1 AND job = ?2", [since, .text(job.text)])
        }
    }

    package func isFirst(_ key: String, at time: Timestamp) async throws(StoreError) -> Bool {
        try await store.writingOnce { connection in
            try connection.change(
                "INSERT INTO once (key, at) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING", [.text(key), .time(time)])
                > 0
        }
    }

    package func pause() async throws(StoreError) -> Pause? {
        try await store.reading { try $0.rows("SELECT document FROM pause", []).first?.json(Pause.self, 0) }
    }

    package func setPause(_ pause: Pause?) async throws(StoreError) {
        try await store.writing { connection in
            try connection.changeLater("DELETE FROM pause", [])
            guard let pause else { return }
            try connection.changeLater(
                """
                INSERT INTO pause (only_row, document) VALUES (1, ?1)
                ON CONFLICT (only_row) DO UPDATE SET document = excluded.document
                """, [try .json(pause)])
        }
        store.tell(.work)
    }
}

extension AuditEntry {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            sequence: try row.integer(0), at: try row.time(1), job: try row.optionalText(2).flatMap { JobID($0) },
            actor: try row.text(3), what: try row.text(4), target: try row.text(5), why: try row.text(6),
            result: try row.text(7), dryRun: try row.integer(8) != 0)
    }
}

enum AuditRows {
    static let insertion = """
        INSERT INTO audit (at, job, actor, what, target, why, result, dry_run)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """

    /// In the transaction of what it tells of, so that neither is there without the other.
    static func add(_ entry: AuditEntry, _ connection: any SQLConnection) throws {
        try connection.changeLater(insertion, values(entry))
    }

    static func values(_ entry: AuditEntry) -> [SQLValue] {
        [
            .time(entry.at), .text(entry.job?.text), .text(entry.actor), .text(entry.what), .text(entry.target),
            .text(entry.why), .text(entry.result), .flag(entry.dryRun),
        ]
    }
}
