import Domain
import Foundation
import Queue
import RelationalStore
import Testing

/// Jobs in parts, as the tests of them begin.
extension RelationalJobStore {
    static let partResult = Data("{}".utf8)

    static func parts(of whole: Claim, _ total: Int = 3, projects: [String] = []) -> [Job] {
        (1...total).map { index in
            var part = JobStoreTests.job(whole.job.repository, ref: whole.job.ref)
            part.projects = projects
            part.shard = .init(index: index, total: total)
            return part
        }
    }

    /// A running job of anna's with three parts that wait.
    func addInParts(kind: Job.Trigger.Kind = .manual) async throws -> (whole: Claim, parts: [Job]) {
        try await add(JobStoreTests.job(kind: kind))
        let whole = try await take()
        return (whole, try await fanOut(into: Self.parts(of: whole), of: whole))
    }

    /// Claims a part of it for anna, and fails when there is none to claim.
    func takePart(of whole: Claim, at moment: Timestamp = time) async throws -> Claim {
        try #require(try await claim(shardOf: whole.job.id, for: anna, at: moment))
    }

    func states(ofPartsOf whole: Claim) async throws -> [Job.State] {
        try await shards(of: whole.job.id).map(\.job.state)
    }
}

struct ShardTests {
    @Test("Parts belong to their parent, its attempt and its priority", arguments: StoreKind.allCases)
    func fansOut(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts(kind: .cron)
        #expect(made.map(\.shard?.index) == [1, 2, 3])
        #expect(made.allSatisfy { $0.parent == whole.job.id && $0.attempt == 1 && $0.priority == whole.job.priority })
        #expect(try await store.shards(of: whole.job.id).map(\.job) == made)
        #expect(try await store.jobs(JobFilter(), before: nil, limit: 9).map(\.id) == [whole.job.id])
    }

    @Test(
        "A parent that was cut off finds the parts that it made, also those that are done",
        arguments: StoreKind.allCases)
    func isIdempotent(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts()
        try await store.deliver(RelationalJobStore.partResult, of: try await store.takePart(of: whole), at: time)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let resumed = try await store.take(bert)
        #expect(
            try await store.fanOut(into: RelationalJobStore.parts(of: resumed), of: resumed).map(\.id) == made.map(\.id)
        )
        #expect(try await store.states(ofPartsOf: resumed) == [.succeeded, .queued, .queued])
        #expect(try await store.shards(of: whole.job.id).map(\.result) == [RelationalJobStore.partResult, nil, nil])
        let others = try await store.fanOut(
            into: RelationalJobStore.parts(of: resumed, projects: ["modules"]), of: resumed)
        #expect(Set(others.map(\.id)).isDisjoint(with: made.map(\.id)))
    }

    @Test("Another number of parts takes the place of the parts that wait", arguments: StoreKind.allCases)
    func dividesAnew(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, _) = try await store.addInParts()
        let made = try await store.fanOut(into: RelationalJobStore.parts(of: whole, 2), of: whole)
        #expect(made.map(\.shard?.total) == [2, 2])
        #expect(try await store.states(ofPartsOf: whole) == [.cancelled, .cancelled, .cancelled, .queued, .queued])
    }

    @Test("Only who holds the parent makes parts, and has one done again", arguments: StoreKind.allCases)
    func fences(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (stale, made) = try await store.addInParts()
        try await store.deliver(RelationalJobStore.partResult, of: try await store.takePart(of: stale), at: time)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        _ = try await store.take(bert)
        await #expect(throws: StoreError.leaseLost(stale.job.id)) {
            _ = try await store.fanOut(into: RelationalJobStore.parts(of: stale), of: stale)
        }
        await #expect(throws: StoreError.leaseLost(stale.job.id)) {
            try await store.redo(made[0].id, of: stale, at: time)
        }
    }

    @Test("A parent's own worker takes its parts one by one, whatever else waits", arguments: StoreKind.allCases)
    func helps(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts(kind: .cron)
        try await store.add(job("other/one", kind: .manual))
        var done: [JobID] = []
        while let claim = try await store.claim(shardOf: whole.job.id, for: anna, at: time) {
            try await store.deliver(RelationalJobStore.partResult, of: claim, at: time)
            done.append(claim.job.id)
        }
        #expect(done == made.map(\.id))
        #expect(try await store.states(ofPartsOf: whole) == [.succeeded, .succeeded, .succeeded])
    }

    @Test("Parts go before the jobs that wait at their parent's priority", arguments: StoreKind.allCases)
    func ordersParts(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        try await store.add(job("a/a"), job("b/b"))
        let whole = try await store.take()
        try await store.add(job("c/c", kind: .pullRequest), job("d/d"))
        let made = try await store.fanOut(into: RelationalJobStore.parts(of: whole), of: whole)
        #expect(try await store.take(bert).job.id == made[0].id)
        #expect(try await store.take(anna).job.id == made[1].id)
        #expect(try await store.take(bert).job.repository == "b/b")
    }

    @Test(
        "A node runs one part of a suite at a time, because two would only wait for one another",
        arguments: StoreKind.allCases)
    func runsOnePartANode(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await store.addInParts()
        let first = try await store.takePart(of: whole)
        #expect(try await store.claim(for: WorkerName(node: "anna", slot: 2), at: time) == nil)
        #expect(try await store.claim(shardOf: whole.job.id, for: anna, at: time) == nil)
        #expect(try await store.take(bert).job.id == made[1].id)
        try await store.deliver(RelationalJobStore.partResult, of: first, at: time)
        #expect(try await store.take(anna).job.id == made[2].id)
    }

    @Test("Where results cannot travel, parts stay on the node of their parent", arguments: StoreKind.allCases)
    func staysHome(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (_, made) = try await store.addInParts()
        #expect(try await store.claim(for: bert, at: time) == nil)
        #expect(try await store.take(WorkerName(node: "anna", slot: 2)).job.id == made[0].id)
    }

    @Test(
        "Parts do not start while nobody runs their parent, or while it is told to stop", arguments: StoreKind.allCases)
    func waitsForTheParent(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts()
        try await store.add(job("z/z", priority: 0))
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let resumed = try await store.take()
        #expect(resumed.job.id == whole.job.id)
        #expect(try await store.take(WorkerName(node: "anna", slot: 2)).job.id == made[0].id)
        _ = try await store.cancel(whole.job.id, at: time)
        #expect(try await store.claim(shardOf: whole.job.id, for: anna, at: time) == nil)
        #expect(try await store.take(bert).job.repository == "z/z")
    }

    @Test("Parts count in no limit of running jobs", arguments: StoreKind.allCases)
    func countsInNoLimit(kind: StoreKind) async throws {
        let store = try await kind.open { $0.running = 1 }
        let (_, made) = try await store.addInParts()
        #expect(try await store.take(WorkerName(node: "anna", slot: 2)).job.id == made[0].id)
        try await store.add(job("b/b"))
        #expect(try await store.claim(for: bert, at: time) == nil)
    }
}
