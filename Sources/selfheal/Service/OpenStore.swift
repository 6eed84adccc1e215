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
