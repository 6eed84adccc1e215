package import Domain
package import Queue

extension RelationalJobStore: HistoryStore {
    /// Durations are taken of the newest jobs only, so that the figures cost the same however old the store is.
    private static let measuredJobs = 5000

    package func failures(
        _ filter: FailureFilter, before sequence: Int64?, limit: Int
    ) async throws(StoreError) -> [PastFailure] {
        var search = Search()
        search.require("fingerprint =", filter.fingerprint.map { .text($0) })
        search.require("repository =", filter.repository.map { .text($0) })
        search.require("category =", filter.category.map { .text($0.rawValue) })
        search.require("sequence <", sequence.map { .integer($0) })
        let (condition, values) = search.limited(to: limit, by: "sequence DESC")
        return try await reading { connection in
            try connection.rows(
                "SELECT sequence, job, attempt, at, repository, ref, sha, document FROM failure WHERE \(condition)",
                values
            ).map(PastFailure.init)
        }
    }

    package func statistics(since: Timestamp?) async throws(StoreError) -> Statistics {
        let since = since ?? Timestamp(milliseconds: 0)
        return try await reading { connection in
            var figures = Statistics()
            try Self.count(&figures, connection, since)
            let measured = try connection.rows(
                """
                SELECT \(HistoryRows.measures.joined(separator: ", ")) FROM measure WHERE job_created_at >= ?1
                ORDER BY job_created_at DESC LIMIT ?2
                """, [.time(since), .integer(Self.measuredJobs)])
            for (column, name) in HistoryRows.measures.enumerated() {
                figures.durations[name == "total" ? "job" : name] = Durations(
                    try measured.compactMap { try $0.optionalReal(column) })
            }
            let waiting = try connection.rows(
                "SELECT COUNT(*), MIN(created_at) FROM job WHERE state = 'queued' AND parent IS NULL", []
            ).first
            figures.queueDepth = Int(try waiting?.integer(0) ?? 0)
            figures.oldestQueuedAt = try waiting?.optionalTime(1)
            return figures
        }
    }

    private static func count(
        _ figures: inout Statistics, _ connection: any SQLConnection, _ since: Timestamp
    ) throws {
        let counts = JobRow.everyState(connection.dialect).map { part in
            """
            SELECT state, outcome, trigger, COUNT(*) FROM job\(part.index)
            WHERE \(part.state) AND created_at >= ?1 AND parent IS NULL GROUP BY state, outcome, trigger
            """
        }
        let jobs = try connection.rows(counts.joined(separator: " UNION ALL "), [.time(since)])
        for row in jobs {
            let count = Int(try row.integer(3))
            if let state = Job.State(rawValue: try row.text(0)) { figures.states[state] += count }
            if let outcome = try row.optionalText(1).flatMap(Job.Outcome.init) { figures.outcomes[outcome] += count }
            if let kind = Job.Trigger.Kind(rawValue: try row.text(2)) { figures.triggers[kind] += count }
        }
        let failures = try connection.rows(
            "SELECT category, resolution, COUNT(*) FROM failure WHERE job_created_at >= ?1 GROUP BY category, resolution",
            [.time(since)])
        for row in failures {
            let count = Int(try row.integer(2))
            if let category = FailureReport.Category(rawValue: try row.text(0)) {
                figures.categories[category] += count
            }
            if let end = FailureReport.Resolution(rawValue: try row.text(1)) { figures.resolutions[end] += count }
        }
    }
}

extension PastFailure {
    fileprivate init(_ row: SQLRow) throws {
        guard let job = JobID(try row.text(1)), let failure = try row.json(FailureReport.self, 7) else {
            throw SQLFailure.other("the failure \(try row.integer(0)) cannot be read")
        }
        self.init(
            sequence: try row.integer(0), job: job, attempt: Int(try row.integer(2)), at: try row.time(3),
            repository: try row.text(4), ref: try row.text(5), sha: try row.optionalText(6).flatMap { CommitSHA($0) },
            failure: failure)
    }
}
