import Dispatch
import RelationalStore
import Synchronization

@testable import PostgresStore

extension TestDatabase {
    /// A new database with a table of two counters, `a` and `b`, both 0.
    static func counters(_ change: (inout PostgresSettings) -> Void = { _ in }) async throws -> PostgresDatabase {
        let database = try await TestDatabase().open(change)
        try await database.carryOut("CREATE TABLE counter (name TEXT PRIMARY KEY, count BIGINT NOT NULL)")
        try await database.carryOut("INSERT INTO counter VALUES ('a', 0), ('b', 0)")
        return database
    }
}

/// Adds one to a counter.
func count(_ connection: any SQLConnection, _ name: String) throws {
    try connection.change("UPDATE counter SET count = count + 1 WHERE name = ?1", [.text(name)])
}

/// Lets threads that may block wait for each other.
final class Meeting: Sendable {
    private let missing: Mutex<Int>
    private let door = DispatchSemaphore(value: 0)

    init(of count: Int) { missing = Mutex(count) }

    func wait() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if !isLast { door.wait() }
        door.signal()
    }
}
