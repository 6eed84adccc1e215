package import Domain
package import Foundation
package import Queue

extension RelationalJobStore {
    package func job(_ id: JobID) async throws(StoreError) -> Job? {
        try await reading { try JobRow.find($0, where: "id = ?1", [.text(id.text)]).first?.job }
    }

    package func jobs(_ filter: JobFilter, before cursor: JobID?, limit: Int) async throws(StoreError) -> [Job] {
        var search = Search()
        // A word of ours, and not a parameter, from which it could not be seen that an index of some states will do.
        if let state = filter.state { search.require("state = '\(state.rawValue)'") }
        // The index by state has only those that ended; the others are few and have indexes of their own.
        if filter.state?.isFinal == true { search.require("finished_at IS NOT NULL") }
        let index = filter.state.flatMap { $0 == .queued ? "job_ready" : $0 == .running ? "job_lease" : nil }
        search.require("repository =", filter.repository.map { .text($0) })
        search.require("trigger =", filter.trigger.map { .text($0.rawValue) })
        search.require("outcome =", filter.outcome.map { .text($0.rawValue) })
        search.require("created_at >=", filter.since.map { .time($0) })
        search.require("id <", cursor.map { .text($0.text) })
        if let parent = filter.parent {
            search.require("parent =", .text(parent.text))
        } else {
            search.require("parent IS NULL")
        }
        let (condition, values) = search.limited(to: limit, by: "id DESC")
        return try await reading { try JobRow.find($0, using: index, where: condition, values).map(\.job) }
    }

    package func report(of job: JobID) async throws(StoreError) -> Data? {
        try await reading { connection in
            try connection.rows("SELECT body FROM report WHERE job = ?1", [.text(job.text)]).first?.blob(0)
        }
    }

    package func events(
        of job: JobID, after sequence: Int64, limit: Int
    ) async throws(StoreError) -> [JobLogEntry] {
        try await reading { connection in
            try connection.rows(
                """
                SELECT sequence, at, kind, data FROM event WHERE job = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3
                """, [.text(job.text), .integer(sequence), .integer(limit)]
            ).compactMap { row in
                guard let kind = JobLogEntry.Kind(rawValue: try row.text(2)) else { return nil }
                return JobLogEntry(
                    sequence: try row.integer(0), at: try row.time(1), kind: kind, data: try row.blob(3))
            }
        }
    }

    package func counts() async throws(StoreError) -> [Job.State: Int] {
        try await reading { connection in
            let rows = try connection.rows(
                JobRow.everyState(connection.dialect).map {
                    "SELECT state, COUNT(*) FROM job\($0.index) WHERE \($0.state) AND parent IS NULL GROUP BY state"
                }.joined(separator: " UNION ALL "), [])
            var counts: [Job.State: Int] = [:]
            for row in rows {
                if let state = Job.State(rawValue: try row.text(0)) { counts[state] = Int(try row.integer(1)) }
            }
            return counts
        }
    }
}

/// Conditions that a list is searched by; those without a value are left out.
struct Search {
    private var conditions: [String] = []
    private var values: [SQLValue] = []

    /// - Parameter condition: the value goes behind it.
    mutating func require(_ condition: String, _ value: SQLValue?) {
        guard let value else { return }
        values.append(value)
        conditions.append("\(condition) ?\(values.count)")
    }

    mutating func require(_ condition: String) { conditions.append(condition) }

    func limited(to limit: Int, by order: String) -> (condition: String, values: [SQLValue]) {
        let condition = conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
        return ("\(condition) ORDER BY \(order) LIMIT ?\(values.count + 1)", values + [.integer(limit)])
    }
}
