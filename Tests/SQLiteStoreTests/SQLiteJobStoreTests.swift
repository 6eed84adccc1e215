import Domain
import Foundation
import Queue
import SQLiteStore
import Testing

struct SQLiteJobStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    private let time = Timestamp(milliseconds: 1_800_000_000_000)

    private func store() throws -> SQLiteJobStore {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try SQLiteJobStore(path: folder.appending(path: "jobs.db").path(percentEncoded: false))
    }

    private func job(
        _ repository: String = "acme/shop", ref: String = "main", kind: Job.Trigger.Kind = .push
    ) -> Job {
        Job(id: .next(), trigger: .init(kind: kind), repository: repository, ref: ref, createdAt: time)
    }

    @Test("The same delivery never makes a second job, and answers with the first one")
    func deduplicates() async throws {
        let store = try store()
        let delivery = Delivery(key: "github:1", receivedAt: time)
        let first = try await store.enqueue([job()], delivery: delivery)
        let second = try await store.enqueue([job()], delivery: delivery)
        #expect(!first.isDuplicate)
        #expect(second.isDuplicate)
        #expect(second.jobs == first.jobs)
        #expect(try await store.jobs(JobFilter(), before: nil, limit: 10).count == 1)
    }

    @Test("The most urgent job is claimed first, and among equals the oldest")
    func ordersClaims() async throws {
        let store = try store()
        let (cron, push, manual) = (job("a/a", kind: .cron), job("b/b", kind: .push), job("c/c", kind: .manual))
        for job in [cron, push, manual] { _ = try await store.enqueue([job], delivery: nil) }
        var order: [JobID] = []
        while let claim = try await store.claim(worker: "w", at: time) { order.append(claim.job.id) }
        #expect(order == [manual.id, push.id, cron.id])
    }

    @Test("Two jobs of one branch do not run at once; the second one's turn comes when the first has ended")
    func serialisesBranches() async throws {
        let store = try store()
        _ = try await store.enqueue([job(), job(), job(ref: "other")], delivery: nil)
        let first = try #require(try await store.claim(worker: "w", at: time))
        let second = try #require(try await store.claim(worker: "w", at: time))
        #expect(Set([first.job.ref, second.job.ref]) == ["main", "other"])
        #expect(try await store.claim(worker: "w", at: time) == nil)
        try await store.finish(first.job.ref == "main" ? first : second, as: .cancelled, at: time)
        #expect(try await store.claim(worker: "w", at: time)?.job.ref == "main")
    }

    @Test("A claim that is no longer the newest can write nothing")
    func fencesOldClaims() async throws {
        let store = try store()
        _ = try await store.enqueue([job()], delivery: nil)
        let stale = try #require(try await store.claim(worker: "w", at: time))
        #expect(try await store.releaseAll(at: time) == 1)
        let fresh = try #require(try await store.claim(worker: "w", at: time))
        #expect(fresh.generation == stale.generation + 1)
        let lost = StoreError.claimLost(stale.job.id)
        await #expect(throws: lost) { try await store.commit(Data(), of: .test, claim: stale) }
        await #expect(throws: lost) { try await store.begin(.test, of: stale) }
        await #expect(throws: lost) { try await store.finish(stale, as: .cancelled, at: time) }
        await #expect(throws: lost) { try await store.release(stale) }
        try await store.commit(Data("ok".utf8), of: .test, claim: fresh)
        #expect(try await store.result(of: .test, job: fresh.job.id) == Data("ok".utf8))
    }

    @Test("A released job keeps its stage results; a retried one starts from the beginning as the next attempt")
    func keepsStageResults() async throws {
        let store = try store()
        let job = job()
        _ = try await store.enqueue([job], delivery: nil)
        let claim = try #require(try await store.claim(worker: "w", at: time))
        try await store.commit(Data("checked out".utf8), of: .checkout, claim: claim)
        try await store.release(claim)
        #expect(try await store.result(of: .checkout, job: job.id) == Data("checked out".utf8))
        let again = try #require(try await store.claim(worker: "w", at: time))
        try await store.finish(again, as: .failed(error: "no disk", report: nil), at: time)
        let retried = try await store.retry(job.id, at: time)
        #expect(retried.attempt == 2)
        #expect(retried.error == nil)
        #expect(try await store.result(of: .checkout, job: job.id) == nil)
    }

    @Test("A queued job is cancelled at once, a running one is asked to stop")
    func cancels() async throws {
        let store = try store()
        let (queued, running) = (job("a/a"), job("b/b", kind: .manual))
        _ = try await store.enqueue([queued, running], delivery: nil)
        let claim = try #require(try await store.claim(worker: "w", at: time))
        #expect(try await store.cancel(queued.id, at: time).state == .cancelled)
        #expect(try await store.cancel(running.id, at: time).state == .running)
        #expect(try await store.cancelRequested(claim))
        await #expect(throws: StoreError.self) { try await store.cancel(queued.id, at: time) }
        let missing = JobID.next()
        await #expect(throws: StoreError.noSuchJob(missing)) { try await store.cancel(missing, at: time) }
    }

    @Test("What a job has spent outlasts a restart, is the claim's to write, and begins anew with the next attempt")
    func keepsSpending() async throws {
        let store = try store()
        let one = job("a/a")
        _ = try await store.enqueue([one], delivery: nil)
        let claim = try #require(try await store.claim(worker: "w", at: time))
        #expect(try await store.spending(of: one.id) == nil)
        var spending = HealingReport.Metrics.LanguageModel()
        for calls in [1, 2] {
            spending.calls = calls
            spending.costUSD = 0.1 * Double(calls)
            try await store.record(spending, of: claim)
        }
        _ = try await store.releaseAll(at: time)
        let lost = spending
        await #expect(throws: StoreError.self) { try await store.record(lost, of: claim) }
        let next = try #require(try await store.claim(worker: "w", at: time))
        #expect(try await store.spending(of: one.id) == spending)
        try await store.finish(next, as: .cancelled, at: time)
        _ = try await store.retry(one.id, at: time)
        #expect(try await store.spending(of: one.id) == nil)
    }

    @Test("Events are numbered within their job and read on from any of them")
    func numbersEvents() async throws {
        let store = try store()
        let (one, other) = (job("a/a"), job("b/b"))
        _ = try await store.enqueue([one, other], delivery: nil)
        for line in ["1", "2", "3"] { try await store.append(.log, Data(line.utf8), to: one.id, at: time) }
        try await store.append(.log, Data("x".utf8), to: other.id, at: time)
        let rest = try await store.events(of: one.id, after: 1, limit: 10)
        #expect(rest.map(\.sequence) == [2, 3])
        #expect(try await store.events(of: other.id, after: 0, limit: 10).map(\.sequence) == [1])
    }

    @Test("Jobs are listed newest first, filtered, page by page")
    func lists() async throws {
        let store = try store()
        let jobs = (1...5).map { job("acme/\($0)") }
        _ = try await store.enqueue(jobs, delivery: nil)
        let sorted = jobs.map(\.id).sorted(by: >)
        let first = try await store.jobs(JobFilter(), before: nil, limit: 2)
        #expect(first.map(\.id) == Array(sorted.prefix(2)))
        let rest = try await store.jobs(JobFilter(), before: first.last?.id, limit: 10)
        #expect(rest.map(\.id) == Array(sorted.dropFirst(2)))
        var filter = JobFilter()
        filter.repository = "acme/3"
        #expect(try await store.jobs(filter, before: nil, limit: 10).map(\.repository) == ["acme/3"])
        #expect(try await store.counts() == [.queued: 5])
    }

    @Test("What was stored is there after the file is opened again")
    func survivesReopening() async throws {
        let job = job()
        _ = try await store().enqueue([job], delivery: nil)
        #expect(try await store().job(job.id) == job)
    }

    @Test("A second process cannot hold the same data folder")
    func locks() throws {
        _ = try store()
        let path = folder.path(percentEncoded: false)
        let lock = try StoreLock(folder: path)
        #expect(throws: StoreLock.Taken.self) { try StoreLock(folder: path) }
        withExtendedLifetime(lock) {}
    }
}
