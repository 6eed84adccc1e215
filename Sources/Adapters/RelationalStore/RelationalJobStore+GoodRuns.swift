package import Domain
import Foundation
package import Queue

extension RelationalJobStore: GoodRuns {
    package func remember(_ run: GoodRun) async throws(StoreError) {
        _ = try await writingOnce { connection in
            // Two jobs of one repository may end in another order than they began in.
            try connection.change(
                """
                INSERT INTO good_run (repository, project, file, title, sha, at, trace, locators)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (repository, project, file, title)
                DO UPDATE SET sha = excluded.sha, at = excluded.at, trace = excluded.trace, locators = excluded.locators
                WHERE good_run.at <= excluded.at
                """, Self.names(run.test) + [.text(run.sha.text), .time(run.at), .blob(run.trace), .blob(run.locators)])
        }
    }

    package func goodRun(of test: TestName) async throws(StoreError) -> GoodRun? {
        try await reading { connection in
            let rows = try connection.rows(
                """
                SELECT sha, at, trace, locators FROM good_run
                WHERE repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4
                """, Self.names(test))
            guard let row = rows.first, let sha = CommitSHA(try row.text(0)) else { return nil }
            return GoodRun(test: test, sha: sha, at: try row.time(1), trace: try row.blob(2), locators: try row.blob(3))
        }
    }

    package func forgetGoodRuns(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await writing { connection in
            let old = try connection.rows(
                "SELECT repository, project, file, title FROM good_run WHERE at < ?1 LIMIT ?2",
                [.time(time), .integer(limit)])
            for row in old {
                try connection.changeLater(
                    """
                    DELETE FROM good_run WHERE repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4 AND at < ?5
                    """, Array(row.values) + [.time(time)])
            }
            return old.count
        }
    }

    package func shrinkGoodRuns(
        traceBytes: Int, locatorBytes: Int, limit: Int
    ) async throws(StoreError) -> Int {
        try await writing { connection in
            let traces = try Self.beyond(traceBytes, of: "trace", limit, connection)
            for row in traces {
                try connection.changeLater(
                    """
                    UPDATE good_run SET trace = ?5
                    WHERE repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4
                    """, row + [.blob(Data())])
            }
            let runs = try Self.beyond(locatorBytes, of: "locators", limit, connection)
            for row in runs {
                try connection.changeLater(
                    "DELETE FROM good_run WHERE repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4", row)
            }
            return traces.count + runs.count
        }
    }

    /// Names of the runs which, with all that are newer, hold more than so many bytes in a column.
    private static func beyond(
        _ bytes: Int, of column: String, _ limit: Int, _ connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        try connection.rows(
            """
            SELECT repository, project, file, title FROM (
                SELECT repository, project, file, title, length(\(column)) AS own,
                    SUM(length(\(column))) OVER (ORDER BY at DESC, repository, project, file, title) AS total
                FROM good_run
            ) AS run WHERE total > ?1 AND own > 0 LIMIT ?2
            """, [.integer(bytes), .integer(limit)]
        ).map { Array($0.values) }
    }

    private static func names(_ test: TestName) -> [SQLValue] {
        [.text(test.repository), .text(test.project), .text(test.file), .text(test.title)]
    }
}
