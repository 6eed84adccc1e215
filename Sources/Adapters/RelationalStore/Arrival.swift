import Domain
import Queue

/// What the coming of a job means for those that are there: whose place it takes, and where in the queue it stands.
struct Arrival {
    /// With the time before which it does not start.
    let job: Job
    let rank: Int64
    /// A running job was told to stop.
    let stopsAnother: Bool

    static func of(_ job: Job, _ connection: any SQLConnection, policy: QueuePolicy) throws -> Self {
        guard let lane = job.lane else {
            return Self(job: job, rank: try rank(of: job, connection), stopsAnother: false)
        }
        // Two pushes that arrive together, perhaps at two nodes, must see one another.
        try connection.lock("lane \(lane)")
        let newest = try connection.rows("SELECT MAX(created_at) FROM job WHERE lane = ?1", [.text(lane)])
        guard let before = try newest.first?.optionalTime(0) else {
            return Self(job: job, rank: try rank(of: job, connection), stopsAnother: false)
        }
        var job = job
        if before > job.createdAt.advanced(by: .zero - policy.settle) {
            job.dueAt = job.createdAt.advanced(by: policy.settle)
        }
        let inherited = try supersede(lane, by: job, connection)
        let stopped = try connection.change(
            """
            UPDATE job SET stop = COALESCE(stop, 'superseded'), superseded_by = ?2
            WHERE lane = ?1 AND finished_at IS NULL AND state = 'running'
            """, [.text(lane), .text(job.id.text)])
        // In the place of the older one, so that a storm does not push its own branch back for ever.
        return Self(
            job: job, rank: try inherited ?? rank(of: job, connection), stopsAnother: stopped > 0)
    }

    /// - Returns: the best rank of those that waited; nil when none did.
    private static func supersede(
        _ lane: String, by job: Job, _ connection: any SQLConnection
    ) throws -> Int64? {
        let rows = try connection.rows(
            """
            UPDATE job SET state = 'superseded', superseded_by = ?2, finished_at = ?3
            WHERE lane = ?1 AND finished_at IS NULL AND state = 'queued' RETURNING \(JobRow.columns)
            """, [.text(lane), .text(job.id.text), .time(job.createdAt)])
        let older = try rows.map(JobRow.init)
        for row in older { try JobLog.end(connection, row.job, at: job.createdAt) }
        return older.map(\.rank).min()
    }

    /// Behind the jobs of its repository and priority that wait already, but not behind more of another one's: with a
    /// thousand jobs of one repository in the queue, the first of another is the next but one. Start-time fair queueing, with
    /// the rank that is next as the virtual time.
    static func rank(of job: Job, _ connection: any SQLConnection) throws -> Int64 {
        let dialect = connection.dialect
        let row = try connection.rows(
            """
            SELECT (SELECT MIN(rank) FROM job\(dialect.using("job_ready")) WHERE state = 'queued' AND priority = ?2),
                (SELECT MAX(rank) FROM job\(dialect.using("job_rank"))
                    WHERE state = 'queued' AND priority = ?2 AND repository = ?1)
            """, [.text(job.repository), .integer(job.priority)]
        ).first
        let next = try row?.optionalInteger(0) ?? 0
        guard let own = try row?.optionalInteger(1) else { return next }
        return max(own + 1, next)
    }
}
