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
                stored.append(arrival.later == nil ? arrival.job : try arrival.keepForTheRecord(connection))
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
        return try rows.first.map { try Self.jobs(named: $0, connection) } ?? []
    }

    package func jobs(ofDelivery key: String) async throws(StoreError) -> [Job]? {
        try await reading { connection in
            guard let row = try connection.rows("SELECT jobs FROM delivery WHERE key = ?1", [.text(key)]).first else {
                return nil
            }
            return try Self.jobs(named: row, connection)
        }
    }

    private static func jobs(named row: SQLRow, _ connection: any SQLConnection) throws -> [Job] {
        try (row.json([JobID].self, 0) ?? []).flatMap {
            try JobRow.find(connection, where: "id = ?1", [.text($0.text)]).map(\.job)
        }
    }

    package func knowsDelivery(beginningWith prefix: String) async throws(StoreError) -> Bool {
        try await reading { connection in
            // No key has anything greater than this behind the prefix.
            let rows = try connection.rows(
                "SELECT 1 FROM delivery WHERE key >= ?1 AND key < ?2 LIMIT 1",
                [.text(prefix), .text(prefix + "\u{10FFFF}")])
            return !rows.isEmpty
        }
    }

    package func hasWaiting(inLane lane: String) async throws(StoreError) -> Bool {
        try await reading { connection in
            let hint = connection.dialect.using("job_open_lane")
            let rows = try connection.rows(
                "SELECT 1 FROM job\(hint) WHERE lane = ?1 AND finished_at IS NULL AND state = 'queued' LIMIT 1",
                [.text(lane)])
            return !rows.isEmpty
        }
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
        let (job, stops) = try await writing { connection in
            var row = try JobRow.locked(connection, id)
            var stops = true
            if row.job.state == .running {
                try connection.changeLater("UPDATE job SET stop = 'cancelled' WHERE id = ?1", [.text(id.text)])
            } else {
                try row.apply(.cancelled)
                row.job.finishedAt = time
                try row.save(connection)
                try JobLog.end(connection, row.job, at: time)
                try PlaybookRows.endOpen(of: row.job, connection, at: time)
                stops = try ShardRows.end(of: row.job, connection, at: time)
            }
            return (row.job, stops)
        }
        if job.state.isFinal { tell(.work) }
        if stops { tell(.stop) }
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
            row.job.dueAt = nil
            row.job.startedAt = nil
            row.job.finishedAt = nil
            row.job.outcome = nil
            row.job.summary = nil
            row.job.error = nil
            row.deaths = 0
            row.rank = try JobRow.nextRank(of: row.job, connection)
            try row.save(connection)
            try connection.changeLater(
                "UPDATE job SET \(JobRow.plainPriority), reached = 0 WHERE id = ?1", [.text(id.text)])
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
