import Domain
import Foundation
import GRDB
import Queue
import RelationalStore
import Testing

@testable import SQLiteStore

/// Stores that earlier versions wrote.
struct OlderStoreTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        .path(percentEncoded: false)
    private let time = Timestamp(milliseconds: 1_800_000_000_042)

    /// As a version wrote it in which a job was a document.
    private func write(
        _ job: Job, worker: String? = nil, isCancelled: Bool = false, report: Data? = nil, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO job (id, state, repository, ref, trigger, outcome, priority, created_at, generation, worker,
                    cancel_requested, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 3, ?, ?, ?)
                """,
            arguments: [
                job.id.text, job.state.rawValue, job.repository, job.ref, job.trigger.kind.rawValue,
                job.outcome?.rawValue, job.priority, job.createdAt.milliseconds, worker, isCancelled,
                String(decoding: try JSON.encode(job), as: UTF8.self),
            ])
        if let report {
            try database.execute(sql: "INSERT INTO report VALUES (?, ?)", arguments: [job.id.text, report])
        }
    }

    private func job(_ kind: Job.Trigger.Kind, _ state: Job.State, _ repository: String = "acme/shop") -> Job {
        var job = Job(
            id: .next(), state: state,
            trigger: .init(kind: kind, sender: "ann", pullRequest: kind == .pullRequest ? 4 : nil),
            repository: repository, ref: "main", sha: CommitSHA(String(repeating: "a", count: 40)), projects: ["p"],
            dryRun: kind == .manual, createdAt: time)
        if state != .queued { job.startedAt = time.advanced(by: .seconds(2)) }
        if state.isFinal { job.finishedAt = time.advanced(by: .seconds(12)) }
        return job
    }

    @Test("Jobs of a version that kept them as documents are all there, and go on")
    func keepsJobs() async throws {
        var ended = job(.pullRequest, .succeeded)
        (ended.outcome, ended.summary) = (.proposed, "one fix")
        let (waiting, running, cancelled) = (
            job(.push, .queued, "a/a"), job(.manual, .running, "b/b"), job(.cron, .running, "c/c")
        )
        try {
            let old = try DatabaseQueue(path: path)
            try Migrations.migrator.migrate(old, upTo: "4-spending")
            try old.write { database in
                try write(ended, report: Data("{}".utf8), database)
                try write(waiting, database)
                try write(running, worker: "worker-1", database)
                try write(cancelled, worker: "worker-2", isCancelled: true, database)
                try database.execute(
                    sql: "INSERT INTO event VALUES (?, 1, 5, 'log', ?)", arguments: [running.id.text, Data("{}".utf8)])
                try database.execute(
                    sql: "INSERT INTO delivery VALUES ('github:1', 5, ?)",
                    arguments: [String(decoding: try JSON.encode([waiting.id]), as: UTF8.self)])
            }
        }()
        let store = try RelationalJobStore.sqlite(path: path)
        for job in [ended, waiting, running, cancelled] { #expect(try await store.job(job.id) == job) }
        #expect(try await store.report(of: ended.id) == Data("{}".utf8))
        #expect(try await store.events(of: running.id, after: 0, limit: 5).map(\.data) == [Data("{}".utf8)])
        let again = try await store.enqueue([], delivery: Delivery(key: "github:1", receivedAt: time))
        #expect(again.jobs == [waiting])
        #expect(try await store.rescue(by: "node", living: [], at: time).count == 2)
        #expect(try await store.job(cancelled.id)?.state == .cancelled)
        var order: [JobID] = []
        while let claim = try await store.claim(for: WorkerName(node: "n", slot: 1), at: time) {
            order.append(claim.job.id)
            #expect(claim.generation == 4)
        }
        #expect(order == [running.id, waiting.id])
        #expect(try StoreFile(path: path).check().isSound)
    }

    @Test("Reports of an older version get their history when the schema is brought up to date")
    func fillsHistory() async throws {
        var ended = job(.push, .succeeded)
        ended.outcome = .needsHuman
        var failure = FailureReport(
            id: "one", fingerprint: "f1", testName: "one", project: "modules", file: "a.spec.ts", line: 3,
            errorMessage: "Timeout", category: .ui, kind: "locator-not-found", severity: .high, culprit: .test,
            confidence: 0.9, verdict: .testOutdated, evidence: [], rootCause: "renamed", group: "g")
        failure.screenshot = "aGVsbG8="
        let report = HealingReport(
            job: ended, startedAt: time, finishedAt: time, summary: .init(), failures: [failure], fixes: [],
            actions: [],
            metrics: .init(stages: ["test": 7.5], playwright: 7), artifacts: [])
        try {
            let old = try DatabaseQueue(path: path)
            try Migrations.migrator.migrate(old, upTo: "2-actions")
            try old.write { try write(ended, report: try JSON.encode(report), $0) }
        }()
        let store = try RelationalJobStore.sqlite(path: path)
        let found = try await store.failures(FailureFilter(), before: nil, limit: 5)
        failure.screenshot = nil
        #expect(found.map(\.failure) == [failure])
        #expect(found.map(\.at) == [time.advanced(by: .seconds(12))])
        let figures = try await store.statistics(since: nil)
        #expect(figures.durations["job"] == Durations([10]))
        #expect(figures.durations["wait"] == Durations([2]))
        #expect(figures.durations["test"] == Durations([7.5]))
    }
}
