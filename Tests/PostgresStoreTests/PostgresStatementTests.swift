import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresStatementTests {
    @Test("A look changes nothing, and one statement outside of a transaction is all there is")
    func refusals() async throws {
        let database = try await TestDatabase.counters { $0.lossRetries = 0 }
        let reading = await failure { try await database.read { try count($0, "a") } }
        #expect(reading != nil)
        let twice = await failure {
            try await database.writeOnce { connection in
                try count(connection, "a")
                try count(connection, "a")
            }
        }
        #expect(twice?.description.contains("use write") == true)
    }

    @Test("More statements than a connection keeps prepared are carried out all the same")
    func manyStatements() async throws {
        let database = try await TestDatabase().open {
            $0.connections = 1
            $0.preparedStatements = 3
        }
        for round in 0..<3 {
            for number in 0..<5 {
                let value = try await database.value("SELECT CAST(?1 AS BIGINT) + \(number)", [.integer(round)])
                #expect(value == .integer(round + number))
            }
        }
        #expect(try await database.value("SELECT count(*) FROM pg_prepared_statements") == .integer(3))
    }

    @Test("A statement whose columns changed since it was prepared goes on working")
    func changedSchema() async throws {
        let database = try await TestDatabase.counters { $0.connections = 1 }
        let before = try await database.read { try $0.rows("SELECT * FROM counter WHERE name = 'a'", []) }
        try await database.carryOut("ALTER TABLE counter ADD COLUMN more BIGINT")
        let after = try await database.read { try $0.rows("SELECT * FROM counter WHERE name = 'a'", []) }
        #expect(before.first?.values.count == 2 && after.first?.values.count == 3)
    }
}
