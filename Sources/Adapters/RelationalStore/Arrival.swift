import Domain
import Queue

/// What the coming of a job means for those that are there: whose place it takes, and where in the queue it stands.
struct Arrival {
    /// With the time before which it does not start.
    let job: Job
    /// nil: behind those that are there.
    let rank: Int64?
    /// A running job was told to stop.
    let stopsAnother: Bool
    /// The job of what happened after it, which it is too late for: it is on its way again after it was refused, or was
    /// overtaken.
    var later: JobID?

    static func of(_ job: Job, _ connection: any SQLConnection, policy: QueuePolicy) throws -> Self {
        if job.trigger.kind == .cron { return try ofSlot(job, connection) }
        guard let lane = job.lane else { return Self(job: job, rank: nil, stopsAnother: false) }
        // Two pushes that arrive together, perhaps at two nodes, must see one another.
        try connection.lock("lane \(lane)")
        guard let newest = try newest(of: lane, connection) else {
            return Self(job: job, rank: nil, stopsAnother: false)
        }
        if newest.happened(after: job) {
            return Self(job: job, rank: nil, stopsAnother: false, later: newest.id)
        }
        var job = job
        if newest.createdAt > job.createdAt.advanced(by: .zero - policy.settle) {
            job.dueAt = job.createdAt.advanced(by: policy.settle)
        }
        let older = try supersede(lane, by: job, connection)
        let waited = older.filter { $0.job.state == .superseded }
        // In the place of the older one, so that a storm does not push its own branch back for ever.
        return Self(job: job, rank: waited.map(\.rank).min(), stopsAnother: waited.count < older.count)
    }

    private struct Newest {
        let id: JobID
        let createdAt: Timestamp
        let occurredAt: Timestamp?
        let sha: String?
        let base: String?

        func happened(after job: Job) -> Bool {
            guard let mine = job.trigger.occurredAt, let occurredAt else { return false }
            let (sha, base) = (job.sha?.text, job.base?.text)
            // GitHub's time is the repository's, whose other branches are pushed to as well: it may be later than the push. What
            // goes on from this one's commit is newer all the same.
            if let base, base == self.sha, sha != self.base { return false }
            guard mine == occurredAt else { return mine < occurredAt }
            // Within one second the commits tell: this one goes on from the job's, and was not set back to it.
            return sha != nil && sha == self.base && base != self.sha
        }
    }

    /// The job of the lane that was made last, found without going through the others.
    private static func newest(of lane: String, _ connection: any SQLConnection) throws -> Newest? {
        let rows = try connection.rows(
            """
            SELECT id, created_at, occurred_at, sha, base FROM job
            WHERE lane = ?1 AND created_at = (SELECT MAX(created_at) FROM job WHERE lane = ?1) ORDER BY id DESC LIMIT 1
            """, [.text(lane)])
        return try rows.first.flatMap { row in
            guard let id = JobID(try row.text(0)) else { return nil }
            return Newest(
                id: id, createdAt: try row.time(1), occurredAt: try row.optionalTime(2), sha: try row.optionalText(3),
                base: try row.optionalText(4))
        }
    }

    /// Of slots that come while an earlier one still waits, such as in a pause, one run is left. A running one is not stopped:
    /// a suite that takes longer than its schedule's interval would never end. What a person queued again stays,
    /// and so does what has begun and was postponed.
    private static func ofSlot(_ job: Job, _ connection: any SQLConnection) throws -> Self {
        try connection.lock("slots \(job.repository) \(job.ref)")
        let rows = try connection.rows(
            """
            UPDATE job\(connection.dialect.using("job_rank")) SET state = 'superseded', superseded_by = ?1,
                finished_at = CAST(?2 AS BIGINT)
            WHERE state = 'queued' AND trigger = 'cron' AND repository = ?3 AND ref = ?4 AND parent IS NULL AND attempt = 1
                AND retries = 0 AND priority < \(JobRow.resumed) AND dry_run = ?5 AND COALESCE(projects, '') = ?6
            RETURNING \(JobRow.columns)
            """,
            [
                .text(job.id.text), .time(job.createdAt), .text(job.repository), .text(job.ref), .flag(job.dryRun),
                job.projects.isEmpty ? .text("") : try .json(job.projects),
            ])
        let older = try rows.map(JobRow.init)
        try end(older, at: job.createdAt, connection)
        return Self(job: job, rank: older.map(\.rank).min(), stopsAnother: false)
    }

    /// Stores the job that came too late as what it is. It leaves its lane, whose newest it is not, whatever comes next.
    func keepForTheRecord(_ connection: any SQLConnection) throws -> Job {
        var row = try JobRow.locked(connection, job.id)
        try row.apply(.superseded)
        row.job.supersededBy = later
        row.job.finishedAt = job.createdAt
        try row.save(connection)
        try connection.changeLater("UPDATE job SET lane = NULL WHERE id = ?1", [.text(job.id.text)])
        try JobLog.end(connection, row.job, at: job.createdAt)
        return row.job
    }

    private static func end(_ jobs: [JobRow], at time: Timestamp, _ connection: any SQLConnection) throws {
        for row in jobs where row.job.state == .superseded {
            try JobLog.end(connection, row.job, at: time)
            try PlaybookRows.endOpen(of: row.job, connection, at: time)
            try ShardRows.end(of: row.job, connection, at: time)
        }
    }

    /// Those that wait end, those that run are told to stop. One statement: of a job that just then goes from one to the
    /// other, two of them would each see the state that is the other's business.
    /// - Returns: all of them, as they are now.
    private static func supersede(
        _ lane: String, by job: Job, _ connection: any SQLConnection
    ) throws -> [JobRow] {
        let rows = try connection.rows(
            """
            UPDATE job\(connection.dialect.using("job_open_lane")) SET superseded_by = ?2,
                state = CASE state WHEN 'queued' THEN 'superseded' ELSE state END,
                finished_at = CASE state WHEN 'queued' THEN CAST(?3 AS BIGINT) END,
                stop = CASE state WHEN 'running' THEN COALESCE(stop, 'superseded') END
            WHERE lane = ?1 AND finished_at IS NULL AND state IN ('queued', 'running') RETURNING \(JobRow.columns)
            """, [.text(lane), .text(job.id.text), .time(job.createdAt)])
        let older = try rows.map(JobRow.init)
        try end(older, at: job.createdAt, connection)
        return older
    }
}
