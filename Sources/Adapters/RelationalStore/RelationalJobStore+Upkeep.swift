package import Domain
package import Queue

extension RelationalJobStore: StoreUpkeep {
    /// Much longer than rescuing takes.
    private static let rescueTime = Duration.seconds(60)
    private static let stuckLimit = 100

    package func prune(endedBefore time: Timestamp, limit: Int) async throws(StoreError) -> [JobID] {
        try await writing { connection in
            let rows = try connection.rows(
                """
                SELECT id FROM job WHERE finished_at < ?1 AND parent IS NULL ORDER BY finished_at LIMIT ?2\
                \(connection.dialect.skippingLocked)
                """, [.time(time), .integer(limit)])
            return try rows.compactMap { row in
                let id = try row.text(0)
                try connection.changeLater("DELETE FROM job WHERE id = ?1", [.text(id)])
                return JobID(id)
            }
        }
    }

    /// Longer than any schedule's slots are apart: each start asks for the newest slot of every schedule again.
    private static let slotMemory = Duration.seconds(2 * 366 * 86_400)

    package func pruneKeys(before time: Timestamp, at now: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await writing { connection in
            let slots = "received_at < ?2 OR key NOT LIKE '\(Delivery.slotPrefix)%'"
            let oldSlots = SQLValue.time(now.advanced(by: .zero - Self.slotMemory))
            var count = try connection.change(
                """
                DELETE FROM delivery WHERE key IN (
                    SELECT key FROM delivery WHERE received_at < ?1 AND (\(slots)) LIMIT ?3)
                """, [.time(time), oldSlots, .integer(limit)])
            count += try connection.change(
                "DELETE FROM once WHERE key IN (SELECT key FROM once WHERE at < ?1 LIMIT ?2)",
                [.time(time), .integer(limit)])
            return count
        }
    }

    package func pruneTests(notSeenSince time: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await writing { connection in
            try connection.change(
                """
                DELETE FROM test_history WHERE sequence IN (
                    SELECT sequence FROM test_history WHERE seen_at < ?1 LIMIT ?2\(connection.dialect.skippingLocked))
                """, [.time(time), .integer(limit)])
        }
    }

    package func stuckJobs(at time: Timestamp, waitingSince: Timestamp) async throws(StoreError) -> [StuckJob] {
        try await reading { connection in
            let abandoned = try JobRow.find(
                connection, using: "job_lease",
                where: "state = 'running' AND lease_until < ?1 ORDER BY id LIMIT \(Self.stuckLimit)",
                [.time(time.advanced(by: .zero - Self.rescueTime))])
            let waiting = try JobRow.find(
                connection, using: "job_ready",
                where: "state = 'queued' AND due_at < ?1 AND created_at < ?1 ORDER BY id LIMIT \(Self.stuckLimit)",
                [.time(waitingSince)])
            return abandoned.map {
                StuckJob(
                    id: $0.job.id, state: .running,
                    why: "its lease of worker \($0.worker ?? "nobody") ran out and no service has taken it back")
            }
                + waiting.map {
                    StuckJob(id: $0.job.id, state: .queued, why: "it could have started since before \(waitingSince)")
                }
        }
    }

    package func known(_ jobs: [JobID], notEndedBefore time: Timestamp?) async throws(StoreError) -> Set<JobID> {
        try await reading { connection in
            try jobs.reduce(into: []) { known, job in
                let rows = try connection.rows("SELECT finished_at FROM job WHERE id = ?1", [.text(job.text)])
                guard let row = rows.first else { return }
                if let time, let ended = try row.optionalTime(0), ended < time { return }
                known.insert(job)
            }
        }
    }
}
