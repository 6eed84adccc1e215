import Domain
import Foundation
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
    let run: @Sendable () async throws -> Void

    static func open(_ settings: ServiceSettings, policy: QueuePolicy) throws -> Self {
        Self(
            jobs: try .sqlite(path: settings.database, policy: policy), now: { .now() },
            facts: ["store": "\(settings.database)", "sqlite.version": "\(SQLiteDatabase.libraryVersion)"],
            run: {
                // There is no other node.
                while true { try await Task.sleep(for: .seconds(3600)) }
            })
    }
}

/// The name of a data folder's node, which stays from one start to the next: while a process holds the folder, no other
/// one has the name.
struct NodeName {
    let text: String

    /// Reads it, or makes it with the first start. The caller holds the folder's lock.
    init(in data: String) throws {
        let path = data + "/node"
        if let known = FileManager.default.contents(atPath: path).flatMap({ JobID(String(decoding: $0, as: UTF8.self)) }
        ) {
            text = known.text
            return
        }
        text = JobID.next().text
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
