import Domain
import Queue

/// What the history keeps of jobs that ended.
enum HistoryRows {
    /// What was measured of each attempt: `total` is how long it ran, `wait` how long it had waited.
    static let measures = ["total", "wait"] + Job.Stage.allCases.map(\.rawValue)

    /// What the report says was found, and how long everything took.
    /// - Parameter report: nil when the job could not be done.
    static func add(
        _ report: JobReport?, of job: Job, _ connection: any SQLConnection, at time: Timestamp
    ) throws {
        for failure in report?.failures ?? [] {
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
        try addMeasures(of: job, stages: report?.stages ?? [:], connection)
    }

    private static let addition = """
        INSERT INTO measure (job, attempt, job_created_at, \(measures.joined(separator: ", ")))
        VALUES (\((1...measures.count + 3).map { "?\($0)" }.joined(separator: ", ")))
        ON CONFLICT (job, attempt) DO UPDATE SET \(measures.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    /// The parts of a suite are measured by the job that waits for them.
    private static func addMeasures(
        of job: Job, stages: [String: Double], _ connection: any SQLConnection
    ) throws {
        guard job.parent == nil, let start = job.startedAt, let end = job.finishedAt else { return }
        // A retry has waited for a person.
        let wait = job.attempt == 1 ? start.seconds(since: job.createdAt) : nil
        let seconds = [end.seconds(since: start), wait] + Job.Stage.allCases.map { stages[$0.rawValue] }
        try connection.changeLater(
            addition,
            [.text(job.id.text), .integer(job.attempt), .time(job.createdAt)]
                + seconds.map { $0.map(SQLValue.real) ?? .null })
    }
}
