import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct ShardTests {
    private let result = Data("{}".utf8)

    private func parts(of whole: Claim, _ total: Int = 3, projects: [String] = []) -> [Job] {
        (1...total).map { index in
            var part = job(whole.job.repository, ref: whole.job.ref)
            part.projects = projects
            part.shard = .init(index: index, total: total)
            return part
        }
    }

    /// A running job of anna's with three parts that wait.
    private func fanOut(
        _ store: RelationalJobStore, kind: Job.Trigger.Kind = .manual
    ) async throws -> (whole: Claim, parts: [Job]) {
        try await store.add(job(kind: kind))
        let whole = try await store.take()
        return (whole, try await store.fanOut(into: parts(of: whole), of: whole))
    }

    private func part(_ store: RelationalJobStore, _ whole: Claim, at moment: Timestamp = time) async throws -> Claim {
        try #require(try await store.claim(shardOf: whole.job.id, for: anna, at: moment))
    }

    private func states(_ store: RelationalJobStore, _ whole: Claim) async throws -> [Job.State] {
        try await store.shards(of: whole.job.id).map(\.job.state)
    }

    @Test("Parts belong to their parent, its attempt and its priority", arguments: StoreKind.allCases)
    func fansOut(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store, kind: .cron)
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
        let (whole, made) = try await fanOut(store)
        try await store.deliver(result, of: try await part(store, whole), at: time)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let resumed = try await store.take(bert)
        #expect(try await store.fanOut(into: parts(of: resumed), of: resumed).map(\.id) == made.map(\.id))
        #expect(try await states(store, resumed) == [.succeeded, .queued, .queued])
        #expect(try await store.shards(of: whole.job.id).map(\.result) == [result, nil, nil])
        let others = try await store.fanOut(into: parts(of: resumed, projects: ["modules"]), of: resumed)
        #expect(Set(others.map(\.id)).isDisjoint(with: made.map(\.id)))
    }

    @Test("Another number of parts takes the place of the parts that wait", arguments: StoreKind.allCases)
    func dividesAnew(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, _) = try await fanOut(store)
        let made = try await store.fanOut(into: parts(of: whole, 2), of: whole)
        #expect(made.map(\.shard?.total) == [2, 2])
        #expect(try await states(store, whole) == [.cancelled, .cancelled, .cancelled, .queued, .queued])
    }

    @Test("Only who holds the parent makes parts, and has one done again", arguments: StoreKind.allCases)
    func fences(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (stale, made) = try await fanOut(store)
        try await store.deliver(result, of: try await part(store, stale), at: time)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        _ = try await store.take(bert)
        await #expect(throws: StoreError.leaseLost(stale.job.id)) {
            _ = try await store.fanOut(into: parts(of: stale), of: stale)
        }
        await #expect(throws: StoreError.leaseLost(stale.job.id)) {
            try await store.redo(made[0].id, of: stale, at: time)
        }
    }

    @Test("A parent's own worker takes its parts one by one, whatever else waits", arguments: StoreKind.allCases)
    func helps(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store, kind: .cron)
        try await store.add(job("other/one", kind: .manual))
        var done: [JobID] = []
        while let claim = try await store.claim(shardOf: whole.job.id, for: anna, at: time) {
            try await store.deliver(result, of: claim, at: time)
            done.append(claim.job.id)
        }
        #expect(done == made.map(\.id))
        #expect(try await states(store, whole) == [.succeeded, .succeeded, .succeeded])
    }

    @Test("Parts go before the jobs that wait at their parent's priority", arguments: StoreKind.allCases)
    func ordersParts(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        try await store.add(job("a/a"), job("b/b"))
        let whole = try await store.take()
        try await store.add(job("c/c", kind: .pullRequest), job("d/d"))
        let made = try await store.fanOut(into: parts(of: whole), of: whole)
        #expect(try await store.take(bert).job.id == made[0].id)
        #expect(try await store.take(anna).job.id == made[1].id)
        #expect(try await store.take(bert).job.repository == "b/b")
    }

    @Test(
        "A node runs one part of a suite at a time, because two would only wait for one another",
        arguments: StoreKind.allCases)
    func runsOnePartANode(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await fanOut(store)
        let first = try await part(store, whole)
        #expect(try await store.claim(for: WorkerName(node: "anna", slot: 2), at: time) == nil)
        #expect(try await store.claim(shardOf: whole.job.id, for: anna, at: time) == nil)
        #expect(try await store.take(bert).job.id == made[1].id)
        try await store.deliver(result, of: first, at: time)
        #expect(try await store.take(anna).job.id == made[2].id)
    }

    @Test("Where results cannot travel, parts stay on the node of their parent", arguments: StoreKind.allCases)
    func staysHome(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (_, made) = try await fanOut(store)
        #expect(try await store.claim(for: bert, at: time) == nil)
        #expect(try await store.take(WorkerName(node: "anna", slot: 2)).job.id == made[0].id)
    }

    @Test(
        "Parts do not start while nobody runs their parent, or while it is told to stop", arguments: StoreKind.allCases)
    func waitsForTheParent(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store)
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
        let (_, made) = try await fanOut(store)
        #expect(try await store.take(WorkerName(node: "anna", slot: 2)).job.id == made[0].id)
        try await store.add(job("b/b"))
        #expect(try await store.claim(for: bert, at: time) == nil)
    }

    @Test("A part whose worker died is run again by another one", arguments: StoreKind.allCases)
    func rescues(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await fanOut(store)
        let stale = try await store.take(bert)
        _ = try await store.renew(whole, at: after(5))
        #expect(try await store.rescue(by: "anna", at: after(7)).map(\.job.id) == [made[0].id])
        let fresh = try await part(store, whole, at: after(7))
        #expect(fresh.job.id == made[0].id)
        await #expect(throws: StoreError.leaseLost(made[0].id)) { try await store.deliver(result, of: stale, at: time) }
        try await store.deliver(result, of: fresh, at: time)
        #expect(try await store.events(of: made[0].id, after: 0, limit: 5).map(\.kind) == [.done])
    }

    @Test(
        "However a parent ends, its parts end with it", arguments: StoreKind.allCases,
        ["finish", "stop", "dead", "queued"])
    func endsWithTheParent(kind: StoreKind, way: String) async throws {
        let store = try await kind.open { if way == "dead" { $0.deathsInOneStage = 0 } }
        let (whole, made) = try await fanOut(store)
        let done = try await part(store, whole)
        try await store.deliver(result, of: done, at: time)
        let running = try await part(store, whole)
        switch way {
        case "finish": try await store.finish(whole, as: .failed(error: "x"), messages: [], at: time)
        case "stop":
            _ = try await store.cancel(whole.job.id, at: time)
            try await store.finish(whole, as: .stopped, messages: [], at: time)
        case "dead": _ = try await store.rescue(jobsOf: "anna", at: time)
        default:
            try await store.release(whole, at: time)
            _ = try await store.cancel(whole.job.id, at: time)
        }
        if way != "dead" {
            #expect(try await states(store, whole) == [.succeeded, .running, .cancelled])
            #expect(try await store.renew(running, at: time) == .cancelled)
            try await store.finish(running, as: .stopped, messages: [], at: time)
        }
        #expect(try await states(store, whole) == [.succeeded, .cancelled, .cancelled])
        #expect(try await store.events(of: made[2].id, after: 0, limit: 5).map(\.kind) == [.done])
        #expect(try await store.claim(for: WorkerName(node: "anna", slot: 3), at: after(60)) == nil)
    }

    @Test("A newer push ends the parts of the job whose place it takes", arguments: StoreKind.allCases)
    func supersedes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, _) = try await fanOut(store, kind: .push)
        try await store.release(whole, at: time)
        try await store.add(push(at: after(60)))
        #expect(try await store.state(of: whole.job) == .superseded)
        #expect(try await states(store, whole) == [.cancelled, .cancelled, .cancelled])
    }

    @Test("A part that comes back after its parent has ended is not queued again", arguments: StoreKind.allCases)
    func leavesNoOrphans(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await fanOut(store)
        let mine = try await part(store, whole)
        let postponed = try await store.take(bert)
        try await store.finish(whole, as: .failed(error: "x"), messages: [], at: time)
        try await store.finish(
            postponed, as: .postponed(error: "later", until: after(9)), messages: [], at: time)
        try await store.release(mine, at: time)
        for part in made { #expect(try await store.state(of: part) == .cancelled) }
    }

    @Test("The next attempt makes parts of its own; a part is not retried by itself", arguments: StoreKind.allCases)
    func retries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store)
        let first = try await part(store, whole)
        try await store.finish(first, as: .failed(error: "no disk"), messages: [], at: time)
        #expect(try await store.shards(of: whole.job.id).first?.job.error == "no disk")
        try await store.finish(whole, as: .failed(error: "shard 1"), messages: [], at: time)
        await #expect(throws: StoreError.isPart(made[0].id, of: whole.job.id)) {
            _ = try await store.retry(made[0].id, at: time)
        }
        _ = try await store.retry(whole.job.id, at: time)
        #expect(try await store.shards(of: whole.job.id).isEmpty)
        let again = try await store.take()
        let fresh = try await store.fanOut(into: parts(of: again), of: again)
        #expect(fresh.map(\.attempt) == [2, 2, 2])
        #expect(try await states(store, again) == [.queued, .queued, .queued])
    }

    @Test("A part whose result is lost is done again", arguments: StoreKind.allCases)
    func redoes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store)
        try await store.deliver(result, of: try await part(store, whole), at: time)
        try await store.redo(made[0].id, of: whole, at: time)
        #expect(try await store.shards(of: whole.job.id).map(\.result) == [nil, nil, nil])
        #expect(try await part(store, whole).job.id == made[0].id)
    }

    @Test("Parts go with their parent when it is pruned, and are no figures", arguments: StoreKind.allCases)
    func prunes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await fanOut(store)
        try await store.deliver(result, of: try await part(store, whole), at: after(1))
        try await store.finish(whole, as: green, messages: [], at: after(2))
        #expect(try await store.statistics(since: nil).durations["job"]?.count == 1)
        #expect(try await store.prune(endedBefore: after(3), limit: 9) == [whole.job.id])
        #expect(try await store.known(made.map(\.id)).isEmpty)
    }
}
