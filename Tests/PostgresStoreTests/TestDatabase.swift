import Foundation
import RelationalStore
import Synchronization
import TestKit
import Testing

@testable import PostgresStore

/// A database of the test's own in the cluster that all share.
struct TestDatabase {
    static let missing = Comment(rawValue: PostgresCluster.missing)
    let url: String

    init(in cluster: PostgresCluster? = nil) async throws {
        let cluster = if let cluster { cluster } else { try await PostgresCluster.shared() }
        url = try await cluster.newDatabase()
    }

    /// Attempts follow each other at once, and a transaction may take its time; as many nodes as it is asked for share the database.
    func settings(_ change: (inout PostgresSettings) -> Void = { _ in }) throws -> PostgresSettings {
        var settings = PostgresSettings(address: try PostgresAddress(url))
        settings.connections = 4
        settings.pause = { _ in }
        // Some transactions wait for another task, which a busy machine may start late.
        settings.idleTransactionTimeout = .seconds(600)
        change(&settings)
        return settings
    }

    func open(_ change: (inout PostgresSettings) -> Void = { _ in }) throws -> PostgresDatabase {
        PostgresDatabase(try settings(change))
    }
}

/// How often something was tried.
final class Attempts: Sendable {
    private let made = Atomic(0)
    var count: Int { made.load(ordering: .relaxed) }
    func next() -> Int { made.add(1, ordering: .relaxed).newValue }
}

extension PostgresDatabase {
    func carryOut(_ statement: String, _ values: [SQLValue] = []) async throws {
        try await writeOnce { _ = try $0.change(statement, values) }
    }

    func value(_ statement: String, _ values: [SQLValue] = []) async throws -> SQLValue? {
        try await read { try $0.rows(statement, values).first?.values.first }
    }

    var name: String {
        get async throws { try await read { try $0.rows("SELECT current_database()", [])[0].text(0) } }
    }

    /// A function that fails with this SQLSTATE, as often as it is told, and counts its calls beyond any transaction.
    func makeRefusal(_ state: String, times: Int) async throws {
        try await carryOut("CREATE SEQUENCE calls")
        try await carryOut(
            """
            CREATE FUNCTION refuse() RETURNS BIGINT LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('calls') <= \(times) THEN RAISE EXCEPTION 'refused' USING ERRCODE = '\(state)'; END IF;
                RETURN currval('calls');
            END $$
            """)
    }
}

/// Looks again and again until something holds. Only for what nobody tells of.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, "it did not come about in two minutes")
        await Task.yield()
    }
}

/// - Returns: nil when it goes well.
func failure(_ work: () async throws -> Void) async -> SQLFailure? {
    do {
        try await work()
        return nil
    } catch {
        return error as? SQLFailure
    }
}

extension SQLFailure {
    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }

    var isNotUnique: Bool {
        if case .notUnique = self { true } else { false }
    }
}
