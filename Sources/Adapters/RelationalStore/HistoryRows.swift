import Domain
import Queue

/// What the history keeps of jobs that ended.
enum HistoryRows {
    /// What the report says was found, and how long the stages took.
    static func add(
        _ report: JobReport, of job: Job, _ connection: any SQLConnection, at time: Timestamp
    ) throws {
        for failure in report.failures {
            try connection.changeLater(
                """
                INSERT INTO failure (job, attempt, job_created_at, at, repository, ref, sha, fingerprint, category,
                    resolution, document)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """,
                [
                    .text(job.id.text), .integer(job.attempt), .time(job.createdAt), .time(time), .text(job.repository),
                    .text(job.ref), .text(job.sha?.text), .text(failure.fingerprint), .text(failure.category.rawValue),
                    .text(failure.resolution.rawValue), try .json(failure),
                ])
        }
        for (stage, seconds) in report.stages.sorted(by: { $0.key < $1.key }) {
            try measure(stage, seconds, of: job, connection)
        }
    }

    /// How long the job ran and had waited. Of later attempts only the former, because a retry has waited for a person.
    static func addDurations(of job: Job, _ connection: any SQLConnection) throws {
        guard job.parent == nil, let start = job.startedAt, let end = job.finishedAt else { return }
        try measure("job", end.seconds(since: start), of: job, connection)
        if job.attempt == 1 { try measure("wait", start.seconds(since: job.createdAt), of: job, connection) }
    }

    private static func measure(
        _ name: String, _ seconds: Double, of job: Job, _ connection: any SQLConnection
    ) throws {
        try connection.changeLater(
            """
            INSERT INTO measure (name, job, attempt, job_created_at, seconds) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (name, job, attempt) DO UPDATE SET seconds = excluded.seconds
            """,
            [.text(name), .text(job.id.text), .integer(job.attempt), .time(job.createdAt), .real(seconds)])
    }
}
