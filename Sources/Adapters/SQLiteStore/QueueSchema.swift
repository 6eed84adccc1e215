/// The step that gave the job a column for each of its members, so that a change of one needs no reading of the others, and
/// that added leases, lanes, effects and the outbox.
enum QueueSchema {
    private static let jobTable = """
        CREATE TABLE job_with_columns (
            id TEXT NOT NULL PRIMARY KEY,
            parent TEXT REFERENCES job (id) ON DELETE CASCADE,
            state TEXT NOT NULL,
            stage TEXT NOT NULL,
            repository TEXT NOT NULL,
            ref TEXT NOT NULL,
            lane TEXT,
            trigger TEXT NOT NULL,
            outcome TEXT,
            sha TEXT,
            base TEXT,
            priority INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            retries INTEGER NOT NULL DEFAULT 0,
            progress TEXT,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            superseded_by TEXT,
            summary TEXT,
            error TEXT,
            delivery TEXT,
            sender TEXT,
            pull_request INTEGER,
            projects TEXT,
            dry_run INTEGER NOT NULL,
            shard INTEGER,
            shards INTEGER,
            generation INTEGER NOT NULL DEFAULT 0,
            node TEXT,
            worker TEXT,
            lease_until INTEGER,
            branch_slot INTEGER,
            deaths INTEGER NOT NULL DEFAULT 0,
            stop TEXT
        );
        """

    private static func member(_ name: String) -> String { "json_extract(document, '$.\(name)')" }

    /// Milliseconds since 1970 of a time as the document has it.
    private static func time(_ name: String) -> String {
        let text = member(name)
        return "(CAST(strftime('%s', \(text)) AS INTEGER) * 1000 + CAST(substr(\(text), 21, 3) AS INTEGER))"
    }

    private static let copy = """
        INSERT INTO job_with_columns (id, state, stage, repository, ref, lane, trigger, outcome, sha, base, priority, rank,
            attempt, created_at, due_at, started_at, finished_at, superseded_by, summary, error, delivery, sender,
            pull_request, projects, dry_run, generation, node, worker, lease_until, branch_slot, stop)
        SELECT id, state, \(member("stage")), repository, ref,
            CASE trigger WHEN 'push' THEN 'push ' || repository || ' ' || ref
                WHEN 'pull_request' THEN
                    'pull ' || repository || ' ' || COALESCE(\(member("trigger.pullRequest")), ref) END,
            trigger, outcome, \(member("sha")), \(member("base")), priority,
            ROW_NUMBER() OVER (PARTITION BY repository, priority ORDER BY id), \(member("attempt")), created_at, created_at,
            \(time("startedAt")), \(time("finishedAt")), \(member("supersededBy")), \(member("summary")),
            \(member("error")),
            \(member("trigger.delivery")), \(member("trigger.sender")), \(member("trigger.pullRequest")),
            CASE \(member("projects")) WHEN '[]' THEN NULL ELSE \(member("projects")) END, \(member("dryRun")),
            generation, worker, worker, CASE state WHEN 'running' THEN 0 END, 0,
            CASE cancel_requested WHEN 1 THEN 'cancelled' END
        FROM job;
        DROP TABLE job;
        ALTER TABLE job_with_columns RENAME TO job;
        """

    private static let indexes = """
        CREATE INDEX job_ready ON job (priority DESC, rank, id) WHERE state = 'queued';
        CREATE INDEX job_rank ON job (repository, priority, rank) WHERE state = 'queued';
        CREATE UNIQUE INDEX job_branch ON job (repository, ref, branch_slot)
            WHERE state = 'running' AND parent IS NULL;
        CREATE INDEX job_lease ON job (lease_until) WHERE state = 'running';
        CREATE INDEX job_open_lane ON job (lane) WHERE lane IS NOT NULL AND finished_at IS NULL;
        CREATE INDEX job_lane ON job (lane, created_at) WHERE lane IS NOT NULL;
        CREATE INDEX job_parent ON job (parent, id) WHERE parent IS NOT NULL;
        CREATE INDEX job_state ON job (state, id) WHERE finished_at IS NOT NULL;
        CREATE INDEX job_ended ON job (finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX job_figures ON job (created_at, state, outcome, trigger)
            WHERE finished_at IS NOT NULL AND parent IS NULL;
        CREATE INDEX delivery_received ON delivery (received_at);
        CREATE INDEX once_at ON once (at);
        CREATE INDEX failure_job ON failure (job);
        """

    private static let effectsAndOutbox = """
        CREATE TABLE effect (
            job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            precondition TEXT NOT NULL,
            at INTEGER NOT NULL,
            ended_at INTEGER,
            generation INTEGER NOT NULL,
            state TEXT NOT NULL,
            result TEXT NOT NULL,
            UNIQUE (job, attempt, key)
        );
        CREATE TABLE outbox (
            id TEXT NOT NULL PRIMARY KEY,
            job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            channel TEXT NOT NULL,
            subject TEXT NOT NULL,
            topics TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            settled_at INTEGER,
            rest_until INTEGER,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            node TEXT,
            lease_until INTEGER,
            result TEXT NOT NULL
        );
        CREATE INDEX outbox_waiting ON outbox (channel, due_at, id) WHERE state = 'waiting';
        CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
        CREATE INDEX outbox_subject ON outbox (channel, subject);
        CREATE INDEX outbox_job ON outbox (job);
        CREATE INDEX outbox_rest ON outbox (channel, rest_until) WHERE rest_until IS NOT NULL;
        """

    /// One row for each attempt, in place of one for each thing that was measured of it.
    private static let measures = """
        ALTER TABLE measure RENAME TO single_measure;
        DROP INDEX measure_figures;
        CREATE TABLE measure (
            job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            job_created_at INTEGER NOT NULL,
            total REAL, wait REAL, checkout REAL, test REAL, triage REAL, diagnose REAL, repair REAL, verify REAL,
            publish REAL, report REAL,
            PRIMARY KEY (job, attempt)
        ) WITHOUT ROWID;
        INSERT INTO measure
        SELECT job, attempt, job_created_at, \(single("job")), \(single("wait")), \(single("checkout")), \(single("test")),
            \(single("triage")), \(single("diagnose")), \(single("repair")), \(single("verify")), \(single("publish")),
            \(single("report"))
        FROM single_measure GROUP BY job, attempt;
        DROP TABLE single_measure;
        CREATE INDEX measure_age ON measure (job_created_at);
        """

    private static func single(_ name: String) -> String { "MAX(CASE name WHEN '\(name)' THEN seconds END)" }

    /// Results that are there were made in the folder that the store lies in; which node that is, the next start decides, so
    /// that the stages of what runs now are done again.
    private static let results = "ALTER TABLE stage_result ADD COLUMN node TEXT NOT NULL DEFAULT '';"

    static let step = [jobTable, copy, indexes, results, effectsAndOutbox, measures].joined(separator: "\n")
}
