import Domain
import Foundation
import GRDB
import Queue
import RelationalStore
import Testing

@testable import SQLiteStore

struct StoreFileTests {
    private let folder: URL
    private let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "jobs.db").path(percentEncoded: false)
    }

    private func named(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    private func enqueue(_ count: Int, in store: RelationalJobStore) async throws {
        for number in 0..<count {
            let job = Job(
                id: .next(), trigger: .init(kind: .manual), repository: "acme/\(number)", ref: "main", createdAt: .now()
            )
            _ = try await store.enqueue([job], delivery: nil)
        }
    }

    @Test("A copy that is made while the store is open has all that was committed, in one file")
    func backsUp() async throws {
        let store = try RelationalJobStore.sqlite(path: path)
        try await enqueue(5, in: store)
        let bytes = try StoreFile(path: path).backUp(to: named("copy.db"))
        try await enqueue(1, in: store)

        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        #expect(names.filter { $0.hasPrefix("copy") } == ["copy.db"])
        #expect(bytes > 0)
        let copied = try RelationalJobStore.sqlite(path: named("copy.db"))
        #expect(try await copied.jobs(JobFilter(), before: nil, limit: 10).count == 5)
    }

    @Test("A copy replaces nothing, and a damaged store gives none")
    func refusesCopies() async throws {
        let store = try RelationalJobStore.sqlite(path: path)
        try await enqueue(50, in: store)
        _ = try StoreFile(path: path).backUp(to: named("copy.db"))
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: path).backUp(to: named("copy.db")) }
        var data = try Data(contentsOf: URL(filePath: named("copy.db")))
        // Whole pages, since a part of one may be free space, which nobody misses.
        data.replaceSubrange(4096 * 2..<4096 * 4, with: Data(repeating: 0xFF, count: 4096 * 2))
        try data.write(to: URL(filePath: named("bad.db")))
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: named("bad.db")).backUp(to: named("copy-2.db")) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        #expect(!names.contains { $0.hasPrefix("copy-2") })
    }

    @Test("What is no store, or that of a newer version, is said to be so and left alone")
    func refusesOthers() throws {
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: named("none.db")) }
        try "no database, whatever its name says".write(toFile: named("text.db"), atomically: true, encoding: .utf8)
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: named("text.db")).check() }
        let other = try DatabaseQueue(path: named("other.db"))
        try other.write { try $0.execute(sql: "CREATE TABLE shelf (book TEXT)") }
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: named("other.db")).check() }

        _ = try RelationalJobStore.sqlite(path: path)
        try DatabaseQueue(path: path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99-of-tomorrow')")
        }
        let check = try StoreFile(path: path).check()
        #expect(check.isNewer && !check.isSound)
        #expect(throws: StoreFile.Unfit.self) { try StoreFile(path: path).migrate() }
    }

    @Test("An older store is brought up to date, once")
    func migrates() throws {
        let first = try #require(Migrations.migrator.migrations.first)
        try Migrations.migrator.migrate(try DatabaseQueue(path: path), upTo: first)
        let missing = Array(Migrations.migrator.migrations.dropFirst())
        #expect(try StoreFile(path: path).check().missing == missing)
        #expect(try StoreFile(path: path).migrate() == missing)
        #expect(try StoreFile(path: path).migrate().isEmpty)
        #expect(try StoreFile(path: path).check().isSound)
    }
}
