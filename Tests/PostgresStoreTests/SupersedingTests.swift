import Domain
import Queue
import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct SupersedingTests {
    private static let time = Timestamp(milliseconds: 1_800_000_000_000)

    private func push() -> Job {
        Job(
            id: .next(), trigger: .init(kind: .push), repository: "acme/shop", ref: "main", createdAt: Self.time)
    }

    /// Another node puts the job back, and has not committed it when the push arrives.
    @Test("A push takes the place of one that just then goes back into the queue, and of one that is just then claimed")
    func supersedesWhatMoves() async throws {
        for states in [("running", "queued"), ("queued", "running")] {
            let place = try await TestDatabase()
            let store = try await PostgresJobStore(try place.settings(), policy: QueuePolicy()).jobs
            let (old, new) = (push(), push())
            _ = try await store.enqueue([old], delivery: nil)
            let move = "UPDATE job SET state = ?2, finished_at = NULL WHERE id = ?1"
            let other = try place.open()
            try await other.carryOut(move, [.text(old.id.text), .text(states.0)])
            let arrival = try await other.write { connection in
                _ = try connection.change(move, [.text(old.id.text), .text(states.1)])
                let arrival = Task { try await store.enqueue([new], delivery: nil) }
                let deadline = ContinuousClock.now + .seconds(120)
                let waiting = """
                    SELECT COUNT(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                while try connection.rows(waiting, [])[0].integer(0) == 0 {
                    try #require(ContinuousClock.now < deadline, "the push does not wait for the row")
                }
                return arrival
            }
            _ = try await arrival.value
            if states.1 == "queued" {
                #expect(try await store.job(old.id)?.state == .superseded)
            } else {
                #expect(
                    try await other.value("SELECT stop FROM job WHERE id = ?1", [.text(old.id.text)])
                        == .text("superseded"))
            }
        }
    }
}
