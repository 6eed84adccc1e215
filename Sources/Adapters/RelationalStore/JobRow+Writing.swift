import Domain
import Queue

extension JobRow {
    /// Behind the jobs of its repository and priority that wait already, but not behind more of another one's: with a
    /// thousand jobs of one repository in the queue, the first of another is the next but one. Start-time fair queueing, with
    /// what comes after the greatest rank that runs as the virtual time: a job that waits for its branch would hold it back
    /// for ever.
    private static func nextRank(repository: String, priority: String) -> String {
        """
        (SELECT COALESCE(MAX(place), 0) FROM (
            SELECT COALESCE(
                (SELECT MAX(rank) + 1 FROM job WHERE state = 'running' AND priority = \(priority) AND parent IS NULL),
                (SELECT MIN(rank) FROM job WHERE state = 'queued' AND priority = \(priority) AND parent IS NULL)) AS place
            UNION ALL
            SELECT MAX(rank) + 1 FROM job WHERE state = 'queued' AND priority = \(priority) AND repository = \(repository)
        ) AS places)
        """
    }

    private static let insertion = """
        INSERT INTO job (id, parent, state, stage, repository, ref, lane, trigger, sha, base, priority, attempt, created_at,
            due_at, delivery, sender, pull_request, projects, dry_run, shard, shards,
            occurred_at, rank)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            COALESCE(CAST(?23 AS BIGINT), \(nextRank(repository: "?5", priority: "?11"))))
        """

    /// The clock that made a job need not be the one that claims are made by.
    private static let atOnce = Timestamp(milliseconds: 0)

    /// Adds a job that is new.
    /// - Parameter rank: the place of another job, which it takes; nil: the next place that it is entitled to.
    static func insert(_ connection: any SQLConnection, _ job: Job, rank: Int64?) throws {
        try connection.changeLater(
            insertion,
            [
                .text(job.id.text), .text(job.parent?.text), .text(job.state.rawValue), .text(job.stage.rawValue),
                .text(job.repository), .text(job.ref), .text(job.lane), .text(job.trigger.kind.rawValue),
                .text(job.sha?.text), .text(job.base?.text), .integer(job.priority), .integer(job.attempt),
                .time(job.createdAt), .time(job.dueAt ?? Self.atOnce), .text(job.trigger.delivery),
                .text(job.trigger.sender), .integer(job.trigger.pullRequest),
                try .json(job.projects.isEmpty ? nil : job.projects), .flag(job.dryRun), .integer(job.shard?.index),
                .integer(job.shard?.total), .time(job.trigger.occurredAt), rank.map { .integer($0) } ?? .null,
            ])
    }

    /// The place of a job that is queued again.
    static func nextRank(of job: Job, _ connection: any SQLConnection) throws -> Int64 {
        let rows = try connection.rows(
            "SELECT \(nextRank(repository: "?1", priority: "?2"))", [.text(job.repository), .integer(job.priority)])
        return try rows.first?.integer(0) ?? 0
    }

    /// Writes what may change of a job that is locked and is no worker's afterwards.
    func save(_ connection: any SQLConnection) throws {
        try connection.changeLater(
            """
            UPDATE job SET state = ?2, stage = ?3, sha = ?4, base = ?5, outcome = ?6, rank = ?7, attempt = ?8, retries = ?9,
                due_at = ?10, started_at = ?11, finished_at = ?12, superseded_by = ?13, summary = ?14, error = ?15,
                deaths = ?16, progress = NULL, node = NULL, worker = NULL, lease_until = NULL, stop = NULL
            WHERE id = ?1
            """,
            [
                .text(job.id.text), .text(job.state.rawValue), .text(job.stage.rawValue), .text(job.sha?.text),
                .text(job.base?.text), .text(job.outcome?.rawValue), .integer(rank), .integer(job.attempt),
                .integer(job.retries ?? 0), .time(job.dueAt ?? Self.atOnce), .time(job.startedAt),
                .time(job.finishedAt), .text(job.supersededBy?.text), .text(job.summary), .text(job.error),
                .integer(deaths),
            ])
    }
}
