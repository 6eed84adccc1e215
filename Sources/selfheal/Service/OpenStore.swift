import Domain
import Foundation
import PostgresStore
import Queue
import RelationalStore
import SQLiteStore

/// The store that the configuration names, open, with what runs beside it.
struct OpenStore: Sendable {
    let jobs: RelationalJobStore
    /// The clock that leases are compared on.
    let now: @Sendable () -> Timestamp
    /// Facts for the log.
    let facts: [String: String]
    /// Carries news from and to other nodes; until the task is cancelled.
    let run: @Sendable () async -> Void

    /// Looks for a database that is not there yet this often, a second apart: a server that comes up beside us, or that
    /// recovers from a crash, needs that long.
    private static let tries = 60
    private static let pause = Duration.seconds(1)

    /// For the service, which waits for its database.
    /// - Parameter onTrouble: gets why it is not there yet.
    static func wait(
        for address: StoreAddress, policy: QueuePolicy,
        sleep: (Duration) async throws -> Void = { try await Task.sleep(for: $0) }, onTrouble: (String) -> Void
    ) async throws -> Self {
        for _ in 1..<tries {
            do {
                return try await open(address, policy: policy)
            } catch SQLFailure.unavailable(let why) {
                onTrouble(why)
                try await sleep(pause)
            }
        }
        return try await open(address, policy: policy)
    }

    /// For the service: the caller holds the locks of the folders.
    static func open(_ address: StoreAddress, policy: QueuePolicy = QueuePolicy()) async throws -> Self {
        switch address {
        case .sqlite(let path):
            return Self(
                jobs: try .sqlite(path: path, policy: policy), now: { .now() },
                facts: ["store": "\(path)", "sqlite.version": "\(SQLiteDatabase.libraryVersion)"],
                // There is no other node.
                run: { try? await Task.sleep(for: .seconds(Int64.max / 4)) })
        case .postgres(let address):
            let store = try await PostgresJobStore(PostgresSettings(address: address), policy: policy)
            return Self(
                jobs: store.jobs, now: store.now,
                facts: ["store": "PostgreSQL at \(address)", "postgresql.version": "\(store.version)"],
                run: { await store.run() })
        }
    }
}
