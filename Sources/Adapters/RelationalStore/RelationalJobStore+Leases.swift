package import Domain
package import Queue

extension RelationalJobStore {
    /// Claims that met another one on the same branch are made again this often; after that the next look tries.
    private static let claimTries = 5
    /// Jobs that are taken back in one transaction.
    private static let rescueLimit = 100

    package func claim(for worker: WorkerName, at time: Timestamp) async throws(StoreError) -> Claim? {
        for _ in 1...Self.claimTries {
            do {
                return try await claimOnce(for: worker, at: time)
            } catch SQLFailure.notUnique {
                // Another node took a job of the same branch between our look and our write.
                continue
            } catch {
                throw StoreError(error)
            }
        }
        return nil
    }

    private func claimOnce(for worker: WorkerName, at time: Timestamp) async throws -> Claim? {
        let values: [SQLValue] = [
            .text(worker.node), .text(worker.description), .time(time.advanced(by: policy.lease)), .time(time),
        ]
        let countsRunningJobs = policy.countsRunningJobs
        let condition = "(CASE WHEN parent IS NULL THEN \(room) ELSE \(roomForShard) END)"
        let statement: @Sendable (any SQLConnection) throws -> JobRow? = { connection in
            if countsRunningJobs { try connection.lock("claims") }
            return try connection.rows(
                """
                UPDATE job SET \(Self.taken), branch_slot = \(countsRunningJobs ? "NULL" : "0")
                WHERE id = (
                    SELECT id FROM job AS ready\(connection.dialect.using("job_ready"))
                    WHERE state = 'queued' AND due_at <= ?4 AND \(condition)
                    ORDER BY priority DESC, rank, id LIMIT 1\(connection.dialect.skippingLocked))
                RETURNING \(JobRow.columns)
                """, values
            ).first.map(JobRow.init)
        }
        let row =
            countsRunningJobs ? try await database.write(statement) : try await database.writeOnce(statement)
        return row.map { Claim(job: $0.job, worker: worker, generation: $0.generation) }
    }

    /// The condition under which one more job of `ready`'s kind may run.
    private var room: String {
        let running = "other.state = 'running' AND other.parent IS NULL"
        let repository = "other.repository = ready.repository"
        let branch = "\(repository) AND other.ref = ready.ref"
        guard policy.countsRunningJobs else {
            // The unique index on running jobs holds it where two nodes look at once.
            return "NOT EXISTS (SELECT 1 FROM job AS other WHERE \(running) AND \(branch))"
        }
        let limits: [(condition: String, limit: Int?)] = [
            (branch, policy.runningPerBranch), (repository, policy.runningPerRepository), ("1 = 1", policy.running),
        ]
        return "("
            + limits.compactMap { condition, limit in
                limit.map { "(SELECT COUNT(*) FROM job AS other WHERE \(running) AND \(condition)) < \($0)" }
            }.joined(separator: " AND ") + ")"
    }

    package func renew(_ claim: Claim, at time: Timestamp) async throws(StoreError) -> StopReason? {
        let end = time.advanced(by: policy.lease)
        return try await writingOnce { try Fence.extend($0, claim, until: end).stop }
    }

    package func release(_ claim: Claim, at time: Timestamp) async throws(StoreError) {
        let stops = try await writing { connection in
            var row = try Fence.hold(connection, claim)
            return try Self.takeBack(&row, connection, diedAtMost: .max, at: time)
        }
        tell(.work)
        if stops { tell(.stop) }
    }

    package func rescue(
        by node: String, living: Set<ClaimKey>, others: Bool, at time: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue] {
        let (condition, values): (String, [SQLValue]) =
            others
            ? ("lease_until < ?1", [.time(time)]) : ("lease_until < ?1 AND node = ?2", [.time(time), .text(node)])
        return try await rescue(where: condition, values, at: time, messages) { row in
            row.node != node || !living.contains(ClaimKey(job: row.job.id, generation: row.generation))
        }
    }

    package func rescue(
        jobsOf node: String, at time: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue] {
        var all: [Rescue] = []
        while true {
            let some = try await rescue(where: "node = ?1", [.text(node)], at: time, messages)
            all += some
            if some.count < Self.rescueLimit { return all }
        }
    }

    private func rescue(
        where condition: String, _ values: [SQLValue], at time: Timestamp, _ messages: @escaping FailureMessages,
        isDead: @escaping @Sendable (JobRow) -> Bool = { _ in true }
    ) async throws(StoreError) -> [Rescue] {
        let limit = policy.deathsWithoutProgress
        let (rescues, stops, told) = try await writing { connection in
            var (stops, told) = (false, false)
            let rows = try JobRow.find(
                connection, using: "job_lease",
                where: """
                    state = 'running' AND \(condition) ORDER BY id LIMIT \(Self.rescueLimit)\
                    \(connection.dialect.skippingLocked)
                    """, values)
            let rescues = try rows.filter(isDead).map { row in
                var row = row
                let worker = row.worker ?? "nobody"
                row.deaths += 1
                if try Self.takeBack(&row, connection, diedAtMost: limit, at: time) { stops = true }
                // Of a part that failed the job tells that it belongs to.
                if row.job.state == .failed, row.job.parent == nil {
                    for message in messages(row.job) {
                        try OutboxRows.add(message, connection)
                        told = true
                    }
                }
                return Rescue(job: row.job, worker: worker)
            }
            return (rescues, stops, told)
        }
        if !rescues.isEmpty { tell(.work) }
        if stops { tell(.stop) }
        if told { tell(.message) }
        return rescues
    }

    /// Ends a job that was told to stop or whose workers keep dying, and queues any other.
    /// - Returns: whether a part of it that runs has something to hear.
    private static func takeBack(
        _ row: inout JobRow, _ connection: any SQLConnection, diedAtMost limit: Int, at time: Timestamp
    ) throws -> Bool {
        let isOrphan = try ShardRows.isOrphan(row.job, connection)
        switch row.stop {
        case .superseded(let newer):
            try row.apply(.superseded)
            row.job.supersededBy = newer
        case .cancelled: try row.apply(.cancelled)
        case nil where isOrphan: try row.apply(.cancelled)
        case nil where row.deaths > limit:
            try row.apply(.failed)
            row.job.error = """
                its worker died \(row.deaths) times without getting further, the last time at the stage \
                \(row.job.stage.rawValue), so that it is not tried again by itself: look at the service's log and at the memory of the machine, then retry it
                """
        case nil: try row.apply(.released)
        }
        row.job.progress = nil
        row.job.dueAt = nil
        var stops = false
        if row.job.state.isFinal {
            row.job.finishedAt = time
            try HistoryRows.add(nil, of: row.job, connection, at: time)
            try JobLog.end(connection, row.job, at: time)
            try PlaybookRows.endOpen(of: row.job, connection, at: time)
            stops = try ShardRows.end(of: row.job, connection, at: time)
        }
        try row.save(connection)
        if row.job.state == .queued {
            try connection.changeLater(
                "UPDATE job SET priority = priority + \(JobRow.resumed) WHERE id = ?1 AND priority < \(JobRow.resumed)",
                [.text(row.job.id.text)])
        }
        return stops
    }
}
