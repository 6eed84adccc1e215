import Domain
import Queue

/// A job as its table has it, and what the table keeps beside it.
struct JobRow {
    var job: Job
    /// Place among the queued jobs of its priority.
    var rank: Int64
    var generation: Int64
    var node: String?
    var worker: String?
    /// How often its worker died since it last got further than ever in this attempt.
    var deaths: Int
    var stop: StopReason?

    /// Added to the priority of a job that had begun and lost its worker, so that it goes on before anything new, whatever that
    /// is; priorities are 0 to 9.
    static let resumed = 10
    static let plainPriority = "priority = priority % \(resumed)"

    private static let names = [
        "id", "parent", "state", "stage", "repository", "ref", "sha", "base", "outcome", "priority", "attempt",
        "retries", "progress", "created_at", "due_at", "started_at", "finished_at", "superseded_by", "summary", "error",
        "trigger", "delivery", "sender", "pull_request", "projects", "dry_run", "shard", "shards",
        "rank", "generation", "worker", "deaths", "stop", "node", "occurred_at",
    ]
    static let columns = names.joined(separator: ", ")

    /// - Parameter index: the one that the database is told to use, where it would take another.
    static func find(
        _ connection: any SQLConnection, using index: String? = nil, where condition: String, _ values: [SQLValue]
    ) throws -> [JobRow] {
        let hint = index.map(connection.dialect.using) ?? ""
        return try connection.rows("SELECT \(columns) FROM job\(hint) WHERE \(condition)", values).map(JobRow.init)
    }

    /// Conditions that together are fulfilled by each job once, and the index of each. The index for figures has only jobs that
    /// ended, so that those that come and go need not be moved in it.
    static func everyState(_ dialect: SQLDialect) -> [(state: String, index: String)] {
        [
            ("state = 'queued'", dialect.using("job_ready")), ("state = 'running'", dialect.using("job_lease")),
            ("finished_at IS NOT NULL", dialect.using("job_figures")),
        ]
    }

    /// The row, which nobody else changes until the transaction ends.
    static func locked(_ connection: any SQLConnection, _ id: JobID) throws -> JobRow {
        let rows = try find(connection, where: "id = ?1\(connection.dialect.forUpdate)", [.text(id.text)])
        guard let row = rows.first else { throw StoreError.noSuchJob(id) }
        return row
    }

    init(_ row: SQLRow) throws {
        guard let id = JobID(try row.text(0)), let state = Job.State(rawValue: try row.text(2)),
            let stage = Job.Stage(rawValue: try row.text(3)), let kind = Job.Trigger.Kind(rawValue: try row.text(20))
        else { throw SQLFailure.other("the row of the job \(try row.text(0)) cannot be read") }
        job = Job(
            id: id, state: state, stage: stage,
            trigger: Job.Trigger(
                kind: kind, delivery: try row.optionalText(21), sender: try row.optionalText(22),
                pullRequest: try row.optionalInteger(23).map { Int($0) }, occurredAt: try row.optionalTime(34)),
            repository: try row.text(4), ref: try row.text(5), sha: try row.optionalText(6).flatMap { CommitSHA($0) },
            base: try row.optionalText(7).flatMap { CommitSHA($0) },
            projects: try row.json([String].self, 24) ?? [], dryRun: try row.integer(25) != 0,
            priority: Int(try row.integer(9)) % Self.resumed, attempt: Int(try row.integer(10)),
            createdAt: try row.time(13))
        job.parent = try row.optionalText(1).flatMap { JobID($0) }
        if let index = try row.optionalInteger(26) {
            job.shard = Job.Shard(index: Int(index), total: Int(try row.integer(27)))
        }
        job.outcome = try row.optionalText(8).flatMap(Job.Outcome.init)
        let retries = Int(try row.integer(11))
        job.retries = retries == 0 ? nil : retries
        job.progress = try row.json(Job.Progress.self, 12)
        let dueAt = try row.time(14)
        job.dueAt = state == .queued && dueAt > job.createdAt ? dueAt : nil
        job.startedAt = try row.optionalTime(15)
        job.finishedAt = try row.optionalTime(16)
        let supersededBy = try row.optionalText(17).flatMap { JobID($0) }
        job.supersededBy = state == .superseded ? supersededBy : nil
        job.summary = try row.optionalText(18)
        job.error = try row.optionalText(19)
        rank = try row.integer(28)
        generation = try row.integer(29)
        worker = try row.optionalText(30)
        deaths = Int(try row.integer(31))
        node = try row.optionalText(33)
        stop =
            switch try row.optionalText(32) {
            case "superseded": supersededBy.map(StopReason.superseded) ?? .cancelled
            case "cancelled": .cancelled
            default: nil
            }
    }

    mutating func apply(_ event: JobEvent) throws {
        do {
            job.state = try job.state.after(event)
        } catch {
            throw StoreError.illegal(error, job.id)
        }
    }
}
