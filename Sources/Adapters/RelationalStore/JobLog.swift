import Domain
import Foundation
import Queue

/// The events of a job, which viewers follow.
enum JobLog {
    private static let number = "COALESCE((SELECT MAX(sequence) FROM event WHERE job = ?1), 0) + 1"
    private static let addition = "INSERT INTO event (job, sequence, at, kind, data) VALUES (?1, \(number), ?2, ?3, ?4)"

    /// In the transaction that ends the job, so that whoever sees the end finds the event.
    static func end(_ connection: any SQLConnection, _ job: Job, at time: Timestamp) throws {
        let end = JSON.object([
            "error": job.error, "outcome": job.outcome?.rawValue, "state": job.state.rawValue, "summary": job.summary,
            "supersededBy": job.supersededBy?.text,
        ])
        try connection.changeLater(
            addition, [.text(job.id.text), .time(time), .text(JobLogEntry.Kind.done.rawValue), .text(end)])
    }

    /// One statement, which does nothing when the claim is not the newest.
    /// - Returns: whether it was added.
    static func add(
        _ connection: any SQLConnection, _ kind: JobLogEntry.Kind, _ data: Data, of claim: Claim, at time: Timestamp
    ) throws -> Bool {
        try connection.change(
            """
            INSERT INTO event (job, sequence, at, kind, data)
            SELECT id, \(number), CAST(?3 AS BIGINT), CAST(?4 AS TEXT), CAST(?5 AS TEXT)
            FROM job WHERE \(Fence.condition)
            """,
            Fence.values(claim) + [
                .time(time), .text(kind.rawValue), .text(String(decoding: data, as: UTF8.self)),
            ]) > 0
    }
}

/// What every write about a running job has in its condition.
enum Fence {
    static let condition = "id = ?1 AND generation = ?2 AND state = 'running'"

    static func values(_ claim: Claim) -> [SQLValue] { [.text(claim.job.id.text), .integer(claim.generation)] }

    /// Holds the job for another while: what follows must not happen when the lease has run out and another worker is about to
    /// take the job.
    static func extend(
        _ connection: any SQLConnection, _ claim: Claim, until end: Timestamp
    ) throws -> JobRow {
        let rows = try connection.rows(
            "UPDATE job SET lease_until = ?3 WHERE \(condition) RETURNING \(JobRow.columns)",
            values(claim) + [.time(end)])
        guard let row = rows.first else { throw StoreError.leaseLost(claim.job.id) }
        return try JobRow(row)
    }

    /// Keeps the row as it is until the transaction ends.
    static func hold(_ connection: any SQLConnection, _ claim: Claim) throws -> JobRow {
        let row = try JobRow.find(
            connection, where: "\(condition)\(connection.dialect.forUpdate)", values(claim)
        ).first
        guard let row else { throw StoreError.leaseLost(claim.job.id) }
        return row
    }
}
