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
        // Nobody waits for the look, which reads the sizes of all.
        let (traces, runs) = try await reading { connection in
            (
                try Self.beyond(traceBytes, of: "trace", limit, connection),
                try Self.beyond(locatorBytes, of: "locators", limit, connection)
            )
        }
        guard traces.count + runs.count > 0 else { return 0 }
        try await writing { connection in
            // What was remembered anew meanwhile stays.
            let isSame = "repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4 AND at = ?5"
            for row in traces {
                try connection.changeLater("UPDATE good_run SET trace = ?6 WHERE \(isSame)", row + [.blob(Data())])
            }
            for row in runs { try connection.changeLater("DELETE FROM good_run WHERE \(isSame)", row) }
        }
        return traces.count + runs.count
    }

    /// Names and times of the runs which, with all that are newer, hold more than so many bytes in a column, the oldest first.
    private static func beyond(
        _ bytes: Int, of column: String, _ limit: Int, _ connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        try connection.rows(
            """
            SELECT repository, project, file, title, at FROM (
                SELECT repository, project, file, title, at, own,
                    SUM(own) OVER (ORDER BY at DESC, repository, project, file, title) AS total
                FROM (
                    SELECT repository, project, file, title, at, length(\(column)) AS own FROM good_run
                ) AS size
            ) AS run WHERE total > ?1 AND own > 0 ORDER BY total DESC LIMIT ?2
            """, [.integer(bytes), .integer(limit)]
        ).map { Array($0.values) }
    }

    private static func names(_ test: TestName) -> [SQLValue] {
        [.text(test.repository), .text(test.project), .text(test.file), .text(test.title)]
    }
}
