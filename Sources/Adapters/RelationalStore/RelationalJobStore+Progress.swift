package import Domain
package import Foundation
package import Queue

extension Job.Stage {
    /// Counted from 1; 0 is before the first.
    fileprivate var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

extension RelationalJobStore {
    package func begin(_ stage: Job.Stage, of claim: Claim) async throws(StoreError) {
        try await change(claim, "stage = ?3, progress = NULL", [.text(stage.rawValue)])
    }

    /// Keeps a stage's result, in place of an earlier one, so that the stage is not done again after a crash. Later stages
    /// rest on it, so that what they once returned is forgotten: another node may have made it, of another run.
    ///
    /// The deaths of its workers are forgotten only when it gets further than ever in this attempt: a job that kills one node
    /// after the other does its first stages anew at each of them.
    package func commit(_ result: Data, of stage: Job.Stage, claim: Claim) async throws(StoreError) {
        try await writing { connection in
            try Self.fenced(
                connection, claim,
                """
                deaths = CASE WHEN reached < ?3 THEN 0 ELSE deaths END,
                reached = CASE WHEN reached < ?3 THEN ?3 ELSE reached END
                """, [.integer(stage.number)])
            try Self.forgetResults(after: stage, of: claim, connection)
            try Self.keep(result, of: stage, claim, connection)
        }
    }

    private static func forgetResults(
        after stage: Job.Stage, of claim: Claim, _ connection: any SQLConnection
    ) throws {
        let later = Job.Stage.allCases.drop { $0 != stage }.dropFirst()
        guard !later.isEmpty else { return }
        let places = later.indices.map { "?\($0 - later.startIndex + 2)" }.joined(separator: ", ")
        try connection.changeLater(
            "DELETE FROM stage_result WHERE job = ?1 AND stage IN (\(places))",
            [.text(claim.job.id.text)] + later.map { .text($0.rawValue) })
    }

    static func keep(
        _ result: Data, of stage: Job.Stage, _ claim: Claim, _ connection: any SQLConnection
    ) throws {
        try connection.changeLater(
            """
            INSERT INTO stage_result (job, stage, node, result) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (job, stage) DO UPDATE SET node = excluded.node, result = excluded.result
            """,
            [.text(claim.job.id.text), .text(stage.rawValue), .text(claim.worker.node), .blob(result)])
    }

    package func result(of stage: Job.Stage, for claim: Claim) async throws(StoreError) -> Data? {
        try await reading { connection in
            try connection.rows(
                "SELECT result FROM stage_result WHERE job = ?1 AND stage = ?2 AND node = ?3",
                [.text(claim.job.id.text), .text(stage.rawValue), .text(claim.worker.node)]
            ).first?.blob(0)
        }
    }

    package func spending(of job: JobID) async throws(StoreError) -> HealingReport.Metrics.LanguageModel? {
        try await reading { connection in
            try connection.rows("SELECT document FROM spending WHERE job = ?1", [.text(job.text)])
                .first?.json(HealingReport.Metrics.LanguageModel.self, 0)
        }
    }

    package func record(
        _ spending: HealingReport.Metrics.LanguageModel, of claim: Claim
    ) async throws(StoreError) {
        try await writing { connection in
            _ = try Fence.hold(connection, claim)
            try connection.changeLater(
                """
                INSERT INTO spending (job, document) VALUES (?1, ?2)
                ON CONFLICT (job) DO UPDATE SET document = excluded.document
                """, [.text(claim.job.id.text), try .json(spending)])
        }
    }

    /// Writes down which commits the job is about, or how far it is.
    package func update(_ claim: Claim, _ change: JobChange) async throws(StoreError) {
        switch change {
        case .revision(let sha, let base):
            try await self.change(claim, "sha = ?3, base = ?4", [.text(sha.text), .text(base?.text)])
        case .progress(let progress):
            let value: SQLValue
            do {
                value = try .json(progress)
            } catch {
                throw StoreError(error)
            }
            try await self.change(claim, "progress = ?3", [value])
        }
    }

    package func append(
        _ kind: JobLogEntry.Kind, _ data: Data, of claim: Claim, at time: Timestamp
    ) async throws(StoreError) {
        let added = try await writingOnce { try JobLog.add($0, kind, data, of: claim, at: time) }
        if !added { throw StoreError.leaseLost(claim.job.id) }
    }

