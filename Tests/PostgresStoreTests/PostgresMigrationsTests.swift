import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresMigrationsTests {
    private let steps: [PostgresMigrations.Step] = [
        (
            "1-things",
            "CREATE TABLE thing (id BIGINT); CREATE INDEX thing_id ON thing (id); INSERT INTO thing VALUES (1);"
        ),
        ("2-more", "ALTER TABLE thing ADD COLUMN more TEXT; INSERT INTO thing VALUES (2, 'two')"),
        ("3-function", "CREATE FUNCTION one() RETURNS BIGINT LANGUAGE sql AS $$ SELECT 1; SELECT 1; $$;"),
    ]

    @Test("Nodes that start at once do each step once")
    func atOnce() async throws {
        let place = try await TestDatabase()
        let migrations = PostgresMigrations(steps)
        let added = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                let database = try place.open()
                group.addTask { try await migrations.apply(to: database) }
            }
            return try await group.reduce([], +)
        }
        #expect(added.sorted() == steps.map(\.name))
        let database = try place.open()
        #expect(try await database.value("SELECT count(*) FROM thing") == .integer(2))
        #expect(try await migrations.apply(to: database) == [])
        let check = try await migrations.check(database)
        #expect(check == .init(applied: steps.map(\.name), missing: [], isNewer: false))
    }

    @Test("A database goes on from the step that it has")
    func goesOn() async throws {
        let database = try await TestDatabase().open()
        #expect(try await PostgresMigrations(steps).check(database).missing == steps.map(\.name))
        #expect(try await PostgresMigrations([steps[0]]).apply(to: database) == ["1-things"])
        #expect(try await PostgresMigrations(steps).apply(to: database) == ["2-more", "3-function"])
    }

    @Test("A step that fails leaves nothing behind, and those before it stay")
    func failing() async throws {
        let database = try await TestDatabase().open()
        let broken = PostgresMigrations([
            steps[0], ("2-broken", "CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1)"),
        ])
        let error = await failure { try await broken.apply(to: database) }
        #expect(error?.description.contains("nowhere") == true)
        #expect(try await broken.check(database).applied == ["1-things"])
        #expect(try await database.value("SELECT to_regclass('half') IS NULL") == .integer(1))
        #expect(try await PostgresMigrations(steps).apply(to: database) == ["2-more", "3-function"])
    }

    @Test("A database of a newer version, or of something else, is refused")
    func newer() async throws {
        let database = try await TestDatabase().open()
        try await PostgresMigrations(steps).apply(to: database)
        let older = PostgresMigrations([steps[0]])
        #expect(await failure { try await older.apply(to: database) }?.description.contains("newer version") == true)
        #expect(try await older.check(database).isNewer)
        let other = PostgresMigrations([("1-else", ""), steps[1], steps[2]])
        #expect(await failure { try await other.apply(to: database) }?.description.contains("another schema") == true)
    }
}
