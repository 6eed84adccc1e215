package import Domain
package import Queue

extension RelationalJobStore: TestHistories {
    package func histories(
        of tests: [TestIdentity], in repository: String
    ) async throws(StoreError) -> [TestIdentity: TestHistory] {
        let asked = Set(tests.filter(TestHistoryRows.isStorable))
        guard !asked.isEmpty else { return [:] }
        return try await reading { connection in
            var found: [TestIdentity: TestHistory] = [:]
            var open = Array(asked)[...]
            while !open.isEmpty {
                // One by one below a batch, as they are written.
                let batch = Array(open.prefix(open.count < TestHistoryRows.batch ? 1 : TestHistoryRows.batch))
                open = open.dropFirst(batch.count)
                let places = batch.indices.map { "(?\($0 * 3 + 2), ?\($0 * 3 + 3), ?\($0 * 3 + 4))" }
                // In this order, so that each test is looked up by its name, and not a repository's all of them read.
                let rows = try connection.rows(
                    """
                    WITH asked (project, file, title) AS (VALUES \(places.joined(separator: ", ")))
                    SELECT kept.project, kept.file, kept.title, kept.outcomes FROM asked CROSS JOIN test_history AS kept
                    WHERE kept.repository = ?1 AND kept.project = asked.project AND kept.file = asked.file
                        AND kept.title = asked.title
                    """,
                    [.text(repository)]
                        + batch.flatMap { [.text($0.project), .text($0.file), .text($0.title)] as [SQLValue] })
                for row in rows {
                    let test = TestIdentity(project: try row.text(0), file: try row.text(1), title: try row.text(2))
                    found[test] = OutcomeColumn.history(try row.text(3))
                }
            }
            return found
        }
    }

    package func histories(
        in repository: String?, before sequence: Int64?, limit: Int
    ) async throws(StoreError) -> [KeptHistory] {
        var search = Search()
        search.require("repository =", repository.map { .text($0) })
        search.require("sequence <", sequence.map { .integer($0) })
        let (condition, values) = search.limited(to: limit, by: "sequence DESC")
        return try await reading { connection in
            try connection.rows(
                "SELECT sequence, repository, project, file, title, outcomes FROM test_history WHERE \(condition)",
                values
            ).map { row in
                KeptHistory(
                    sequence: try row.integer(0), repository: try row.text(1),
                    test: TestIdentity(project: try row.text(2), file: try row.text(3), title: try row.text(4)),
                    history: OutcomeColumn.history(try row.text(5)))
            }
        }
    }
}
