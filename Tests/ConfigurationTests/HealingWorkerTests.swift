import Domain
import Foundation
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore
import Synchronization
import Testing
import Triggers

@testable import selfheal

/// What becomes of a job in the store when its pipeline does not come to an end.
struct HealingWorkerTests {
    private struct Fault: PassingFault, CustomStringConvertible {
        let mayPass: Bool
        var wait: Duration?
        let description = "the origin cannot be reached"
    }

    /// A repository that nothing can be had of.
    private struct NoSource: SourceControl, SuiteRunner {
        let look: @Sendable () async throws -> Void

        private struct Nothing: Error {}

        func resolve(_ request: HealingRequest) async throws -> Revision {
            try await look()
            throw CancellationError()
        }
        func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws {}
        func untracked(_ folder: String) async throws -> [String] { [] }
        func modified(_ folder: String) async throws -> [String] { [] }
        func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws {}
        func remove(_ folder: String, of repository: RepositorySettings) async {}
        func changes(
            from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
        ) async throws -> CommitChanges { throw Nothing() }
        func setUp(_ folder: String, for repository: RepositorySettings) async throws {}
        func run(
            _ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void
        ) async throws -> SuiteResult { throw Nothing() }
    }

    /// A database that refuses one transaction, once it is told to.
    private final class RefusingDatabase: RelationalDatabase {
        private let database: SQLiteDatabase
        private let refusal = Mutex<StoreError?>(nil)

        init(_ database: SQLiteDatabase) { self.database = database }

