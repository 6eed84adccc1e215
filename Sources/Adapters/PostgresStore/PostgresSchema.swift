/// The tables of the store, step by step. A step that has shipped is never edited; a change is a new step at the end.
enum PostgresSchema {
    static let steps: [PostgresMigrations.Step] = [
        ("1-queue", jobs + parts + history + actions), ("2-history", testHistory), ("3-good-runs", goodRuns),
        ("4-locators", "ALTER TABLE good_run ADD COLUMN locators BYTEA NOT NULL DEFAULT ''"),
        ("5-reached", "ALTER TABLE job ADD COLUMN reached BIGINT NOT NULL DEFAULT 0"),
        ("6-occurred", "ALTER TABLE job ADD COLUMN occurred_at BIGINT"),
    ]

    /// Ids and names sort by their octets, as they do everywhere else, whatever the database's language is. Rows of jobs change
    /// often, so that there is room left on their pages, and what is dead is swept up before it slows claims down.
    private static let jobs = """
        CREATE TABLE job (
            id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            parent TEXT COLLATE "C" REFERENCES job (id) ON DELETE CASCADE,
            state TEXT COLLATE "C" NOT NULL,
            stage TEXT NOT NULL,
            repository TEXT COLLATE "C" NOT NULL,
            ref TEXT COLLATE "C" NOT NULL,
            lane TEXT COLLATE "C",
            trigger TEXT NOT NULL,
            outcome TEXT,
            sha TEXT,
            base TEXT,
            priority BIGINT NOT NULL,
            rank BIGINT NOT NULL,
            attempt BIGINT NOT NULL,
            retries BIGINT NOT NULL DEFAULT 0,
            progress TEXT,
            created_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            started_at BIGINT,
            finished_at BIGINT,
            superseded_by TEXT COLLATE "C",
            summary TEXT,
            error TEXT,
            delivery TEXT,
            sender TEXT,
            pull_request BIGINT,
            projects TEXT,
            dry_run BIGINT NOT NULL,
            shard BIGINT,
            shards BIGINT,
            generation BIGINT NOT NULL DEFAULT 0,
            node TEXT COLLATE "C",
            worker TEXT,
            lease_until BIGINT,
            branch_slot BIGINT,
            deaths BIGINT NOT NULL DEFAULT 0,
            stop TEXT
        ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
        CREATE INDEX job_ready ON job (priority DESC, rank, id) WHERE state = 'queued';
        CREATE INDEX job_rank ON job (repository, priority, rank) WHERE state = 'queued';
        CREATE UNIQUE INDEX job_branch ON job (repository, ref, branch_slot) WHERE state = 'running' AND parent IS NULL;
        CREATE INDEX job_lease ON job (lease_until) WHERE state = 'running';
        CREATE INDEX job_open_lane ON job (lane) WHERE lane IS NOT NULL AND finished_at IS NULL;
        CREATE INDEX job_lane ON job (lane, created_at) WHERE lane IS NOT NULL;
        CREATE INDEX job_parent ON job (parent, id) WHERE parent IS NOT NULL;
        CREATE INDEX job_state ON job (state, id) WHERE finished_at IS NOT NULL;
        CREATE INDEX job_ended ON job (finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX job_figures ON job (created_at, state, outcome, trigger)
            WHERE finished_at IS NOT NULL AND parent IS NULL;
        CREATE TABLE delivery (
            key TEXT COLLATE "C" NOT NULL PRIMARY KEY, received_at BIGINT NOT NULL, jobs TEXT NOT NULL
        );
        CREATE INDEX delivery_received ON delivery (received_at);
        CREATE TABLE probe (only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1), count BIGINT NOT NULL);
        INSERT INTO probe VALUES (1, 0);
        """

    private static let parts = """
        CREATE TABLE stage_result (
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            stage TEXT NOT NULL,
            node TEXT COLLATE "C" NOT NULL,
            result BYTEA NOT NULL,
            PRIMARY KEY (job, stage)
        );
        CREATE TABLE event (
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            sequence BIGINT NOT NULL,
            at BIGINT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (job, sequence)
        );
        CREATE TABLE report (
            job TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE, body BYTEA NOT NULL
        );
        CREATE TABLE spending (
            job TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE, document TEXT NOT NULL
        );
        CREATE TABLE effect (
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt BIGINT NOT NULL,
            key TEXT COLLATE "C" NOT NULL,
            kind TEXT NOT NULL,
            precondition TEXT NOT NULL,
            at BIGINT NOT NULL,
            ended_at BIGINT,
            generation BIGINT NOT NULL,
            state TEXT NOT NULL,
            result TEXT NOT NULL,
            PRIMARY KEY (job, attempt, key)
        );
        CREATE TABLE outbox (
            id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            channel TEXT COLLATE "C" NOT NULL,
            subject TEXT COLLATE "C" NOT NULL,
            topics TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            settled_at BIGINT,
            rest_until BIGINT,
            state TEXT COLLATE "C" NOT NULL,
            attempts BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            node TEXT COLLATE "C",
            lease_until BIGINT,
            result TEXT NOT NULL
        );
        CREATE INDEX outbox_waiting ON outbox (channel, due_at, id) WHERE state = 'waiting';
        CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
        CREATE INDEX outbox_subject ON outbox (channel, subject);
        CREATE INDEX outbox_job ON outbox (job);
        CREATE INDEX outbox_rest ON outbox (channel, rest_until) WHERE rest_until IS NOT NULL;
        """

