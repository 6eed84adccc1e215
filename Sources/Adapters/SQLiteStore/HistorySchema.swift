import GRDB

/// Tables of what ended jobs found and how long they took, and how the step that made them filled them.
enum HistorySchema {
    static let tables = """
        CREATE TABLE failure (
            sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            job_created_at INTEGER NOT NULL,
            at INTEGER NOT NULL,
            repository TEXT NOT NULL,
            ref TEXT NOT NULL,
            sha TEXT,
            fingerprint TEXT NOT NULL,
            category TEXT NOT NULL,
            resolution TEXT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX failure_fingerprint ON failure (fingerprint, sequence);
        CREATE INDEX failure_repository ON failure (repository, sequence);
        CREATE INDEX failure_category ON failure (category, sequence);
        CREATE INDEX failure_figures ON failure (job_created_at, category, resolution);
        CREATE TABLE measure (
            name TEXT NOT NULL,
            job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            job_created_at INTEGER NOT NULL,
            seconds REAL NOT NULL,
            PRIMARY KEY (name, job, attempt)
        ) WITHOUT ROWID;
        CREATE INDEX measure_figures ON measure (name, job_created_at, seconds);
        CREATE INDEX job_figures ON job (created_at, state, outcome, trigger);
        """

    /// Fills them from the reports that were there, when a job was a document yet.
    static func fill(_ database: Database) throws {
        for statement in ["\(failures) ORDER BY \(time("finishedAt")), job.id, found.key", stages, whole, wait] {
            try database.execute(sql: statement)
        }
    }

    private static func member(_ name: String) -> String { "json_extract(job.document, '$.\(name)')" }

    /// Milliseconds since 1970 of a time as a job's document has it.
    private static func time(_ name: String) -> String {
        let text = member(name)
        return "(CAST(strftime('%s', \(text)) AS INTEGER) * 1000 + CAST(substr(\(text), 21, 3) AS INTEGER))"
    }

    private static let who = "job.id, \(member("attempt")), job.created_at"

    /// One row for each element of the reports' member.
    private static func elements(of path: String) -> String {
        """
        FROM job, report, json_each(CAST(report.body AS TEXT), '$.\(path)') AS found WHERE report.job = job.id
        """
    }

    private static let failures = """
        INSERT INTO failure (job, attempt, job_created_at, at, repository, ref, sha, fingerprint, category, resolution,
            document)
        SELECT \(who), \(time("finishedAt")), job.repository, job.ref, \(member("sha")),
            json_extract(found.value, '$.fingerprint'), json_extract(found.value, '$.category'),
            json_extract(found.value, '$.resolution'), json_remove(found.value, '$.screenshot')
        \(elements(of: "failures"))
        """

    private static let measure = "INSERT INTO measure (job, attempt, job_created_at, name, seconds) SELECT \(who),"
    private static let ended = "\(member("startedAt")) IS NOT NULL AND \(member("finishedAt")) IS NOT NULL"

    private static let stages = "\(measure) found.key, found.value \(elements(of: "metrics.stages"))"
    private static let whole = """
        \(measure) 'job', (\(time("finishedAt")) - \(time("startedAt"))) / 1000.0 FROM job WHERE \(ended)
        """
    /// Of first attempts only: a retry has waited for a person.
    private static let wait = """
        \(measure) 'wait', (\(time("startedAt")) - job.created_at) / 1000.0 FROM job
        WHERE \(ended) AND \(member("attempt")) = 1
        """
}
