package import Domain
package import Foundation
import GRDB
package import Queue

extension SQLiteJobStore {
    package func job(_ id: JobID) async throws(StoreError) -> Job? {
        try await database.reading { try JobRow.find($0, where: "id = ?", [id.text])?.job }
    }

    package func jobs(_ filter: JobFilter, before cursor: JobID?, limit: Int) async throws(StoreError) -> [Job] {
        var search = Search()
        search.require("state = ?", filter.state?.rawValue)
        search.require("repository = ?", filter.repository)
        search.require("trigger = ?", filter.trigger?.rawValue)
        search.require("outcome = ?", filter.outcome?.rawValue)
        search.require("created_at >= ?", filter.since?.milliseconds)
        search.require("id < ?", cursor?.text)
        let (condition, arguments) = (search.condition, search.arguments(and: limit))
        return try await database.reading { database in
            try JobRow.all(database, where: "\(condition) ORDER BY id DESC LIMIT ?", arguments).map(\.job)
        }
    }

    package func result(of stage: Job.Stage, job: JobID) async throws(StoreError) -> Data? {
        try await database.reading { database in
            try Data.fetchOne(
                database, sql: "SELECT result FROM stage_result WHERE job = ? AND stage = ?",
                arguments: [job.text, stage.rawValue])
        }
    }

    package func spending(of job: JobID) async throws(StoreError) -> HealingReport.Metrics.LanguageModel? {
        try await database.reading { database in
            try String.fetchOne(database, sql: "SELECT document FROM spending WHERE job = ?", arguments: [job.text])
                .map { try JSON.decode(HealingReport.Metrics.LanguageModel.self, from: Data($0.utf8)) }
        }
    }

    package func report(of job: JobID) async throws(StoreError) -> Data? {
        try await database.reading { database in
            try Data.fetchOne(database, sql: "SELECT body FROM report WHERE job = ?", arguments: [job.text])
        }
    }

    package func append(
        _ kind: JobLogEntry.Kind, _ data: Data, to job: JobID, at time: Timestamp
    ) async throws(StoreError) {
        try await database.writing { try JobRow.append($0, kind, data, to: job, at: time) }
    }

    package func events(
        of job: JobID, after sequence: Int64, limit: Int
    ) async throws(StoreError) -> [JobLogEntry] {
        try await database.reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT sequence, at, kind, data FROM event WHERE job = ? AND sequence > ? ORDER BY sequence LIMIT ?
                    """,
                arguments: [job.text, sequence, limit])
            return rows.compactMap { row in
                JobLogEntry.Kind(rawValue: row["kind"]).map { kind in
                    JobLogEntry(
                        sequence: row["sequence"], at: Timestamp(milliseconds: row["at"]), kind: kind,
                        data: row["data"])
                }
            }
        }
    }

    package func counts() async throws(StoreError) -> [Job.State: Int] {
        try await database.reading { database in
            let rows = try Row.fetchAll(database, sql: "SELECT state, COUNT(*) AS count FROM job GROUP BY state")
            return Dictionary(
                rows.compactMap { row in Job.State(rawValue: row["state"]).map { ($0, row["count"] as Int) } },
                uniquingKeysWith: +)
        }
    }
}
