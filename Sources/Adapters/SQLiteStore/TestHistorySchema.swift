/// How the tests of each repository ended at their last runs.
enum TestHistorySchema {
    static let step = """
        CREATE TABLE test_history (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            repository TEXT NOT NULL,
            project TEXT NOT NULL,
            file TEXT NOT NULL,
            title TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            outcomes TEXT NOT NULL,
            UNIQUE (repository, project, file, title)
        );
        CREATE INDEX test_history_order ON test_history (repository, sequence);
        """
}
