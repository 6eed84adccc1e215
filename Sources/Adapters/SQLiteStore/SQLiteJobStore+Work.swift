package import Domain
package import Foundation
import GRDB
package import Queue

extension SQLiteJobStore {
    package func claim(worker: String, at time: Timestamp) async throws(StoreError) -> Claim? {
        try await write { database in
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

    package func releaseAll(at time: Timestamp) async throws(StoreError) -> Int {
        try await write { database in
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

    package func release(_ claim: Claim) async throws(StoreError) {
        try await change(claim) { row, _ in
            try row.apply(.released)
            row.worker = nil
            row.job.progress = nil
        }
    }

    package func begin(_ stage: Job.Stage, of claim: Claim) async throws(StoreError) {
        try await change(claim) { row, _ in
            row.job.stage = stage
            row.job.progress = nil
        }
    }

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

    package func cancelRequested(_ claim: Claim) async throws(StoreError) -> Bool {
        try await read { try JobRow.owned($0, by: claim).isCancelRequested }
    }

    private func change(
        _ claim: Claim, _ body: @escaping @Sendable (inout JobRow, Database) throws -> Void
    ) async throws(StoreError) {
        try await write { database in
            var row = try JobRow.owned(database, by: claim)
            try body(&row, database)
            try row.save(database)
        }
    }
}
