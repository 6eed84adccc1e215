import Domain
import Foundation
import GRDB
import Queue
import SQLiteStore
import Testing

struct SQLiteActionLogTests {
    private let time = Timestamp(milliseconds: 1_800_000_000_000)
    private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        .path(percentEncoded: false)

    private func entry(_ what: String) -> AuditEntry {
        AuditEntry(
            at: time, job: JobID("01989a00-0000-7000-8000-000000000001"), what: what, target: "t", why: "w",
            result: "r", dryRun: false)
    }

    private func run(_ id: JobID = .next(), of job: JobID? = nil) -> PlaybookRun {
        PlaybookRun(
            id: id, job: job, repository: "acme/shop", playbook: "restart-backend", target: "t", why: "w",
            startedAt: time)
    }

    @Test("Numbers its entries, and tells the newest first")
    func audit() async throws {
        let log = try SQLiteActionLog(path: path)
        for what in ["one", "two", "three"] { try await log.append(entry(what)) }
        let newest = try await log.audit(before: nil, limit: 2)
        #expect(newest.map(\.what) == ["three", "two"])
        #expect(newest.map(\.sequence) == [3, 2])
        #expect(try await log.audit(before: 2, limit: 5).map(\.what) == ["one"])
    }

    @Test(
        "An entry can neither be changed nor deleted, by nobody",
        arguments: [
            "UPDATE audit SET result = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE sequence = 1",
            "INSERT OR REPLACE INTO audit VALUES (1, 0, NULL, 'a', 'a', 'a', 'a', 'a', 0)",
        ])
    func onlyGrows(sql: String) async throws {
        let log = try SQLiteActionLog(path: path)
        try await log.append(entry("one"))
        let intruder = try DatabaseQueue(path: path)
        await #expect(throws: DatabaseError.self) { try await intruder.write { try $0.execute(sql: sql) } }
        #expect(try await log.audit(before: nil, limit: 5).map(\.what) == ["one"])
    }

    @Test("An intent with an objection is not written down")
    func objection() async throws {
        let log = try SQLiteActionLog(path: path)
        #expect(try await log.begin(run()) { _ in "no" } == "no")
        #expect(try await log.playbookRuns(of: nil, since: nil).isEmpty)
    }

    @Test("Of many that ask at once, only as many act as the guard lets")
    func atOnce() async throws {
        let log = try SQLiteActionLog(path: path)
        let job = JobID.next()
        let objections = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask { try await log.begin(run(of: job)) { $0.count < 3 ? nil : "three are enough" } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(objections.count { $0 == nil } == 3)
        #expect(try await log.playbookRuns(of: job, since: nil).count == 3)
    }

    @Test("A run that ended is told with its end, also after the file was opened again")
    func ends() async throws {
        let id = JobID.next()
        let log = try SQLiteActionLog(path: path)
        _ = try await log.begin(run(id)) { _ in nil }
        try await log.end(id, as: .healed, result: "up again", at: time.advanced(by: .seconds(5)))
        let found = try await SQLiteActionLog(path: path).playbookRuns(of: nil, since: time)
        #expect(found.map(\.state) == [.healed])
        #expect(found.first?.result == "up again")
        #expect(found.first?.endedAt == time.advanced(by: .seconds(5)))
    }

    @Test("A key is the first only once")
    func once() async throws {
        let log = try SQLiteActionLog(path: path)
        #expect(try await log.isFirst("slack:1", at: time))
        #expect(try await !log.isFirst("slack:1", at: time))
        #expect(try await log.isFirst("slack:2", at: time))
    }

    @Test("A pause outlives the process, and ends when somebody says so")
    func pause() async throws {
        let pause = Pause(reason: "release day", by: "ops", since: time)
        try await SQLiteActionLog(path: path).setPause(pause)
        let log = try SQLiteActionLog(path: path)
        #expect(try await log.pause() == pause)
        try await log.setPause(nil)
        #expect(try await log.pause() == nil)
    }
}
