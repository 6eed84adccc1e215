package import Domain
import Foundation
import GRDB
package import Queue

extension SQLiteJobStore: HistoryStore {
    /// Durations are taken of the newest jobs only, so that the figures cost the same however old the store is.
    private static let measuredJobs = 5000

    package func failures(
        _ filter: FailureFilter, before sequence: Int64?, limit: Int
    ) async throws(StoreError) -> [PastFailure] {
        var search = Search()
        search.require("fingerprint = ?", filter.fingerprint)
        search.require("repository = ?", filter.repository)
        search.require("category = ?", filter.category?.rawValue)
        search.require("sequence < ?", sequence)
        let (condition, arguments) = (search.condition, search.arguments(and: limit))
        return try await database.reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM failure WHERE \(condition) ORDER BY sequence DESC LIMIT ?",
                arguments: arguments
            ).map(PastFailure.init)
        }
    }

    package func statistics(since: Timestamp?) async throws(StoreError) -> Statistics {
        let since = since?.milliseconds ?? 0
        return try await database.reading { database in
            var figures = Statistics()
            try Self.count(&figures, database, since)
            for name in ["job", "wait"] + Job.Stage.allCases.map(\.rawValue) {
                let seconds = try Double.fetchAll(
                    database,
                    sql: """
                        SELECT seconds FROM measure WHERE name = ? AND job_created_at >= ?
                        ORDER BY job_created_at DESC LIMIT ?
                        """,
                    arguments: [name, since, Self.measuredJobs])
                figures.durations[name] = Durations(seconds)
            }
            let waiting = try Row.fetchOne(
                database, sql: "SELECT COUNT(*) AS depth, MIN(created_at) AS oldest FROM job WHERE state = 'queued'")
            figures.queueDepth = waiting?["depth"] ?? 0
            let oldest: Int64? = waiting?["oldest"]
            figures.oldestQueuedAt = oldest.map(Timestamp.init(milliseconds:))
            return figures
        }
    }

    private static func count(_ figures: inout Statistics, _ database: Database, _ since: Int64) throws {
        let jobs = try Row.fetchAll(
            database,
            sql: """
                SELECT state, outcome, trigger, COUNT(*) AS count FROM job WHERE created_at >= ?
                GROUP BY state, outcome, trigger
                """,
            arguments: [since])
        for row in jobs {
            let count: Int = row["count"]
            if let state = Job.State(rawValue: row["state"]) { figures.states[state] += count }
            if let kind = Job.Trigger.Kind(rawValue: row["trigger"]) { figures.triggers[kind] += count }
            let outcome: String? = row["outcome"]
            if let outcome = outcome.flatMap(Job.Outcome.init) { figures.outcomes[outcome] += count }
        }
        let failures = try Row.fetchAll(
            database,
            sql: """
                SELECT category, resolution, COUNT(*) AS count FROM failure WHERE job_created_at >= ?
                GROUP BY category, resolution
                """,
            arguments: [since])
        for row in failures {
            let count: Int = row["count"]
            if let category = FailureReport.Category(rawValue: row["category"]) {
                figures.categories[category] += count
            }
            if let end = FailureReport.Resolution(rawValue: row["resolution"]) { figures.resolutions[end] += count }
        }
    }
}

extension PastFailure {
    fileprivate init(_ row: Row) throws {
        let (job, sha): (String, String?) = (row["job"], row["sha"])
        let document: String = row["document"]
        guard let job = JobID(job) else { throw DatabaseError(message: "failure of \(job), which is no job id") }
        self.init(
            sequence: row["sequence"], job: job, attempt: row["attempt"], at: Timestamp(milliseconds: row["at"]),
            repository: row["repository"], ref: row["ref"], sha: sha.flatMap(CommitSHA.init),
            failure: try JSON.decode(FailureReport.self, from: Data(document.utf8)))
    }
}

/// Conditions that a list is searched by; those without a value are left out.
struct Search {
    private var conditions: [String] = []
    private var values: [any DatabaseValueConvertible] = []

    mutating func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        conditions.append(condition)
        values.append(value)
    }

    var condition: String { conditions.isEmpty ? "1" : conditions.joined(separator: " AND ") }
    func arguments(and limit: Int) -> StatementArguments { StatementArguments(values + [limit]) }
}
