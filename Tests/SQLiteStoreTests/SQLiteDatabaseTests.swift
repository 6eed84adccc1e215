import Domain
import Foundation
import GRDB
import Queue
import RelationalStore
import Testing

@testable import SQLiteStore

struct SQLiteDatabaseTests {
    private let folder: URL
    private let path: String
    private let time = Timestamp(milliseconds: 1_800_000_000_000)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "jobs.db").path(percentEncoded: false)
    }

    private func job(_ repository: String = "acme/shop") -> Job {
        Job(id: .next(), trigger: .init(kind: .manual), repository: repository, ref: "main", createdAt: time)
    }

    @Test("What was stored is there after the file is opened again")
    func survivesReopening() async throws {
        let job = job()
        _ = try await RelationalJobStore.sqlite(path: path).enqueue([job], delivery: nil)
        #expect(try await RelationalJobStore.sqlite(path: path).job(job.id) == job)
    }

    @Test("A second process cannot hold the same data folder")
    func locks() throws {
        let home = folder.path(percentEncoded: false)
        let lock = try StoreLock(folder: home)
        #expect(throws: StoreLock.Taken.self) { try StoreLock(folder: home) }
        withExtendedLifetime(lock) {}
    }

    @Test(
        "An entry of the audit can neither be changed nor deleted, by nobody",
        arguments: [
            "UPDATE audit SET result = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE sequence = 1",
            "INSERT OR REPLACE INTO audit VALUES (1, 0, NULL, 'a', 'a', 'a', 'a', 'a', 0)",
        ])
    func auditOnlyGrows(sql: String) async throws {
        let log = try RelationalActionLog.sqlite(path: path)
        try await log.append(
            AuditEntry(at: time, job: nil, what: "one", target: "t", why: "w", result: "r", dryRun: false))
        let intruder = try DatabaseQueue(path: path)
        await #expect(throws: DatabaseError.self) { try await intruder.write { try $0.execute(sql: sql) } }
        #expect(try await log.audit(before: nil, limit: 5).map(\.what) == ["one"])
    }

    @Test("Writes that arrive together stand or fall each for itself")
    func groupsStandApart() async throws {
        let database = try SQLiteDatabase(path: path)
        let store = RelationalJobStore(database)
        struct Wrong: Error {}
        let jobs = (0..<40).map { job("acme/\($0)") }
        let failures = await withTaskGroup(of: Bool.self) { group in
            for (number, job) in jobs.enumerated() {
                group.addTask {
                    do {
                        if number.isMultiple(of: 2) {
                            _ = try await store.enqueue([job], delivery: nil)
                        } else {
                            try await database.write { connection in
                                try connection.change(
                                    "INSERT INTO once (key, at) VALUES (?1, 1)", [.text("\(number)")])
                                throw Wrong()
                            }
                        }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 20)
        #expect(try await store.counts() == [.queued: 20])
        let left = try await database.read { try $0.rows("SELECT key FROM once", []) }
        #expect(left.isEmpty)
    }

    @Test("A full disk is an answer, not the end: what was stored stays, and there is room again when there is room")
    func survivesFullDisk() async throws {
        let database = try SQLiteDatabase(path: path)
        let store = RelationalJobStore(database)
        let kept = job()
        _ = try await store.enqueue([kept], delivery: nil)
        func limit(pages: Int) async throws {
            _ = try await database.writer.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        try await limit(pages: 1)
        let large = String(repeating: "x", count: 500_000)
        let answers = await withTaskGroup(of: StoreError?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await store.enqueue([job("\(large)\(number)")], delivery: nil)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(
            answers.allSatisfy { if case .unavailable(let why)? = $0 { why.contains("disk is full") } else { false } })
        #expect(try await store.counts() == [.queued: 1])
        try await limit(pages: 1_000_000)
        _ = try await store.enqueue([job("b/b")], delivery: nil)
        #expect(try await store.counts() == [.queued: 2])
        #expect(try StoreFile(path: path).check().isSound)
    }

    @Test("What a newer version wrote is looked at, and never written", arguments: [SQLiteDatabase.Use.alone, .shared])
    func refusesNewer(use: SQLiteDatabase.Use) async throws {
        _ = try SQLiteDatabase(path: path)
        try await DatabaseQueue(path: path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99-of-tomorrow')")
        }
        let error = #expect(throws: StoreFile.Unfit.self) { try SQLiteDatabase(path: path, use: use) }
        #expect(error?.description.contains("newer version") == true)
        _ = try SQLiteDatabase(path: path, use: .looking)
    }

    @Test("Who opens a file at the same time that several share finds it made", arguments: 1...5)
    func isMadeOnce(round: Int) async throws {
        let errors = await withTaskGroup(of: (any Error)?.self) { group in
            for _ in 1...8 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        Thread.detachNewThread {
                            let opened = Result { try SQLiteDatabase(path: path, use: .shared) }
                            continuation.resume(returning: opened.failure)
                        }
                    }
                }
            }
            return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
        }
        #expect(errors.isEmpty, "\(errors)")
        #expect(try StoreFile(path: path).check().isSound)
    }

    @Test("A statement keeps none of its values for the next time")
    func forgetsValues() async throws {
        let database = try SQLiteDatabase(path: path)
        let found = try await database.write { connection in
            _ = try connection.rows("SELECT ?1", [.text("a report")])
            return try connection.rows("SELECT ?1", []).first?.values
        }
        #expect(found == [.null])
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