    /// Ends the job, keeps its report, tells those who follow its events, adds it to the history, and puts the messages about
    /// it into the outbox: all or nothing. What its stages returned goes, since nobody goes on with it; which node made the
    /// first of them is still asked.
    @discardableResult
    package func finish(
        _ claim: Claim, as end: JobEnd, messages: [OutboxMessage], at time: Timestamp
    ) async throws(StoreError) -> Job {
        let (job, stops) = try await writing { connection in
            var job = try Self.end(claim, end, connection, at: time)
            if job.state == .queued { job = try ShardRows.cancelled(job, connection, at: time) ?? job }
            guard job.state.isFinal else { return (job, false) }
            var report: JobReport?
            if case .succeeded(_, _, let made) = end {
                report = made
                try connection.changeLater(
                    """
                    INSERT INTO report (job, body) VALUES (?1, ?2) ON CONFLICT (job) DO UPDATE SET body = excluded.body
                    """, [.text(job.id.text), .blob(made.body)])
                try TestHistoryRows.add(made, of: job, connection, at: time)
            }
            try HistoryRows.add(report, of: job, connection, at: time)
            try JobLog.end(connection, job, at: time)
            try PlaybookRows.endOpen(of: job, connection, at: time)
            if job.parent == nil { try Self.forgetResults(after: .checkout, of: claim, connection) }
            let stops = try ShardRows.end(of: job, connection, at: time)
            for message in messages { try OutboxRows.add(message, connection) }
            return (job, stops)
        }
        // The end of a job frees its branch, on which another one may wait.
        tell(.work)
        if stops { tell(.stop) }
        if !messages.isEmpty { tell(.message) }
        return job
    }

    static let noWorker = """
        progress = NULL, node = NULL, worker = NULL, lease_until = NULL, stop = NULL, deaths = 0
        """

    private static func end(
        _ claim: Claim, _ end: JobEnd, _ connection: any SQLConnection, at time: Timestamp
    ) throws -> Job {
        switch end {
        case .succeeded(let outcome, let summary, _):
            return try fenced(
                connection, claim,
                "state = 'succeeded', outcome = ?3, summary = ?4, error = NULL, finished_at = ?5, \(noWorker)",
                [.text(outcome.rawValue), .text(storable(summary)), .time(time)])
        case .failed(let error):
            return try fenced(
                connection, claim, "state = 'failed', error = ?3, finished_at = ?4, \(noWorker)",
                [.text(storable(error)), .time(time)])
        case .postponed(let error, let due):
            let row = try Fence.hold(connection, claim)
            // Told to stop meanwhile, it does not come back.
            guard row.stop == nil else { return try stopped(row, connection, at: time) }
            return try fenced(
                connection, claim,
                "state = 'queued', error = ?3, due_at = ?4, retries = retries + 1, \(JobRow.plainPriority), \(noWorker)",
                [.text(storable(error)), .time(due)])
        case .stopped: return try stopped(try Fence.hold(connection, claim), connection, at: time)
        }
    }

    /// What programs print may have U+0000 in it, which PostgreSQL does not store in a text.
    private static func storable(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }

    private static func stopped(
        _ row: JobRow, _ connection: any SQLConnection, at time: Timestamp
    ) throws -> Job {
        var row = row
        if case .superseded(let newer) = row.stop {
            try row.apply(.superseded)
            row.job.supersededBy = newer
        } else {
            try row.apply(.cancelled)
        }
        row.job.finishedAt = time
        row.job.progress = nil
        try row.save(connection)
        return row.job
    }

    private func change(
        _ claim: Claim, _ assignments: String, _ values: [SQLValue]
    ) async throws(StoreError) {
        let changed = try await writingOnce { connection in
            try connection.change(
                "UPDATE job SET \(assignments) WHERE \(Fence.condition)", Fence.values(claim) + values)
        }
        if changed == 0 { throw StoreError.leaseLost(claim.job.id) }
    }

    /// Changes the job and keeps its row locked, when the claim is the newest.
    @discardableResult
    static func fenced(
        _ connection: any SQLConnection, _ claim: Claim, _ assignments: String, _ values: [SQLValue]
    ) throws -> Job {
        let rows = try connection.rows(
            "UPDATE job SET \(assignments) WHERE \(Fence.condition) RETURNING \(JobRow.columns)",
            Fence.values(claim) + values)
        guard let row = rows.first else { throw StoreError.leaseLost(claim.job.id) }
        return try JobRow(row).job
    }
}
