import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresLossTests {
    private static let suicide = "SELECT pg_terminate_backend(pg_backend_pid())"

    private func notes(_ change: (inout PostgresSettings) -> Void = { _ in }) async throws -> PostgresDatabase {
        let database = try await TestDatabase().open(change)
        try await database.carryOut("CREATE TABLE note (words TEXT)")
        return database
    }

    @Test("A transaction whose connection is ended before its end is run again on a new one, once only")
    func beforeCommit() async throws {
        let database = try await notes()
        let attempts = Attempts()
        try await database.write { connection in
            try connection.change("INSERT INTO note VALUES (?1)", [.text("kept")])
            if attempts.next() == 1 { _ = try connection.rows(Self.suicide, []) }
        }
        #expect(attempts.count == 2)
        #expect(try await database.value("SELECT count(*) FROM note") == .integer(1))
        #expect(database.pool.load == (0, 4))
    }

    @Test("A connection that is lost each time is unavailable in the end, and the pool is whole")
    func lostEachTime() async throws {
        let database = try await notes { $0.lossRetries = 2 }
        let attempts = Attempts()
        let error = await failure {
            try await database.write { connection in
                _ = attempts.next()
                _ = try connection.rows(Self.suicide, [])
            }
        }
        #expect(try #require(error).isUnavailable)
        #expect(attempts.count == 3)
        #expect(database.pool.load == (0, 4))
        #expect(try await database.value("SELECT count(*) FROM note") == .integer(0))
    }

    @Test("When the connection ends at COMMIT, nobody claims to know what became of it, and it is not run again")
    func atCommit() async throws {
        let database = try await notes()
        try await database.carryOut(
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
            """)
        try await database.carryOut(
            """
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION die()
            """)
        let attempts = Attempts()
        let error = await failure {
            try await database.write { connection in
                _ = attempts.next()
                try connection.change("INSERT INTO note VALUES ('lost')", [])
            }
        }
        let words = try #require(error).description
        #expect(error?.isUnavailable == true)
        #expect(words.contains("not known whether"))
        #expect(attempts.count == 1)
        let once = await failure { try await database.carryOut("INSERT INTO note VALUES ('lost')") }
        #expect(once?.description.contains("not known whether") == true)
    }

    @Test("Connections that ended while nobody used them are replaced unnoticed")
    func idle() async throws {
        let database = try await notes { $0.lossRetries = 0 }
        let name = try await database.name
        try await PostgresCluster.shared().carryOut(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '\(name)'")
        try await database.carryOut("INSERT INTO note VALUES ('once')")
        #expect(try await database.value("SELECT count(*) FROM note") == .integer(1))
    }

    @Test(
        "What the server says of itself is unavailable, with words that tell what to do",
        arguments: [("53100", "free some space"), ("53300", "max_connections"), ("57014", "pg_stat_activity")])
    func unavailable(state: String, advice: String) async throws {
        let database = try await TestDatabase().open()
        try await database.makeRefusal(state, times: 1)
        let error = await failure { try await database.write { _ = try $0.rows("SELECT refuse()", []) } }
        let words = try #require(error).description
        #expect(error?.isUnavailable == true)
        #expect(words.contains(advice) && words.contains(state))
    }

    @Test("A server that stopped is unavailable, and used again as soon as it is back")
    func restart() async throws {
        let cluster = try await PostgresCluster.started(fsync: false)
        let database = try await TestDatabase(in: cluster).open { $0.acceptsLossAtPowerCut = true }
        try await database.carryOut("CREATE TABLE note (words TEXT)")
        try await cluster.stop()
        for _ in 0..<2 {
            let error = await failure { try await database.carryOut("INSERT INTO note VALUES ('no')") }
            #expect(try #require(error).isUnavailable)
        }
        try await cluster.start()
        try await database.carryOut("INSERT INTO note VALUES ('yes')")
        #expect(try await database.value("SELECT words FROM note") == .text("yes"))
    }

    @Test("A server without fsync is refused, with what to set")
    func withoutFsync() async throws {
        let cluster = try await PostgresCluster.started(fsync: false)
        let database = try await TestDatabase(in: cluster).open()
        let error = await failure { try await database.check() }
        #expect(error?.description.contains("set fsync = on") == true)
        #expect(database.pool.load.free == 4)
    }
}