    private static let history = """
        CREATE TABLE failure (
            sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt BIGINT NOT NULL,
            job_created_at BIGINT NOT NULL,
            at BIGINT NOT NULL,
            repository TEXT COLLATE "C" NOT NULL,
            ref TEXT NOT NULL,
            sha TEXT,
            fingerprint TEXT COLLATE "C" NOT NULL,
            category TEXT COLLATE "C" NOT NULL,
            resolution TEXT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX failure_job ON failure (job);
        CREATE INDEX failure_fingerprint ON failure (fingerprint, sequence);
        CREATE INDEX failure_repository ON failure (repository, sequence);
        CREATE INDEX failure_category ON failure (category, sequence);
        CREATE INDEX failure_figures ON failure (job_created_at, category, resolution);
        CREATE TABLE measure (
            job TEXT COLLATE "C" NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            attempt BIGINT NOT NULL,
            job_created_at BIGINT NOT NULL,
            total DOUBLE PRECISION, wait DOUBLE PRECISION, checkout DOUBLE PRECISION, test DOUBLE PRECISION,
            triage DOUBLE PRECISION, diagnose DOUBLE PRECISION, repair DOUBLE PRECISION, verify DOUBLE PRECISION,
            publish DOUBLE PRECISION, report DOUBLE PRECISION,
            PRIMARY KEY (job, attempt)
        );
        CREATE INDEX measure_age ON measure (job_created_at);
        """

    private static let goodRuns = """
        CREATE TABLE good_run (
            repository TEXT COLLATE "C" NOT NULL,
            project TEXT COLLATE "C" NOT NULL,
            file TEXT COLLATE "C" NOT NULL,
            title TEXT COLLATE "C" NOT NULL,
            sha TEXT NOT NULL,
            at BIGINT NOT NULL,
            trace BYTEA NOT NULL,
            PRIMARY KEY (repository, project, file, title)
        );
        CREATE INDEX good_run_at ON good_run (at);
        """

    /// The audit only grows: the triggers refuse everybody, also a person at the database's own shell.
    private static let actions = """
        CREATE TABLE audit (
            sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at BIGINT NOT NULL,
            job TEXT COLLATE "C",
            actor TEXT NOT NULL,
            what TEXT NOT NULL,
            target TEXT NOT NULL,
            why TEXT NOT NULL,
            result TEXT NOT NULL,
            dry_run BIGINT NOT NULL
        );
        CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''the audit log only grows: entries are not changed or deleted''; END';
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit
            FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
        CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
        CREATE TABLE playbook_run (
            id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            job TEXT COLLATE "C",
            target TEXT NOT NULL,
            started_at BIGINT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX playbook_run_job ON playbook_run (job);
        CREATE INDEX playbook_run_started ON playbook_run (started_at);
        CREATE TABLE once (key TEXT COLLATE "C" NOT NULL PRIMARY KEY, at BIGINT NOT NULL);
        CREATE INDEX once_at ON once (at);
        CREATE TABLE pause (only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1), document TEXT NOT NULL);
        """

    /// How the tests of each repository ended at their last runs. Every run changes its tests' rows, whose keys stay as they are:
    /// there is room left on the pages, and no index over what changes.
    private static let testHistory = """
        CREATE TABLE test_history (
            sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            repository TEXT COLLATE "C" NOT NULL,
            project TEXT COLLATE "C" NOT NULL,
            file TEXT COLLATE "C" NOT NULL,
            title TEXT COLLATE "C" NOT NULL,
            seen_at BIGINT NOT NULL,
            outcomes TEXT COLLATE "C" NOT NULL,
            UNIQUE (repository, project, file, title)
        ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
        CREATE INDEX test_history_order ON test_history (repository, sequence);
        """
}
