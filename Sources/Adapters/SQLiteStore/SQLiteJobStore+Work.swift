package import Domain
package import Foundation
import GRDB
package import Queue

extension SQLiteJobStore {
    /// The most urgent queued job, among equals the oldest, of which no other job of the same repository and ref runs.
    /// - Parameter time: becomes the start of a job that has not started before.
    /// - Returns: nil when there is none.
    package func claim(worker: String, at time: Timestamp) async throws(StoreError) -> Claim? {
        try await database.writing { database in
            // Two jobs of one branch would publish to the same pull request at once, so the second waits.
            let ready = """
                state = 'queued' AND NOT EXISTS (
                    SELECT 1 FROM job AS other
                    WHERE other.state = 'running' AND other.repository = job.repository AND other.ref = job.ref)
                ORDER BY priority DESC, id LIMIT 1
                """
            guard var row = try JobRow.find(database, where: ready, []) else { return nil }
            try row.apply(.claimed)
            row.generation += 1
            row.worker = worker
            row.job.startedAt = row.job.startedAt ?? time
            try row.save(database)
            return Claim(job: row.job, worker: worker, generation: row.generation)
        }
    }

    /// For the start of the process that owns the store. A job that was told to stop is cancelled instead.
    /// - Returns: how many were running.
    package func releaseAll(at time: Timestamp) async throws(StoreError) -> Int {
        try await database.writing { database in
            let rows = try JobRow.all(database, where: "state = 'running'", [])
            for var row in rows {
                try row.apply(row.isCancelRequested ? .cancelled : .released)
                row.worker = nil
                row.job.progress = nil
                if row.job.state.isFinal {
                    row.job.finishedAt = time
                    try row.appendEnd(database, at: time)
                }
                try row.save(database)
            }
            return rows.count
        }
    }

    /// Puts the job back into the queue, without a worker and without progress.
    /// - Throws: `StoreError.claimLost` when another claim has it, as do all that take a claim.
    package func release(_ claim: Claim) async throws(StoreError) {
        try await change(claim) { row, _ in
            try row.apply(.released)
            row.worker = nil
            row.job.progress = nil
        }
    }

    /// The job is at this stage from now on.
    package func begin(_ stage: Job.Stage, of claim: Claim) async throws(StoreError) {
        try await change(claim) { row, _ in
            row.job.stage = stage
            row.job.progress = nil
        }
    }

    /// Keeps a stage's result, in place of an earlier one, so that the stage is not done again after a crash.
    package func commit(_ result: Data, of stage: Job.Stage, claim: Claim) async throws(StoreError) {
        try await change(claim) { row, database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO stage_result (job, stage, result) VALUES (?, ?, ?)",
                arguments: [row.job.id.text, stage.rawValue, result])
        }
    }

    package func record(
        _ spending: HealingReport.Metrics.LanguageModel, of claim: Claim
    ) async throws(StoreError) {
        try await change(claim) { row, database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO spending (job, document) VALUES (?, ?)",
                arguments: [row.job.id.text, String(decoding: try JSON.encode(spending), as: UTF8.self)])
        }
    }

    /// Writes down which commits the job is about, or how far it is.
    package func update(_ claim: Claim, _ change: JobChange) async throws(StoreError) {
        try await self.change(claim) { row, _ in
            switch change {
            case .revision(let sha, let base):
                row.job.sha = sha
                row.job.base = base
            case .progress(let progress): row.job.progress = progress
            }
        }
    }

    /// Ends the job, keeps its report, tells those who follow its events, and adds it to the history: all or nothing.
    package func finish(_ claim: Claim, as end: JobEnd, at time: Timestamp) async throws(StoreError) {
        try await change(claim) { row, database in
            var report: Data?
            switch end {
            case .succeeded(let outcome, let summary, let body):
                try row.apply(.succeeded)
                row.job.outcome = outcome
                row.job.summary = summary
                report = body
            case .failed(let error, let body):
                try row.apply(.failed)
                row.job.error = error
                report = body
            case .cancelled: try row.apply(.cancelled)
            }
            row.job.finishedAt = time
            row.job.progress = nil
            row.worker = nil
            try row.appendEnd(database, at: time)
            if let report {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO report (job, body) VALUES (?, ?)",
                    arguments: [row.job.id.text, report])
            }
            // The history is read out of what is stored.
            try row.save(database)
            try HistorySchema.record(database, jobsWhere: "job.id = ?", [row.job.id.text])
        }
    }

    /// Whether people have told the running job to stop.
    package func cancelRequested(_ claim: Claim) async throws(StoreError) -> Bool {
        try await database.reading { try JobRow.owned($0, by: claim).isCancelRequested }
    }

    private func change(
        _ claim: Claim, _ body: @escaping @Sendable (inout JobRow, Database) throws -> Void
    ) async throws(StoreError) {
        try await database.writing { database in
            var row = try JobRow.owned(database, by: claim)
            try body(&row, database)
            try row.save(database)
        }
    }
}
