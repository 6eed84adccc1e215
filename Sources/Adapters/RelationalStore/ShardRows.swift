import Domain
import Queue

/// What the life of a job means for the parts of its suite.
enum ShardRows {
    /// Whether the job is a part of one that has ended, or that is in a later attempt. Until the transaction ends, so it stays.
    static func isOrphan(_ job: Job, _ connection: any SQLConnection) throws -> Bool {
        guard let parent = job.parent else { return false }
        // A part that is queued again while its parent ends must not be overlooked by both.
        try connection.lock(lockName(parent))
        let rows = try connection.rows(
            "SELECT 1 FROM job WHERE id = ?1 AND finished_at IS NULL AND attempt = ?2",
            [.text(parent.text), .integer(job.attempt)])
        return rows.isEmpty
    }

    /// Ends a part that was queued again, when nobody waits for it any more.
    /// - Returns: the part as it is then; nil when it goes on.
    static func cancelled(_ job: Job, _ connection: any SQLConnection, at time: Timestamp) throws -> Job? {
        guard try isOrphan(job, connection) else { return nil }
        return try connection.rows(
            "UPDATE job SET state = 'cancelled', finished_at = ?2 WHERE id = ?1 RETURNING \(JobRow.columns)",
            [.text(job.id.text), .time(time)]
        ).first.map { try JobRow($0).job }
    }

    /// Ends the parts of a job that has just ended and whose row is locked: those that wait at once, and those that run hear
    /// it when they renew their claims.
    /// - Returns: whether one that runs has something to hear.
    @discardableResult
    static func end(of job: Job, _ connection: any SQLConnection, at time: Timestamp) throws -> Bool {
        // Only who has run has parts.
        guard job.parent == nil, job.startedAt != nil else { return false }
        let parent = SQLValue.text(job.id.text)
        let open = try connection.rows("SELECT 1 FROM job WHERE parent = ?1 AND finished_at IS NULL LIMIT 1", [parent])
        guard !open.isEmpty else { return false }
        try connection.lock(lockName(job.id))
        // In this order, so that a part which is claimed meanwhile is found by the second.
        let waiting = try connection.rows(
            """
            UPDATE job SET state = 'cancelled', finished_at = ?2 WHERE parent = ?1 AND state = 'queued'
            RETURNING \(JobRow.columns)
            """, [parent, .time(time)])
        let stopped = try connection.change(
            "UPDATE job SET stop = 'cancelled' WHERE parent = ?1 AND state = 'running'", [parent])
        for row in waiting { try JobLog.end(connection, try JobRow(row).job, at: time) }
        return stopped > 0
    }

    /// Ends parts in whose place others come.
    /// - Returns: whether one that runs has something to hear.
    static func abandon(_ parts: [Job], _ connection: any SQLConnection, at time: Timestamp) throws -> Bool {
        var stopped = 0
        for part in parts {
            let id = SQLValue.text(part.id.text)
            let waiting = try connection.rows(
                """
                UPDATE job SET state = 'cancelled', finished_at = ?2 WHERE id = ?1 AND state = 'queued'
                RETURNING \(JobRow.columns)
                """, [id, .time(time)])
            for row in waiting { try JobLog.end(connection, try JobRow(row).job, at: time) }
            stopped += try connection.change(
                "UPDATE job SET stop = 'cancelled' WHERE id = ?1 AND state = 'running'", [id])
        }
        return stopped > 0
    }

    private static func lockName(_ parent: JobID) -> String { "shards \(parent)" }
}
