import Domain
import Foundation
import GRDB
import Queue
import RelationalStore
import Synchronization
import Testing

@testable import SQLiteStore

/// How SQLite looks for rows of jobs, in the very statements that the store sends: what it does without knowing how many rows
/// there are, as in a store that nobody has analysed.
struct QueryPlanTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        .path(percentEncoded: false)
    private let time = Timestamp(milliseconds: 1_800_000_000_000)
    private let worker = WorkerName(node: "node", slot: 1)
    private let green = JobEnd.succeeded(.green, summary: "done", report: JobReport(body: Data("{}".utf8)))

    private func push(_ seconds: Int64) -> Job {
        Job(
            id: .next(), trigger: .init(kind: .push), repository: "acme/shop", ref: "main",
            createdAt: time.advanced(by: .seconds(seconds)))
    }

    /// The steps of the plans of all statements about jobs that `work` sends to the writer.
    private func plans(of work: (RelationalJobStore) async throws -> Void) async throws -> [String] {
        let database = try SQLiteDatabase(path: path)
        let seen = Seen()
        try await database.writer.writeWithoutTransaction { $0.trace { seen.add($0.expandedDescription) } }
        try await work(RelationalJobStore(database))
        try await database.writer.writeWithoutTransaction { $0.trace(options: []) }
        return try await database.writer.writeWithoutTransaction { connection in
            try seen.statements.filter { $0.contains(/\bjob\b/) }.flatMap { statement in
                try Row.fetchAll(connection, sql: "EXPLAIN QUERY PLAN \(statement)").map { $0["detail"] as String }
            }
        }
    }

    private final class Seen: Sendable {
        private let list = Mutex<[String]>([])
        func add(_ statement: String) { list.withLock { $0.append(statement) } }
        var statements: [String] { list.withLock(\.self) }
    }

    @Test(
        """
        A claim reads the index of what is ready, in its order, and asks of each job whether its branch is busy, of each part \
        whether its parent runs and its node is busy with another one
        """)
    func claims() async throws {
        let plans = try await plans { store in
            let claim = try await store.claim(for: worker, at: time)
            #expect(claim == nil)
        }
        #expect(plans.filter { $0.contains(/\bready\b/) } == ["SCAN ready USING INDEX job_ready"])
        #expect(plans.contains("SEARCH other USING INDEX job_branch (repository=? AND ref=?)"))
        #expect(!plans.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN other") }, "\(plans)")
    }

    @Test("Whatever is done to a job costs the same however many have ended")
    func leavesTheEndedAlone() async throws {
        let plans = try await plans { store in
            for number in Int64(0)..<3 { _ = try await store.enqueue([push(number)], delivery: nil) }
            let claim = try #require(try await store.claim(for: worker, at: time.advanced(by: .seconds(60))))
            _ = try await store.enqueue([push(3)], delivery: nil)
            #expect(try await store.renew(claim, at: time) != nil)
            try await store.begin(.test, of: claim)
            try await store.commit(Data(), of: .test, claim: claim)
            _ = try await store.rescue(by: "other", living: [], at: time)
            _ = try await store.rescue(jobsOf: "other", at: time)
            try await store.finish(claim, as: green, messages: [], at: time)
            _ = try await store.cancel(try await store.enqueue([push(9)], delivery: nil).jobs[0].id, at: time)
        }
        let ofEnded = ["job_state", "job_ended", "job_figures"]
        for step in plans where step.contains(/(SCAN|SEARCH) (job|ready|other)\b/) {
            let readsTable = !step.contains("INDEX") || step.contains("SCAN") && step.contains("autoindex")
            // The newest of a lane is at the end of its index; the others need not be gone through.
            let readsLane =
                step.contains(#/ job_lane\b/#) && !step.contains("COVERING")
                && !step.contains("(lane=? AND created_at=?)")
            #expect(!readsTable && !readsLane && !ofEnded.contains { step.contains($0) }, "\(step)")
        }
        #expect(plans.contains { $0.contains("job_open_lane") })
    }
}
