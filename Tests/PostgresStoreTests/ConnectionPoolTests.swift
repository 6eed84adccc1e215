import Dispatch
import RelationalStore
import Synchronization
import TestKit
import Testing

@testable import PostgresStore

struct ConnectionPoolTests {
    private func pool(_ size: Int, waiters: Int = 10) throws -> ConnectionPool {
        let settings = PostgresSettings(address: try PostgresAddress("postgres://nowhere/none"))
        let clock = PostgresClock()
        return ConnectionPool((0..<size).map { _ in PostgresLane(settings, clock: clock) }, waiters: waiters)
    }

    @Test("Who waits is served in the order of arrival, and who is cancelled leaves the line")
    func order() async throws {
        let pool = try pool(1)
        let served = Served()
        var waiting: [Task<Void, any Error>] = []
        try await pool.withLane { _ in
            for number in 0..<4 {
                waiting.append(Task { try await pool.withLane { _ in served.numbers.withLock { $0.append(number) } } })
                try await eventually { pool.load.waiting == number + 1 }
            }
            waiting[1].cancel()
            await #expect(throws: CancellationError.self) { try await waiting[1].value }
            #expect(pool.load.waiting == 3)
        }
        for task in [waiting[0], waiting[2], waiting[3]] { try await task.value }
        #expect(served.numbers.withLock { $0 } == [0, 2, 3])
        #expect(pool.load == (0, 1))
    }

    @Test("One more than may wait is turned away")
    func limit() async throws {
        let pool = try pool(1, waiters: 1)
        var waiting: Task<Void, any Error>?
        try await pool.withLane { _ in
            waiting = Task { try await pool.withLane { _ in } }
            try await eventually { pool.load.waiting == 1 }
            let error = await failure { try await pool.withLane { _ in } }
            #expect(try #require(error).isUnavailable)
        }
        try await waiting?.value
    }

    @Test(
        "The server never sees more connections than there may be",
        .enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
    func bound() async throws {
        let database = try await TestDatabase().open { $0.connections = 3 }
        let most = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    try await database.read {
                        try $0.rows(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()", []
                        )
                        .first?.integer(0) ?? 0
                    }
                }
            }
            return try await group.reduce(0, max)
        }
        #expect((1...3).contains(most))
        #expect(database.pool.load == (0, 3))
    }
}

private final class Served: Sendable {
    let numbers = Mutex<[Int]>([])
}
