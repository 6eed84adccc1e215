import RelationalStore
import Synchronization
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresTransactionTests {
    private struct Whim: Error {}

    @Test("A second row with the same key is not unique, and names the constraint")
    func unique() async throws {
        let database = try await TestDatabase.counters()
        let error = await failure {
            try await database.carryOut("INSERT INTO counter VALUES (?1, 1)", [.text("a")])
        }
        #expect(error?.isNotUnique == true)
        #expect(error?.description.contains("counter_pkey") == true)
    }

    @Test("A key that is checked at the end only is found out there")
    func uniqueAtTheEnd() async throws {
        let database = try await TestDatabase().open { $0.connections = 1 }
        try await database.carryOut("CREATE TABLE late (id BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        try await database.carryOut("INSERT INTO late VALUES (1)")
        let alone = await failure { try await database.carryOut("INSERT INTO late VALUES (1)") }
        #expect(alone?.isNotUnique == true)
        let among = await failure {
            try await database.write { _ = try $0.change("INSERT INTO late VALUES (1)", []) }
        }
        #expect(among?.isNotUnique == true)
        #expect(try await database.value("SELECT count(*) FROM late") == .integer(1))
    }

    @Test("What a closure throws comes out as it is, and its changes are taken back")
    func rollback() async throws {
        let database = try await TestDatabase.counters()
        await #expect(throws: Whim.self) {
            try await database.write { connection in
                try count(connection, "a")
                throw Whim()
            }
        }
        #expect(try await database.value("SELECT count FROM counter WHERE name = 'a'") == .integer(0))
        let changed = try await database.write { try $0.change("UPDATE counter SET count = 5", []) }
        #expect(changed == 2)
    }

    @Test("A closure that passes over a failure gets nothing committed")
    func swallowed() async throws {
        let database = try await TestDatabase.counters()
        let error = await failure {
            try await database.write { connection in
                try count(connection, "a")
                _ = try? connection.change("INSERT INTO counter VALUES ('a', 1)", [])
                _ = try? connection.rows("SELECT 1", [])
            }
        }
        #expect(try #require(error).isNotUnique)
        #expect(try await database.value("SELECT count FROM counter WHERE name = 'a'") == .integer(0))
    }

    @Test(
        "A transaction that the server breaks off is run again, as often as it may be", arguments: ["40001", "40P01"])
    func conflicts(state: String) async throws {
        let database = try await TestDatabase.counters { $0.conflictRetries = 2 }
        try await database.makeRefusal(state, times: 2)
        let calls = try await database.write { connection in
            try count(connection, "a")
            return try connection.rows("SELECT refuse()", []).first?.integer(0)
        }
        #expect(calls == 3)
        #expect(try await database.value("SELECT count FROM counter WHERE name = 'a'") == .integer(1))
        try await database.carryOut("ALTER SEQUENCE calls RESTART MINVALUE -10 START -10")
        let error = await failure { try await database.write { _ = try $0.rows("SELECT refuse()", []) } }
        #expect(try #require(error).isUnavailable)
    }

    @Test("Two transactions that wait for each other both come to their end")
    func deadlock() async throws {
        let database = try await TestDatabase.counters()
        let meeting = Meeting(of: 2)
        try await withThrowingTaskGroup { group in
            for names in [["a", "b"], ["b", "a"]] {
                group.addTask {
                    let attempts = Attempts()
                    try await database.write { connection in
                        let isFirst = attempts.next() == 1
                        try count(connection, names[0])
                        if isFirst { meeting.wait() }
                        try count(connection, names[1])
                    }
                }
            }
            try await group.waitForAll()
        }
        let counts = try await database.read { try $0.rows("SELECT count FROM counter", []).map { try $0.integer(0) } }
        #expect(counts == [2, 2])
    }

    @Test("A node that names the same thing waits until the other's transaction has ended")
    func locks() async throws {
        let place = try await TestDatabase()
        let (one, other) = (try place.open(), try place.open { $0.lockTimeout = .milliseconds(50) })
        try await one.write { connection in
            try connection.lock("the thing")
            let meanwhile = Meeting(of: 2)
            let outcome = Mutex<SQLFailure?>(nil)
            Task {
                let error = await failure { try await other.write { try $0.lock("the thing") } }
                outcome.withLock { $0 = error }
                meanwhile.wait()
            }
            meanwhile.wait()
            guard outcome.withLock({ $0?.isUnavailable }) == true else { throw Whim() }
        }
        try await other.write { try $0.lock("the thing") }
    }

    @Test("A look sees one state, whatever is written meanwhile")
    func oneState() async throws {
        let database = try await TestDatabase.counters()
        let look = "SELECT count FROM counter WHERE name = 'a'"
        let counts = try await database.read { connection in
            let before = try connection.rows(look, [])
            let written = Meeting(of: 2)
            Task {
                try? await database.write { try count($0, "a") }
                written.wait()
            }
            written.wait()
            return [before, try connection.rows(look, [])]
        }
        #expect(counts == [[SQLRow([.integer(0)])], [SQLRow([.integer(0)])]])
        #expect(try await database.value(look) == .integer(1))
    }
}
