package import Domain
package import Foundation
package import Queue

extension RelationalJobStore: ShardStore, JobPlaces {
    package func fanOut(into parts: [Job], of claim: Claim) async throws(StoreError) -> [Job] {
        let (made, stops) = try await writing { connection in
            let parent = try Fence.hold(connection, claim)
            let known = try JobRow.find(
                connection, where: "parent = ?1 AND attempt = ?2 ORDER BY id",
                [.text(parent.job.id.text), .integer(parent.job.attempt)]
            ).map(\.job).filter {
                $0.projects == parts.first?.projects && ![.cancelled, .failed].contains($0.state)
            }
            // Another number of parts is another division of the tests: a restart may have changed the configuration.
            let divided = known.filter { $0.shard?.total == parts.first?.shard?.total }
            if divided.count == parts.count { return (divided, false) }
            // When the new ones are made, so that no clock is asked here.
            let time = parts.first?.createdAt ?? parent.job.createdAt
            let stops = try ShardRows.abandon(known, connection, at: time)
            let queued = parts.map { part in
                var part = part
                part.parent = parent.job.id
                part.attempt = parent.job.attempt
                part.priority = parent.job.priority
                return part
            }
            // Nobody who waits can have a better rank than who was claimed, but as good a one.
            for part in queued {
                try JobRow.insert(connection, part, rank: parent.rank - 1)
            }
            return (queued, stops)
        }
        tell(.work)
        if stops { tell(.stop) }
        return made
    }

    package func claim(
        shardOf parent: JobID, for worker: WorkerName, at time: Timestamp
    ) async throws(StoreError) -> Claim? {
        let values: [SQLValue] = [
            .text(worker.node), .text(worker.description), .time(time.advanced(by: policy.lease)), .time(time),
            .text(parent.text),
        ]
        let condition = roomForShard
        return try await writingOnce { connection in
            try connection.rows(
                """
                UPDATE job SET \(Self.taken) WHERE id = (
                    SELECT id FROM job AS ready WHERE parent = ?5 AND state = 'queued' AND due_at <= ?4 AND \(condition)
                    ORDER BY id LIMIT 1\(connection.dialect.skippingLocked))
                RETURNING \(JobRow.columns)
                """, values
            ).first.map { row in
                let row = try JobRow(row)
                return Claim(job: row.job, worker: worker, generation: row.generation)
            }
        }
    }

    /// What a claim writes; its parameters are node, worker, end of the lease and now.
    static var taken: String {
        """
        state = 'running', generation = generation + 1, node = ?1, worker = ?2, lease_until = ?3,
            started_at = COALESCE(started_at, ?4)
        """
    }

    /// The condition under which the node `?1` may run the part `ready`: its parent runs, here unless any node will do, and no
    /// other part of it runs on the node. Two of them would only wait for one another, since the runs of one suite do.
    var roomForShard: String {
        let here = policy.shardsAnywhere ? "" : " AND whole.node = ?1"
        return """
            (EXISTS (SELECT 1 FROM job AS whole WHERE whole.id = ready.parent AND whole.state = 'running'
                AND whole.stop IS NULL\(here))
            AND NOT EXISTS (SELECT 1 FROM job AS other WHERE other.parent = ready.parent AND other.state = 'running'
                AND other.node = ?1))
            """
    }

    package func shards(of parent: JobID) async throws(StoreError) -> [ShardState] {
        try await reading { connection in
            let rows = try JobRow.find(
                connection, where: "parent = ?1 AND attempt = (SELECT attempt FROM job WHERE id = ?1) ORDER BY id",
                [.text(parent.text)])
            return try rows.map { row in
                guard row.job.state == .succeeded else {
                    return ShardState(job: row.job, generation: row.generation, result: nil)
                }
                let results = try connection.rows(
                    "SELECT result FROM stage_result WHERE job = ?1 AND stage = 'test'", [.text(row.job.id.text)])
                return ShardState(
                    job: row.job, generation: row.generation, result: try results.first?.blob(0))
            }
        }
    }

    package func deliver(_ result: Data, of claim: Claim, at time: Timestamp) async throws(StoreError) {
        try await writing { connection in
            let job = try Self.fenced(
                connection, claim, "state = 'succeeded', error = NULL, finished_at = ?3, \(Self.noWorker)",
                [.time(time)])
            try Self.keep(result, of: .test, claim, connection)
            try JobLog.end(connection, job, at: time)
        }
        tell(.work)
    }

    package func node(of job: JobID) async throws(StoreError) -> String? {
        try await reading { connection in
            // Whoever takes a job over begins with its checkout.
            let rows = try connection.rows(
                """
                SELECT COALESCE(node, (SELECT node FROM stage_result WHERE job = ?1 AND stage = 'checkout')) FROM job
                WHERE id = ?1
                """, [.text(job.text)])
            return try rows.first?.optionalText(0).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    package func redo(_ shard: JobID, of claim: Claim, at time: Timestamp) async throws(StoreError) {
        try await writing { connection in
            let parent = try Fence.hold(connection, claim)
            var row = try JobRow.locked(connection, shard)
            guard row.job.parent == parent.job.id else { throw StoreError.noSuchJob(shard) }
            try row.apply(.retried)
            row.job.finishedAt = nil
            row.job.dueAt = nil
            row.deaths = 0
            try row.save(connection)
            try connection.changeLater("DELETE FROM stage_result WHERE job = ?1", [.text(shard.text)])
        }
        tell(.work)
    }
}
