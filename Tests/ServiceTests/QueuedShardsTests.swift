import Domain
import Foundation
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import Testing

@testable import selfheal

struct QueuedShardsTests {
    private let data = FileManager.default.temporaryDirectory.appending(path: "shards-\(UUID().uuidString)")
        .path(percentEncoded: false)
    private let store: RelationalJobStore
    private let whole: Claim
    private let anna = WorkerName(node: "anna", slot: 1)

    init() async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        store = try .sqlite(path: data + "/selfheal.db")
        let job = Job(id: .next(), trigger: .init(kind: .manual), repository: "a/b", ref: "main", createdAt: .now())
        _ = try await store.enqueue([job], delivery: nil)
        whole = try #require(try await store.claim(for: anna, at: .now()))
    }

    private var parts: [Job] {
        (1...3).map { index in
            var part = Job(
                id: .next(), trigger: .init(kind: .manual), repository: "a/b", ref: "main", createdAt: .now())
            part.shard = .init(index: index, total: 3)
            return part
        }
    }

    private func facts(_ part: Job) -> ShardFacts {
        ShardFacts(exitStatus: 0, seconds: 1, output: "", tests: part.shard?.index ?? 0)
    }

    private var blobs: ShardBlobs { ShardBlobs(data: data, vault: nil) }

    /// Does a part as a worker does.
    private func deliver(_ claim: Claim) async throws {
        let blob = "\(data)/\(claim.job.id).zip"
        try Data("part \(claim.job.shard?.index ?? 0)".utf8).write(to: URL(filePath: blob))
        try await blobs.put(blob, of: claim)
        try await store.deliver(try JSON.encode(facts(claim.job)), of: claim, at: .now())
    }

    private func shards(_ work: @escaping @Sendable (Claim) async throws -> Void) -> QueuedShards {
        QueuedShards(
            store: store, signals: store.signals, blobs: blobs, logger: Logger(label: "test"), now: { .now() },
            work: { claim in
                do { try await work(claim) } catch { Issue.record(error) }
            })
    }

    private func texts(_ delivered: [DeliveredShard]) -> [String] {
        delivered.map { String(decoding: FileManager.default.contents(atPath: $0.blob) ?? Data(), as: UTF8.self) }
    }

    @Test("With no other worker a job does all parts of its suite itself, and tells their sum")
    func helps() async throws {
        let told = Mutex<[Job.Progress]>([])
        let delivered = try await shards(deliver).run(parts, of: whole) { progress in
            told.withLock { $0.append(progress) }
        }
        #expect(texts(delivered) == ["part 1", "part 2", "part 3"])
        #expect(delivered.map(\.facts.tests) == [1, 2, 3])
        #expect(told.withLock(\.self).last == Job.Progress(done: 6, total: 6, unit: "tests"))
    }

    @Test("A job that was cut off takes what its parts have delivered")
    func resumes() async throws {
        let made = try await store.fanOut(into: parts, of: whole)
        for _ in made {
            try await deliver(try #require(try await store.claim(shardOf: whole.job.id, for: anna, at: .now())))
        }
        let done = Mutex(0)
        let delivered = try await shards { _ in done.withLock { $0 += 1 } }.run(parts, of: whole) { _ in }
        #expect(texts(delivered) == ["part 1", "part 2", "part 3"])
        #expect(done.withLock(\.self) == 0)
    }

    @Test("A part whose report is gone is run again")
    func redoes() async throws {
        let made = try await store.fanOut(into: parts, of: whole)
        for _ in made {
            try await deliver(try #require(try await store.claim(shardOf: whole.job.id, for: anna, at: .now())))
        }
        let folders = JobFolders(data: data, job: whole.job.id)
        try FileManager.default.removeItem(atPath: folders.blob(of: made[1].id, 1))
        let done = Mutex<[Int]>([])
        let delivered = try await shards { claim in
            done.withLock { $0.append(claim.job.shard?.index ?? 0) }
            try await deliver(claim)
        }.run(parts, of: whole) { _ in }
        #expect(done.withLock(\.self) == [2])
        #expect(texts(delivered) == ["part 1", "part 2", "part 3"])
    }

    @Test("A part whose report never arrives is not run for ever")
    func givesUp() async throws {
        let done = Mutex(0)
        let error = try await #require(throws: SuiteUnavailable.self) {
            _ = try await shards { claim in
                guard claim.job.shard?.index == 2 else { return try await deliver(claim) }
                done.withLock { $0 += 1 }
                try await store.deliver(try JSON.encode(facts(claim.job)), of: claim, at: .now())
            }.run(parts, of: whole) { _ in }
        }
        #expect(error.description.contains("the report of part 2 of 3 does not arrive"))
        #expect(done.withLock(\.self) == 3)
    }

    @Test("A worker that stalled replaces nobody else's report")
    func keepsTheNewest() async throws {
        let made = try await store.fanOut(into: parts, of: whole)
        let stale = try #require(try await store.claim(shardOf: whole.job.id, for: anna, at: .now()))
        _ = try await store.rescue(jobsOf: "anna", at: .now())
        let again = try #require(try await store.claim(for: anna, at: .now()))
        #expect(again.job.id == whole.job.id)
        let fresh = try #require(try await store.claim(shardOf: whole.job.id, for: anna, at: .now()))
        #expect(fresh.job.id == stale.job.id && fresh.job.id == made[0].id)
        try await deliver(fresh)
        try Data("stale".utf8).write(to: URL(filePath: data + "/stale.zip"))
        try await blobs.put(data + "/stale.zip", of: stale)
        let state = try #require(try await store.shards(of: whole.job.id).first)
        let blob = try #require(try await blobs.fetch(state))
        #expect(FileManager.default.contents(atPath: blob) == Data("part 1".utf8))
    }

    @Test("A part that cannot be done fails the suite with its error, and no other is begun")
    func fails() async throws {
        let done = Mutex(0)
        let error = try await #require(throws: SuiteUnavailable.self) {
            _ = try await shards { claim in
                done.withLock { $0 += 1 }
                try await store.finish(claim, as: .failed(error: "npm ci ended with 1"), messages: [], at: .now())
                // The job hears of it and stops its worker.
                while !Task.isCancelled { await Task.yield() }
            }.run(parts, of: whole) { _ in }
        }
        #expect(error.description.contains("part 1 of 3"))
        #expect(error.description.contains("npm ci ended with 1"))
        #expect(done.withLock(\.self) == 1)
    }
}
