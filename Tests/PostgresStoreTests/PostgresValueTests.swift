import Foundation
import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresValueTests {
    @Test("Values of every kind come back as they went in")
    func roundTrip() async throws {
        let database = try await TestDatabase().open()
        try await database.carryOut(
            "CREATE TABLE thing (id BIGINT, whole BIGINT, number DOUBLE PRECISION, words TEXT, octets BYTEA)")
        let rows: [[SQLValue]] = [
            [.integer(Int64.min), .real(.leastNonzeroMagnitude), .text("")].with(Data()),
            [.integer(Int64.max), .real(-.greatestFiniteMagnitude), .text("it's \"ü\" \u{1F9EA}\n\\ ?1 $1")]
                .with(Data((0...255).map { UInt8($0) })),
            [.integer(0), .real(.infinity), .text(String(repeating: "long ", count: 100_000))]
                .with(Data(repeating: 0, count: 300_000)),
            [.integer(-1), .real(0.1), .text("NULL"), .null], [.null, .null, .null, .null],
        ]
        for (id, row) in rows.enumerated() {
            try await database.carryOut("INSERT INTO thing VALUES (?1, ?2, ?3, ?4, ?5)", [.integer(id)] + row)
        }
        let found = try await database.read {
            try $0.rows("SELECT whole, number, words, octets FROM thing ORDER BY id", [])
        }
        #expect(found.map(\.values) == rows)
    }

    @Test("All types of columns that a store may have are read")
    func types() async throws {
        let database = try await TestDatabase().open()
        let row = try await database.read {
            try $0.rows(
                """
                SELECT CAST(-2 AS SMALLINT), CAST(-3 AS INTEGER), 1 = 1, 1 = 2, CAST(1.5 AS REAL), CAST('a' AS VARCHAR),
                CAST('b' AS CHAR(3)), CAST('c' AS NAME), count(*), 'd', NULL
                """, [])
        }
        #expect(
            row.first?.values == [
                .integer(-2), .integer(-3), .integer(1), .integer(0), .real(1.5), .text("a"), .text("b  "), .text("c"),
                .integer(1), .text("d"), .null,
            ])
    }

    @Test("A whole number fits a column of any whole or real type, and a text column takes octets")
    func inferred() async throws {
        let database = try await TestDatabase().open()
        try await database.carryOut("CREATE TABLE thing (small SMALLINT, whole INTEGER, number REAL, flag BOOLEAN)")
        try await database.carryOut(
            "INSERT INTO thing VALUES (?1, ?2, ?3, ?4)", [.integer(1), .integer(2), .integer(3), .integer(1)])
        let row = try await database.read { try $0.rows("SELECT * FROM thing WHERE small = ?1", [.integer(1)]) }
        #expect(row.first?.values == [.integer(1), .integer(2), .real(3), .integer(1)])
    }

    @Test("A type that the store does not read is an error that says what to do")
    func unknownType() async throws {
        let database = try await TestDatabase().open()
        let error = await failure { _ = try await database.value("SELECT CAST(1 AS NUMERIC) AS total") }
        #expect(error?.description.contains("column total") == true)
        #expect(error?.description.contains("cast it") == true)
    }

    @Test("A text with U+0000 in it, which PostgreSQL has not, is not cut there")
    func zero() async throws {
        let database = try await TestDatabase().open()
        #expect(
            try await database.value("SELECT CAST(?1 AS TEXT)", [.text("a\0b")]) == .text("a\u{FFFD}b"))
    }

    @Test("The session is set up as the statements expect, and the server's time is known")
    func session() async throws {
        let database = PostgresDatabase(PostgresSettings(address: try PostgresAddress(try await TestDatabase().url)))
        for (name, value) in [
            ("TimeZone", "UTC"), ("client_encoding", "UTF8"), ("synchronous_commit", "on"),
            ("application_name", "selfheal"), ("statement_timeout", "30s"), ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "5s"), ("transaction_isolation", "repeatable read"),
            ("transaction_read_only", "on"),
        ] {
            #expect(try await database.value("SELECT current_setting(?1)", [.text(name)]) == .text(value), "\(name)")
        }
        let isolation = try await database.write {
            try $0.rows("SELECT current_setting('transaction_isolation')", []).first?.text(0)
        }
        #expect(isolation == "read committed")
        #expect(try await database.check().isEmpty == false)
    }
}

extension [SQLValue] {
    fileprivate func with(_ data: Data) -> Self { self + [.blob(data)] }
}
