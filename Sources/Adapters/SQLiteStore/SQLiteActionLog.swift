package import Domain
import Foundation
import GRDB
package import Queue

/// The log of actions and the pause switch, in the jobs' own file or, without a service, in one of their own.
package struct SQLiteActionLog: ActionLog, PauseStore {
    private let database: any DatabaseWriter

    /// In the file that the service keeps its jobs in.
    package init(in store: SQLiteJobStore) { database = store.database }

    /// For commands that run without a service: a file with a rollback journal, which several processes may share; one
    /// waits for another for at most 10 seconds. Made when it is missing.
    /// - Parameter path: of the file; its folder must be there.
    /// - Throws: GRDB's error when the file cannot be opened or is no database.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "selfheal.actions"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try Migrations.migrator.migrate(queue)
        database = queue
    }

    /// For a look at what a service that runs has written down: nothing can be added.
    /// - Throws: GRDB's error when the file is not there or cannot be read.
    package init(readingFrom path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.label = "selfheal.actions.look"
        database = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Adds an entry; triggers of the schema refuse to change or delete it afterwards.
    /// - Returns: the entry with its number, which grows from entry to entry.
    /// - Throws: `StoreError.unavailable` when it is not on disk.
    @discardableResult
    package func append(_ entry: AuditEntry) async throws(StoreError) -> AuditEntry {
        try await database.writing { database in
            try database.execute(
                sql: """
                    INSERT INTO audit (at, job, actor, what, target, why, result, dry_run)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    entry.at.milliseconds, entry.job?.text, entry.actor, entry.what, entry.target, entry.why,
                    entry.result, entry.dryRun,
                ])
            var entry = entry
            entry.sequence = database.lastInsertedRowID
            return entry
        }
    }

    /// - Parameters:
    ///   - sequence: number of the entry before which the page begins; nil: with the newest.
    ///   - limit: entries at most.
    /// - Returns: entries, the newest first.
    package func audit(before sequence: Int64?, limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await database.reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
                arguments: [sequence ?? .max, limit]
            ).map(AuditEntry.init)
        }
    }

    /// Writes the intent down in the transaction that looks at the history, so that of two workers only one finds room.
    /// - Parameter objection: gets the runs of the seven days before and those of the job, the oldest first.
    /// - Returns: the objection; nil when the intent is on disk.
    package func begin(
        _ run: PlaybookRun, objection: @escaping @Sendable ([PlaybookRun]) -> String?
    ) async throws(StoreError) -> String? {
        try await database.writing { database in
            let week = run.startedAt.advanced(by: .seconds(-7 * 86_400))
            let history = try Self.runs(
                database, where: "started_at >= ? OR job = ?", [week.milliseconds, run.job?.text])
            if let objection = objection(history) { return objection }
            try database.execute(
                sql: "INSERT INTO playbook_run (id, job, target, started_at, document) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    run.id.text, run.job?.text, run.target, run.startedAt.milliseconds, try Self.document(run),
                ])
            return nil
        }
    }

    /// Writes down what became of a run.
    /// - Parameter result: in words, for people.
    /// - Throws: `StoreError.unavailable` when there is no such run, or it cannot be written.
    package func end(
        _ id: JobID, as state: PlaybookRun.State, result: String, at time: Timestamp
    ) async throws(StoreError) {
        try await database.writing { database in
            guard var run = try Self.runs(database, where: "id = ?", [id.text]).first else {
                throw StoreError.unavailable("there is no playbook run \(id)")
            }
            run.state = state
            run.result = result
            run.endedAt = time
            try database.execute(
                sql: "UPDATE playbook_run SET document = ? WHERE id = ?",
                arguments: [try Self.document(run), id.text])
        }
    }

    /// - Parameters:
    ///   - job: nil: those of all jobs, and those by hand.
    ///   - time: of the earliest start; nil: from the beginning.
    /// - Returns: the oldest first, without a limit.
    package func playbookRuns(
        of job: JobID?, since time: Timestamp?
    ) async throws(StoreError) -> [PlaybookRun] {
        try await database.reading { database in
            try Self.runs(
                database, where: "(?1 IS NULL OR job = ?1) AND started_at >= ?2",
                [job?.text, time?.milliseconds ?? .min])
        }
    }

    /// Whether nobody has asked with this key before, in this process or an earlier one. Keys are kept for good.
    package func isFirst(_ key: String, at time: Timestamp) async throws(StoreError) -> Bool {
        try await database.writing { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO once (key, at) VALUES (?, ?)", arguments: [key, time.milliseconds])
            return database.changesCount > 0
        }
    }

    /// The pause that people asked for by the API; nil when there is none. The kill-switch file is another matter.
    package func pause() async throws(StoreError) -> Pause? {
        try await database.reading { database in
            try String.fetchOne(database, sql: "SELECT document FROM pause").map {
                try JSON.decode(Pause.self, from: Data($0.utf8))
            }
        }
    }

    /// Replaces the pause; nil: resume.
    package func setPause(_ pause: Pause?) async throws(StoreError) {
        try await database.writing { database in
            try database.execute(sql: "DELETE FROM pause")
            guard let pause else { return }
            let document = String(decoding: try JSON.encode(pause), as: UTF8.self)
            try database.execute(sql: "INSERT INTO pause (only_row, document) VALUES (1, ?)", arguments: [document])
        }
    }

    private static func runs(
        _ database: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> [PlaybookRun] {
        try String.fetchAll(
            database, sql: "SELECT document FROM playbook_run WHERE \(condition) ORDER BY started_at, id",
            arguments: arguments
        ).map { try JSON.decode(PlaybookRun.self, from: Data($0.utf8)) }
    }

    private static func document(_ run: PlaybookRun) throws -> String {
        String(decoding: try JSON.encode(run), as: UTF8.self)
    }
}

extension AuditEntry {
    fileprivate init(_ row: Row) {
        self.init(
            sequence: row["sequence"], at: Timestamp(milliseconds: row["at"]),
            job: (row["job"] as String?).flatMap { JobID($0) }, actor: row["actor"], what: row["what"],
            target: row["target"], why: row["why"], result: row["result"], dryRun: row["dry_run"])
    }
}
