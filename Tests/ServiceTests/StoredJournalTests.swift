import Domain
import Foundation
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import Testing

@testable import selfheal

struct StoredJournalTests {
    /// A database that cannot be written a few times.
    private final class FailingDatabase: RelationalDatabase {
        private let database: SQLiteDatabase
        private let failures = Mutex(0)

        init(_ database: SQLiteDatabase) { self.database = database }

        func fail(times: Int) { failures.withLock { $0 = times } }

        private func check() throws {
            let mustFail = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if mustFail { throw SQLFailure.unavailable("the server is being restarted") }
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            try check()
            return try await database.write(body)
        }
        func writeOnce<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            try check()
            return try await database.writeOnce(body)
        }
        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            try await database.read(body)
        }
    }

    private let database: FailingDatabase
    private let store: RelationalJobStore
    private let claim: Claim

    init() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        database = FailingDatabase(try SQLiteDatabase(path: path.path(percentEncoded: false)))
        store = RelationalJobStore(database)
        let job = Job(id: .next(), trigger: .init(kind: .manual), repository: "a/b", ref: "main", createdAt: .now())
        _ = try await store.enqueue([job], delivery: nil)
        claim = try #require(try await store.claim(for: WorkerName(node: "anna", slot: 1), at: .now()))
    }

    private func journal(_ sleep: @escaping @Sendable (Duration) async throws -> Void) -> StoredJournal {
        StoredJournal(
            store: store, claim: claim, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sleep: sleep)
    }

    @Test("The work of a stage is not lost when the store cannot be written just then")
    func waits() async throws {
        let pauses = Mutex(0)
        let journal = journal { _ in pauses.withLock { $0 += 1 } }
        database.fail(times: 3)
        try await journal.commit(Data("work".utf8), of: .test)
        #expect(pauses.withLock(\.self) == 3)
        #expect(try await journal.result(of: .test) == Data("work".utf8))
    }

    @Test("It is not waited for for ever, and not at all by a job that is to stop")
    func givesUp() async throws {
        database.fail(times: 1000)
        await #expect(throws: StoreError.self) { try await journal { _ in }.commit(Data(), of: .test) }
        await #expect(throws: CancellationError.self) {
            try await journal { _ in throw CancellationError() }.commit(Data(), of: .test)
        }
    }
}
