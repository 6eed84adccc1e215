import Domain
import Foundation
import GRDB
import Queue

/// A job and what the table keeps beside it.
struct JobRow {
    var job: Job
    var generation: Int64
    var worker: String?
    var isCancelRequested: Bool

    private static let columns = "document, generation, worker, cancel_requested"

    static func one(_ database: Database, id: JobID) throws -> JobRow {
        guard let row = try find(database, where: "id = ?", [id.text]) else { throw StoreError.noSuchJob(id) }
        return row
    }

    static func find(_ database: Database, where condition: String, _ arguments: StatementArguments) throws -> JobRow? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM job WHERE \(condition)", arguments: arguments)
            .map(JobRow.init)
    }

    static func all(_ database: Database, where condition: String, _ arguments: StatementArguments) throws -> [JobRow] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM job WHERE \(condition)", arguments: arguments)
            .map(JobRow.init)
    }

    /// The row of a claim, or `claimLost` when the job has a newer one or is not running any more.
    static func owned(_ database: Database, by claim: Claim) throws -> JobRow {
        let row = try one(database, id: claim.job.id)
        guard row.job.state == .running, row.generation == claim.generation, row.worker == claim.worker else {
            throw StoreError.claimLost(claim.job.id)
        }
        return row
    }

    init(_ row: Row) throws {
        let document: String = row["document"]
        job = try JSON.decode(Job.self, from: Data(document.utf8))
        generation = row["generation"]
        worker = row["worker"]
        isCancelRequested = row["cancel_requested"]
    }

    init(new job: Job) {
        self.job = job
        generation = 0
        worker = nil
        isCancelRequested = false
    }

    mutating func apply(_ event: JobEvent) throws {
        do {
            job.state = try job.state.after(event)
        } catch {
            throw StoreError.illegal(error, job.id)
        }
    }

    static func append(
        _ database: Database, _ kind: JobLogEntry.Kind, _ data: Data, to job: JobID, at time: Timestamp
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO event (job, sequence, at, kind, data)
                SELECT ?1, COALESCE(MAX(sequence), 0) + 1, ?2, ?3, ?4 FROM event WHERE job = ?1
                """,
            arguments: [job.text, time.milliseconds, kind.rawValue, data])
    }

    private struct End: Encodable {
        let state: Job.State
        let outcome: Job.Outcome?
        let summary: String?
        let error: String?
    }

    /// In the transaction that ends the job, so that whoever sees the end finds the event.
    func appendEnd(_ database: Database, at time: Timestamp) throws {
        let end = End(state: job.state, outcome: job.outcome, summary: job.summary, error: job.error)
        try Self.append(database, .done, JSON.encode(end), to: job.id, at: time)
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO job (id, state, repository, ref, trigger, outcome, priority, created_at, generation, worker,
                    cancel_requested, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome,
                    priority = excluded.priority, generation = excluded.generation, worker = excluded.worker,
                    cancel_requested = excluded.cancel_requested, document = excluded.document
                """,
            arguments: [
                job.id.text, job.state.rawValue, job.repository, job.ref, job.trigger.kind.rawValue,
                job.outcome?.rawValue, job.priority, job.createdAt.milliseconds, generation, worker, isCancelRequested,
                String(decoding: try JSON.encode(job), as: UTF8.self),
            ])
    }
}