        func refuseNext(_ refusal: StoreError) { self.refusal.withLock { $0 = refusal } }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            let refusal = refusal.withLock { refusal in
                defer { refusal = nil }
                return refusal
            }
            if let refusal { throw refusal }
            return try await database.write(body)
        }
        func writeOnce<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value { try await database.writeOnce(body) }
        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value { try await database.read(body) }
    }

    private let database: RefusingDatabase
    private let store: RelationalJobStore
    private let folder: String
    private static let time = Timestamp(milliseconds: 1_800_000_000_000)

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.path(percentEncoded: false)
        database = RefusingDatabase(try SQLiteDatabase(path: folder + "/jobs.db"))
        store = RelationalJobStore(database)
    }

    private func worker(
        now: @escaping @Sendable () -> Timestamp = { time }, _ look: @escaping @Sendable () async throws -> Void
    ) -> HealingWorker {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let source = NoSource(look: look)
        var ports = PipelinePorts(
            sourceControl: source, suites: source, actions: RelationalActionLog(in: store),
            override: PeoplesOverride(killSwitch: folder + "/PAUSE", waits: true), logger: logger)
        ports.notifiers = [QuietChannel()]
        return HealingWorker(
            store: store, signals: store.signals, policy: QueuePolicy(),
            repositories: RepositoryDirectory([RepositorySettings(name: "acme/shop")], server: "https://github.com"),
            pipeline: Pipeline(ports), data: folder, logger: logger, now: now)
    }

    private func claim() async throws -> Claim {
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: Self.time)
        _ = try await store.enqueue([job], delivery: nil)
        return try #require(try await store.claim(for: WorkerName(node: "anna", slot: 1), at: Self.time))
    }

    @Test("The end of a job that cannot be done is stored with the message about it")
    func fails() async throws {
        let claim = try await claim()
        await worker { throw Fault(mayPass: false) }.work(claim)
        let job = try #require(try await store.job(claim.job.id))
        #expect(job.state == .failed && job.error == "the origin cannot be reached")
        let later = Timestamp.now().advanced(by: .seconds(1_000_000_000))
        let message = try #require(try await store.nextMessage(for: "slack", by: "anna", at: later)?.message)
        #expect(message.job == job.id && message.body == Data("the origin cannot be reached".utf8))
    }

    @Test("Of a part of a suite that cannot be done only its job tells")
    func failsParts() async throws {
        let whole = try await claim()
        var part = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: Self.time)
        part.shard = .init(index: 1, total: 2)
        _ = try await store.fanOut(into: [part], of: whole)
        let claim = try #require(try await store.claim(shardOf: whole.job.id, for: whole.worker, at: Self.time))
        await worker { throw Fault(mayPass: false) }.work(claim)
        #expect(try await store.shards(of: whole.job.id).map(\.job.error) == ["the origin cannot be reached"])
        let later = Timestamp.now().advanced(by: .seconds(1_000_000_000))
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: later) == nil)
    }

    @Test("What may pass is tried again, not before the other side wants it, and nobody is told yet")
    func postpones() async throws {
        let claim = try await claim()
        await worker { throw Fault(mayPass: true, wait: .seconds(500)) }.work(claim)
        let job = try #require(try await store.job(claim.job.id))
        #expect(job.state == .queued)
        #expect(job.dueAt == Self.time.advanced(by: .seconds(500)))
        #expect(try await store.waitingMessages() == 0)
    }

    @Test("A job whose store could not be written for a while is tried again later, and not for ever")
    func outlastsTheStore() async throws {
        let claim = try await claim()
        await worker { throw StoreError.unavailable("the disk is full") }.work(claim)
        let job = try #require(try await store.job(claim.job.id))
        #expect(job.state == .queued)
        #expect(job.retries == 1 && job.error?.contains("the disk is full") == true)
    }

    @Test(
        "A job whose end the store refuses fails for it at once, instead of being left to one worker after the other",
        arguments: [StoreError.rejected("no such column"), .noSuchJob(.next())])
    func failsForARefusedEnd(refusal: StoreError) async throws {
        let claim = try await claim()
        let database = database
        await worker {
            database.refuseNext(refusal)
            throw Fault(mayPass: true)
        }.work(claim)
        let job = try #require(try await store.job(claim.job.id))
        #expect(job.state == .failed)
        #expect(job.error == "what it came to cannot be stored: \(refusal)")
    }

    @Test("A job of a repository that this node does not know is left to others for a while")
    func leavesUnknownRepositories() async throws {
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/new", ref: "main", createdAt: Self.time)
        _ = try await store.enqueue([job], delivery: nil)
        let claim = try #require(try await store.claim(for: WorkerName(node: "anna", slot: 1), at: Self.time))
        await worker {}.work(claim)
        let left = try #require(try await store.job(job.id))
        #expect(left.state == .queued && left.error?.contains("acme/new is not among") == true)
    }

    @Test("Who has lost a job touches nothing of it any more, and who ends it cleans up", arguments: [true, false])
    func cleansUpItsOwn(isLost: Bool) async throws {
        let claim = try await claim()
        let workspace = JobFolders(data: folder, job: claim.job.id).workspace
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let store = store
        await worker {
            guard isLost else { throw Fault(mayPass: false) }
            _ = try await store.rescue(jobsOf: "anna", at: Self.time)
            _ = try await store.claim(for: WorkerName(node: "bert", slot: 1), at: Self.time)
            throw StoreError.leaseLost(claim.job.id)
        }.work(claim)
        #expect(FileManager.default.fileExists(atPath: workspace) == isLost)
        #expect(try await store.job(claim.job.id)?.state == (isLost ? .running : .failed))
    }

    @Test("A job that comes back to a node waits there until its earlier worker has left its folders")
    func takesTurns() async throws {
        let first = try await claim()
        let begun = AsyncStream.makeStream(of: Int.self)
        let permit = AsyncStream.makeStream(of: Void.self)
        let looks = Mutex(0)
        let worker = worker {
            let number = looks.withLock {
                $0 += 1; return $0
            }
            begun.continuation.yield(number)
            // The first one does not hear at once that it has lost the job.
            if number == 1 { await Task { for await _ in permit.stream { return } }.value }
            throw Fault(mayPass: false)
        }
        let earlier = Task { await worker.work(first) }
        for await _ in begun.stream { break }
        _ = try await store.rescue(jobsOf: "anna", at: Self.time)
        let second = try #require(try await store.claim(for: WorkerName(node: "anna", slot: 2), at: Self.time))
        let later = Task { await worker.work(second) }
        for _ in 1...100 { await Task.yield() }
        #expect(looks.withLock(\.self) == 1)
        permit.continuation.yield()
        await earlier.value
        await later.value
        #expect(looks.withLock(\.self) == 2)
        #expect(try await store.job(first.job.id)?.state == .failed)
    }

    @Test("A job that is told to stop keeps its lease until what it has begun is done")
    func keepsTheLease() async throws {
        let claim = try await claim()
        let begun = AsyncStream.makeStream(of: Void.self)
        let permit = AsyncStream.makeStream(of: Void.self)
        let renewals = AsyncStream.makeStream(of: Void.self)
        let worker = worker(
            now: {
                renewals.continuation.yield()
                return Self.time
            },
            {
                // As an effect is: not cut by the end of its job.
                await Task {
                    begun.continuation.yield()
                    for await _ in permit.stream { return }
                }.value
            })
        let work = Task { await worker.work(claim) }
        for await _ in begun.stream { break }
        _ = try await store.cancel(claim.job.id, at: Self.time)
        var count = 0
        for await _ in renewals.stream {
            store.signals.stops.raise()
            count += 1
            if count == 5 { break }
        }
        #expect(try await store.job(claim.job.id)?.state == .running)
        permit.continuation.yield()
        await work.value
        #expect(try await store.job(claim.job.id)?.state == .cancelled)
    }
}
