import GRDB

/// The schema, step by step. A step that has shipped is never edited; a change is a new step at the end.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1-jobs") { database in
            // The document is the job; the columns beside it repeat what queries look for and are written with it.
            try database.execute(
                sql: """
                    CREATE TABLE job (
                        id TEXT NOT NULL PRIMARY KEY,
                        state TEXT NOT NULL,
                        repository TEXT NOT NULL,
                        ref TEXT NOT NULL,
                        trigger TEXT NOT NULL,
                        outcome TEXT,
                        priority INTEGER NOT NULL,
                        created_at INTEGER NOT NULL,
                        generation INTEGER NOT NULL DEFAULT 0,
                        worker TEXT,
                        cancel_requested INTEGER NOT NULL DEFAULT 0,
                        document TEXT NOT NULL
                    );
                    CREATE INDEX job_ready ON job (priority DESC, id) WHERE state = 'queued';
                    CREATE INDEX job_running ON job (repository, ref) WHERE state = 'running';
                    CREATE INDEX job_state ON job (state, id);
                    CREATE TABLE delivery (
                        key TEXT NOT NULL PRIMARY KEY,
                        received_at INTEGER NOT NULL,
                        jobs TEXT NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE stage_result (
                        job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
                        stage TEXT NOT NULL,
                        result BLOB NOT NULL,
                        UNIQUE (job, stage)
                    );
                    CREATE TABLE event (
                        job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
                        sequence INTEGER NOT NULL,
                        at INTEGER NOT NULL,
                        kind TEXT NOT NULL,
                        data BLOB NOT NULL,
                        UNIQUE (job, sequence)
                    );
                    CREATE TABLE report (
                        job TEXT NOT NULL UNIQUE REFERENCES job (id) ON DELETE CASCADE,
                        body BLOB NOT NULL
                    );
                    CREATE TABLE probe (only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1), count INTEGER NOT NULL);
                    INSERT INTO probe VALUES (1, 0);
                    """)
        }
        migrator.registerMigration("2-actions") { database in
            // The audit only grows: the triggers refuse everybody, also a person at the database's own shell.
            try database.execute(
                sql: """
                    CREATE TABLE audit (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        at INTEGER NOT NULL,
                        job TEXT,
                        actor TEXT NOT NULL,
                        what TEXT NOT NULL,
                        target TEXT NOT NULL,
                        why TEXT NOT NULL,
                        result TEXT NOT NULL,
                        dry_run INTEGER NOT NULL
                    );
                    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
                    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: entries are not changed'); END;
                    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
                    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: entries are not deleted'); END;
                    CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
                    WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
                    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: entries are not replaced'); END;
                    CREATE TABLE playbook_run (
                        id TEXT NOT NULL PRIMARY KEY,
                        job TEXT,
                        target TEXT NOT NULL,
                        started_at INTEGER NOT NULL,
                        document TEXT NOT NULL
                    );
                    CREATE INDEX playbook_run_job ON playbook_run (job);
                    CREATE INDEX playbook_run_started ON playbook_run (started_at);
                    CREATE TABLE once (key TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE TABLE pause (only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1), document TEXT NOT NULL);
                    """)
        }
        migrator.registerMigration("3-failures") { database in
            try database.execute(sql: HistorySchema.tables)
            try HistorySchema.fill(database)
        }
        migrator.registerMigration("4-spending") { database in
            try database.execute(
                sql: """
                    CREATE TABLE spending (
                        job TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
                        document TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("5-queue") { try $0.execute(sql: QueueSchema.step) }
        migrator.registerMigration("6-history") { try $0.execute(sql: TestHistorySchema.step) }
        migrator.registerMigration("7-good-runs") { database in
            try database.execute(
                sql: """
                    CREATE TABLE good_run (
                        repository TEXT NOT NULL,
                        project TEXT NOT NULL,
                        file TEXT NOT NULL,
                        title TEXT NOT NULL,
                        sha TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        trace BLOB NOT NULL,
                        PRIMARY KEY (repository, project, file, title)
                    );
                    CREATE INDEX good_run_at ON good_run (at);
                    """)
        }
        migrator.registerMigration("8-locators") { database in
            try database.execute(sql: "ALTER TABLE good_run ADD COLUMN locators BLOB NOT NULL DEFAULT x''")
        }
        migrator.registerMigration("9-reached") { database in
            try database.execute(sql: "ALTER TABLE job ADD COLUMN reached INTEGER NOT NULL DEFAULT 0")
        }
        migrator.registerMigration("10-occurred") { database in
            try database.execute(sql: "ALTER TABLE job ADD COLUMN occurred_at INTEGER")
        }
        return migrator
    }
}
