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

    static func of(_ job: Job, _ connection: any SQLConnection, policy: QueuePolicy) throws -> Self {
        guard let lane = job.lane else { return Self(job: job, rank: nil, stopsAnother: false) }
        // Two pushes that arrive together, perhaps at two nodes, must see one another.
        try connection.lock("lane \(lane)")
        let newest = try connection.rows("SELECT MAX(created_at) FROM job WHERE lane = ?1", [.text(lane)])
        guard let before = try newest.first?.optionalTime(0) else {
            return Self(job: job, rank: nil, stopsAnother: false)
        }
        var job = job
        if before > job.createdAt.advanced(by: .zero - policy.settle) {
            job.dueAt = job.createdAt.advanced(by: policy.settle)
        }
        let older = try supersede(lane, by: job, connection)
        let waited = older.filter { $0.job.state == .superseded }
        // In the place of the older one, so that a storm does not push its own branch back for ever.
        return Self(job: job, rank: waited.map(\.rank).min(), stopsAnother: waited.count < older.count)
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
        for row in older where row.job.state == .superseded {
            try JobLog.end(connection, row.job, at: job.createdAt)
            try PlaybookRows.endOpen(of: row.job, connection, at: job.createdAt)
            try ShardRows.end(of: row.job, connection, at: job.createdAt)
        }
        return older
    }
}
