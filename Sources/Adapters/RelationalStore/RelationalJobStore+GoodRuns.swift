package import Domain
import Foundation
package import Queue

extension RelationalJobStore: GoodRuns {
    package func remember(_ run: GoodRun) async throws(StoreError) {
        _ = try await writingOnce { connection in
            // Two jobs of one repository may end in another order than they began in.
            try connection.change(
                """
                INSERT INTO good_run (repository, project, file, title, sha, at, trace)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (repository, project, file, title)
                DO UPDATE SET sha = excluded.sha, at = excluded.at, trace = excluded.trace
                WHERE good_run.at <= excluded.at
                """, Self.names(run.test) + [.text(run.sha.text), .time(run.at), .blob(run.trace)])
        }
    }

    package func goodRun(of test: TestName) async throws(StoreError) -> GoodRun? {
        try await reading { connection in
            let rows = try connection.rows(
                """
                SELECT sha, at, trace FROM good_run WHERE repository = ?1 AND project = ?2 AND file = ?3 AND title = ?4
                """, Self.names(test))
            guard let row = rows.first, let sha = CommitSHA(try row.text(0)) else { return nil }
            return GoodRun(test: test, sha: sha, at: try row.time(1), trace: try row.blob(2))
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

    private static func names(_ test: TestName) -> [SQLValue] {
        [.text(test.repository), .text(test.project), .text(test.file), .text(test.title)]
    }
}
