package import Domain
import Foundation
package import Queue

extension RelationalJobStore {
    package func enqueue(_ jobs: [Job], delivery: Delivery?) async throws(StoreError) -> Enqueued {
        let policy = policy
        let (enqueued, stops) = try await writing { connection in
            if let delivery, let known = try Self.jobs(of: delivery, connection, orFor: jobs) {
                return (Enqueued(jobs: known, isDuplicate: true), false)
            }
            var stored: [Job] = []
            var stops = false
            for job in jobs {
                let arrival = try Arrival.of(job, connection, policy: policy)
                try JobRow.insert(connection, arrival.job, rank: arrival.rank)
                stored.append(arrival.job)
                stops = stops || arrival.stopsAnother
            }
            return (Enqueued(jobs: stored, isDuplicate: false), stops)
        }
        if !enqueued.isDuplicate { tell(.work) }
        if stops { tell(.stop) }
        return enqueued
    }

    /// The jobs that were made of the delivery before; nil when it is new, and from now on it is known.
    private static func jobs(
        of delivery: Delivery, _ connection: any SQLConnection, orFor new: [Job]
    ) throws -> [Job]? {
        // An id needs no escapes.
        let ids = new.map { "\"\($0.id)\"" }.joined(separator: ",")
        let isNew = try connection.change(
            "INSERT INTO delivery (key, received_at, jobs) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO NOTHING",
            [.text(delivery.key), .time(delivery.receivedAt), .text("[\(ids)]")])
        guard isNew == 0 else { return nil }
        let rows = try connection.rows("SELECT jobs FROM delivery WHERE key = ?1", [.text(delivery.key)])
        let known = try rows.first?.json([JobID].self, 0) ?? []
        return try known.flatMap { try JobRow.find(connection, where: "id = ?1", [.text($0.text)]).map(\.job) }
    }

    package func depths() async throws(StoreError) -> [String: Int] {
        try await reading { connection in
            let rows = try connection.rows(
                "SELECT repository, COUNT(*) FROM job WHERE state = 'queued' AND parent IS NULL GROUP BY repository", []
            )
            return try Dictionary(
                rows.map { (try $0.text(0), Int(try $0.integer(1))) }, uniquingKeysWith: { first, _ in first })
        }
    }

    package func cancel(_ id: JobID, at time: Timestamp) async throws(StoreError) -> Job {
        let job = try await writing { connection in
            var row = try JobRow.locked(connection, id)
            if row.job.state == .running {
                try connection.changeLater("UPDATE job SET stop = 'cancelled' WHERE id = ?1", [.text(id.text)])
            } else {
                try row.apply(.cancelled)
                row.job.finishedAt = time
                try row.save(connection)
                try JobLog.end(connection, row.job, at: time)
                try ShardRows.end(of: row.job, connection, at: time)
            }
            return row.job
        }
        tell(job.state == .running ? .stop : .work)
        return job
    }

    package func retry(_ id: JobID, at time: Timestamp) async throws(StoreError) -> Job {
        let job = try await writing { connection in
            var row = try JobRow.locked(connection, id)
            if let parent = row.job.parent { throw StoreError.isPart(id, of: parent) }
            try row.apply(.retried)
            row.job.attempt += 1
            row.job.stage = .checkout
            row.job.retries = nil
            row.job.progress = nil
            row.job.dueAt = time
            row.job.startedAt = nil
            row.job.finishedAt = nil
            row.job.outcome = nil
            row.job.summary = nil
            row.job.error = nil
            row.deaths = 0
            row.rank = try JobRow.nextRank(of: row.job, connection)
            try row.save(connection)
            try connection.changeLater("UPDATE job SET \(JobRow.plainPriority) WHERE id = ?1", [.text(id.text)])
            for table in ["stage_result", "spending", "report"] {
                try connection.changeLater("DELETE FROM \(table) WHERE job = ?1", [.text(id.text)])
            }
            return row.job
        }
        tell(.work)
        return job
    }

    package func checkWritable() async throws(StoreError) {
        _ = try await writingOnce { try $0.change("UPDATE probe SET count = count + 1", []) }
    }
}
