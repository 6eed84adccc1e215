import Domain
import Queue

/// A job as its table has it, and what the table keeps beside it.
struct JobRow {
    var job: Job
    /// Place among the queued jobs of its priority.
    var rank: Int64
    var generation: Int64
    var worker: String?
    /// How often its worker died since it last finished a stage.
    var deaths: Int
    var stop: StopReason?

    /// Added to the priority of a job that had begun and lost its worker, so that it goes on before anything new, whatever that
    /// is; priorities are 0 to 9.
    static let resumed = 10
    static let plainPriority = "priority = priority % \(resumed)"

    /// What never changes of a job and is not searched by.
    private struct Request: Codable {
        let trigger: Job.Trigger
        let projects: [String]
        let dryRun: Bool
        let shard: Job.Shard?
    }

    private static let names = [
        "id", "parent", "state", "stage", "repository", "ref", "sha", "base", "outcome", "priority", "attempt",
        "retries",
        "progress", "created_at", "due_at", "started_at", "finished_at", "superseded_by", "summary", "error", "request",
        "rank", "generation", "worker", "deaths", "stop",
    ]
    static let columns = names.joined(separator: ", ")

    static func find(
        _ connection: any SQLConnection, where condition: String, _ values: [SQLValue]
    ) throws -> [JobRow] {
        try connection.rows("SELECT \(columns) FROM job WHERE \(condition)", values).map(JobRow.init)
    }

    /// The row, which nobody else changes until the transaction ends.
    static func locked(_ connection: any SQLConnection, _ id: JobID) throws -> JobRow {
        let rows = try find(connection, where: "id = ?1\(connection.dialect.forUpdate)", [.text(id.text)])
        guard let row = rows.first else { throw StoreError.noSuchJob(id) }
        return row
    }

    init(_ row: SQLRow) throws {
        guard let id = JobID(try row.text(0)), let state = Job.State(rawValue: try row.text(2)),
            let stage = Job.Stage(rawValue: try row.text(3)), let request = try row.json(Request.self, 20)
        else { throw SQLFailure.other("the row of the job \(try row.text(0)) cannot be read") }
        job = Job(
            id: id, state: state, stage: stage, trigger: request.trigger, repository: try row.text(4),
            ref: try row.text(5), sha: try row.optionalText(6).flatMap { CommitSHA($0) },
            base: try row.optionalText(7).flatMap { CommitSHA($0) }, projects: request.projects, dryRun: request.dryRun,
            priority: Int(try row.integer(9)) % Self.resumed, attempt: Int(try row.integer(10)),
            createdAt: try row.time(13))
        job.parent = try row.optionalText(1).flatMap { JobID($0) }
        job.shard = request.shard
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
        rank = try row.integer(21)
        generation = try row.integer(22)
        worker = try row.optionalText(23)
        deaths = Int(try row.integer(24))
        stop =
            switch try row.optionalText(25) {
            case "superseded": supersededBy.map(StopReason.superseded) ?? .cancelled
            case "cancelled": .cancelled
            default: nil
            }
    }

    /// What has to be written of a new job, made before the transaction in which others wait.
    static func request(of job: Job) throws -> SQLValue {
        try .json(Request(trigger: job.trigger, projects: job.projects, dryRun: job.dryRun, shard: job.shard))
    }

    /// Adds a job that is new.
    static func insert(
        _ connection: any SQLConnection, _ job: Job, request: SQLValue, rank: Int64
    ) throws {
        try connection.changeLater(
            """
            INSERT INTO job (id, parent, state, stage, repository, ref, lane, trigger, sha, base, priority, rank, attempt,
                created_at, due_at, request)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                .text(job.id.text), .text(job.parent?.text), .text(job.state.rawValue), .text(job.stage.rawValue),
                .text(job.repository), .text(job.ref), .text(job.lane), .text(job.trigger.kind.rawValue),
                .text(job.sha?.text), .text(job.base?.text), .integer(job.priority), .integer(rank),
                .integer(job.attempt), .time(job.createdAt), .time(job.dueAt ?? job.createdAt), request,
            ])
    }

    mutating func apply(_ event: JobEvent) throws {
        do {
            job.state = try job.state.after(event)
        } catch {
            throw StoreError.illegal(error, job.id)
        }
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
                .integer(job.retries ?? 0), .time(job.dueAt ?? job.createdAt), .time(job.startedAt),
                .time(job.finishedAt), .text(job.supersededBy?.text), .text(job.summary), .text(job.error),
                .integer(deaths),
            ])
    }
}
