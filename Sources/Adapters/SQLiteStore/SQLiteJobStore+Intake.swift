package import Domain
import Foundation
import GRDB
package import Queue

extension SQLiteJobStore {
    package func enqueue(_ jobs: [Job], delivery: Delivery?) async throws(StoreError) -> Enqueued {
        try await database.writing { database in
            if let delivery {
                let known = try String.fetchOne(
                    database, sql: "SELECT jobs FROM delivery WHERE key = ?", arguments: [delivery.key])
                if let known {
                    let ids = try JSON.decode([JobID].self, from: Data(known.utf8))
                    return Enqueued(jobs: try ids.map { try JobRow.one(database, id: $0).job }, isDuplicate: true)
                }
                let ids = String(decoding: try JSON.encode(jobs.map(\.id)), as: UTF8.self)
                try database.execute(
                    sql: "INSERT INTO delivery (key, received_at, jobs) VALUES (?, ?, ?)",
                    arguments: [delivery.key, delivery.receivedAt.milliseconds, ids])
            }
            for job in jobs { try JobRow(new: job).save(database) }
            return Enqueued(jobs: jobs, isDuplicate: false)
        }
    }

    package func cancel(_ id: JobID, at time: Timestamp) async throws(StoreError) -> Job {
        try await database.writing { database in
            var row = try JobRow.one(database, id: id)
            if row.job.state == .running {
                row.isCancelRequested = true
            } else {
                try row.apply(.cancelled)
                row.job.finishedAt = time
                try row.appendEnd(database, at: time)
            }
            try row.save(database)
            return row.job
        }
    }

    package func retry(_ id: JobID, at time: Timestamp) async throws(StoreError) -> Job {
        try await database.writing { database in
            var row = try JobRow.one(database, id: id)
            try row.apply(.retried)
            row.job.attempt += 1
            row.job.stage = .checkout
            row.job.progress = nil
            row.job.startedAt = nil
            row.job.finishedAt = nil
            row.job.outcome = nil
            row.job.summary = nil
            row.job.error = nil
            row.worker = nil
            row.isCancelRequested = false
            try row.save(database)
            try database.execute(sql: "DELETE FROM stage_result WHERE job = ?", arguments: [id.text])
            try database.execute(sql: "DELETE FROM spending WHERE job = ?", arguments: [id.text])
            try database.execute(sql: "DELETE FROM report WHERE job = ?", arguments: [id.text])
            return row.job
        }
    }

    package func checkWritable() async throws(StoreError) {
        try await database.writing { try $0.execute(sql: "UPDATE probe SET count = count + 1") }
    }
}
