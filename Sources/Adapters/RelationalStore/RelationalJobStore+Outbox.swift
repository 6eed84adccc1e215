package import Domain
import Foundation
package import Queue

extension RelationalJobStore: Outbox {
    /// Longer than any try to send takes; whoever holds a message longer is dead.
    private static let lease = Duration.seconds(120)
    private static let abandonLimit = 100

    package func takeBackUnheard(
        of channel: String, by node: String, begun: Set<JobID>
    ) async throws(StoreError) {
        try await writing { connection in
            let rows = try connection.rows(
                """
                SELECT \(OutboxRows.columns) FROM outbox WHERE state = 'sending' AND node = ?1 AND channel = ?2
                ORDER BY id LIMIT \(Self.abandonLimit)
                """, [.text(node), .text(channel)])
            for claim in try rows.map(OutboxRows.claim) where !begun.contains(claim.message.id) {
                try connection.changeLater(
                    """
                    UPDATE outbox SET state = 'waiting', attempts = attempts - 1, lease_until = NULL
                    WHERE id = ?1 AND generation = ?2 AND state = 'sending'
                    """, [.text(claim.message.id.text), .integer(claim.generation)])
                // A newer message may have come while nobody knew of this one.
                try OutboxRows.collapse(claim.message, connection)
            }
        }
    }

    package func nextMessage(
        for channel: String, by node: String, at time: Timestamp
    ) async throws(StoreError) -> OutboxClaim? {
        try await writingOnce { connection in
            try connection.rows(
                """
                UPDATE outbox SET state = 'sending', attempts = attempts + 1, generation = generation + 1, lease_until = ?3,
                    node = ?4
                WHERE id = (
                    SELECT id FROM outbox WHERE state = 'waiting' AND channel = ?1 AND due_at <= ?2 AND NOT EXISTS (
                        SELECT 1 FROM outbox AS other WHERE other.channel = ?1 AND other.rest_until > ?2)
                    ORDER BY due_at, id LIMIT 1\(connection.dialect.skippingLocked))
                RETURNING \(OutboxRows.columns)
                """, [.text(channel), .time(time), .time(time.advanced(by: Self.lease)), .text(node)]
            ).first.map(OutboxRows.claim)
        }
    }

    package func settle(
        _ claim: OutboxClaim, as end: OutboxEnd, restingUntil rest: Timestamp, at time: Timestamp
    ) async throws(StoreError) {
        let (state, result, due): (String, String, Timestamp) =
            switch end {
            case .sent: ("sent", "sent", time)
            case .again(let due, let why): ("waiting", why, due)
            case .failed(let why): ("failed", why, time)
            case .unknown(let why): ("unknown", why, time)
            }
        let settled = try await writing { connection in
            let changed = try connection.change(
                """
                UPDATE outbox SET state = ?3, result = ?4, due_at = ?5, lease_until = NULL, settled_at = ?6,
                    rest_until = ?7
                WHERE id = ?1 AND generation = ?2 AND state = 'sending'
                """,
                [
                    .text(claim.message.id.text), .integer(claim.generation), .text(state), .text(result), .time(due),
                    .time(time), .time(rest),
                ])
            guard changed > 0 else { return try OutboxRows.isSettled(claim, state, result, connection) }
            // A newer message may have come while this one was tried.
            if case .again = end { try OutboxRows.collapse(claim.message, connection) }
            if let entry = AuditEntry(claim.message, end, at: time) { try AuditRows.add(entry, connection) }
            return true
        }
        if !settled { throw StoreError.leaseLost(claim.message.job) }
    }

    package func abandonMessages(at time: Timestamp) async throws(StoreError) -> [OutboxMessage] {
        try await abandonMessages(where: "lease_until < ?1", .time(time), at: time)
    }

    package func abandonMessages(of node: String, at time: Timestamp) async throws(StoreError) -> [OutboxMessage] {
        try await abandonMessages(where: "node = ?1", .text(node), at: time)
    }

    private func abandonMessages(
        where condition: String, _ value: SQLValue, at time: Timestamp
    ) async throws(StoreError) -> [OutboxMessage] {
        try await writing { connection in
            let rows = try connection.rows(
                """
                SELECT \(OutboxRows.columns) FROM outbox WHERE state = 'sending' AND \(condition)
                ORDER BY id LIMIT \(Self.abandonLimit)\(connection.dialect.skippingLocked)
                """, [value])
            return try rows.map { row in
                let message = try OutboxRows.claim(row).message
                let why = SendingEnd.senderDied.sentence
                try connection.changeLater(
                    "UPDATE outbox SET state = 'unknown', result = ?2, settled_at = ?3 WHERE id = ?1",
                    [.text(message.id.text), .text(why), .time(time)])
                if let entry = AuditEntry(message, .unknown(why), at: time) { try AuditRows.add(entry, connection) }
                return message
            }
        }
    }

    package func waitingMessages() async throws(StoreError) -> Int {
        try await reading { connection in
            let rows = try connection.rows(
                "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' OR state = 'sending'", [])
            return Int(try rows.first?.integer(0) ?? 0)
        }
    }
}

enum OutboxRows {
    static let columns = "id, job, channel, subject, topics, body, created_at, attempts, generation"

    /// In the transaction that changes what the message tells of. An older one that still waits is not sent any more.
    static func add(_ message: OutboxMessage, _ connection: any SQLConnection) throws {
        try connection.changeLater(
            """
            INSERT INTO outbox (id, job, channel, subject, topics, body, created_at, due_at, state, attempts, generation,
                result)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 'waiting', 0, 0, '') ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(message.id.text), .text(message.job.text), .text(message.channel), .text(message.subject),
                .text(message.topics), .text(String(decoding: message.body, as: UTF8.self)), .time(message.createdAt),
            ])
        try collapse(message, connection)
    }

    /// Of the waiting messages of one channel and subject only the newest is left.
    static func collapse(_ message: OutboxMessage, _ connection: any SQLConnection) throws {
        try connection.changeLater(
            """
            UPDATE outbox SET state = 'replaced' WHERE state = 'waiting' AND channel = ?1 AND subject = ?2 AND id <> (
                SELECT MAX(id) FROM outbox WHERE channel = ?1 AND subject = ?2 AND state <> 'replaced')
            """, [.text(message.channel), .text(message.subject)])
    }

    /// Whether this very claim has this very end already, which was written without its answer arriving.
    static func isSettled(
        _ claim: OutboxClaim, _ state: String, _ result: String, _ connection: any SQLConnection
    ) throws -> Bool {
        let rows = try connection.rows(
            "SELECT state FROM outbox WHERE id = ?1 AND generation = ?2 AND result = ?3",
            [.text(claim.message.id.text), .integer(claim.generation), .text(result)])
        guard let known = try rows.first?.text(0) else { return false }
        return known == state || (state == "waiting" && known == "replaced")
    }

    static func claim(_ row: SQLRow) throws -> OutboxClaim {
        guard let id = JobID(try row.text(0)), let job = JobID(try row.text(1)) else {
            throw SQLFailure.other("the message \(try row.text(0)) cannot be read")
        }
        return OutboxClaim(
            message: OutboxMessage(
                id: id, job: job, channel: try row.text(2), subject: try row.text(3), topics: try row.text(4),
                body: try row.blob(5), createdAt: try row.time(6)),
            attempts: Int(try row.integer(7)), generation: try row.integer(8))
    }
}
