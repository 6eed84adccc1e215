import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct ShardEndTests {
    @Test("A part whose worker died is run again by another one", arguments: StoreKind.allCases)
    func rescues(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await store.addInParts()
        let stale = try await store.take(bert)
        _ = try await store.renew(whole, at: after(5))
        #expect(try await store.rescue(by: "anna", living: [], at: after(7)).map(\.job.id) == [made[0].id])
        let fresh = try await store.takePart(of: whole, at: after(7))
        #expect(fresh.job.id == made[0].id)
        await #expect(throws: StoreError.leaseLost(made[0].id)) {
            try await store.deliver(RelationalJobStore.partResult, of: stale, at: time)
        }
        try await store.deliver(RelationalJobStore.partResult, of: fresh, at: time)
        #expect(try await store.events(of: made[0].id, after: 0, limit: 5).map(\.kind) == [.done])
    }

    @Test(
        "However a parent ends, its parts end with it", arguments: StoreKind.allCases,
        ["finish", "stop", "dead", "queued"])
    func endsWithTheParent(kind: StoreKind, way: String) async throws {
        let store = try await kind.open { if way == "dead" { $0.deathsWithoutProgress = 0 } }
        let (whole, made) = try await store.addInParts()
        let done = try await store.takePart(of: whole)
        try await store.deliver(RelationalJobStore.partResult, of: done, at: time)
        let running = try await store.takePart(of: whole)
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
            #expect(try await store.states(ofPartsOf: whole) == [.succeeded, .running, .cancelled])
            #expect(try await store.renew(running, at: time) == .cancelled)
            try await store.finish(running, as: .stopped, messages: [], at: time)
        }
        #expect(try await store.states(ofPartsOf: whole) == [.succeeded, .cancelled, .cancelled])
        #expect(try await store.events(of: made[2].id, after: 0, limit: 5).map(\.kind) == [.done])
        #expect(try await store.claim(for: WorkerName(node: "anna", slot: 3), at: after(60)) == nil)
    }

    @Test("A newer push ends the parts of the job whose place it takes", arguments: StoreKind.allCases)
    func supersedes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, _) = try await store.addInParts(kind: .push)
        try await store.release(whole, at: time)
        try await store.add(push(at: after(60)))
        #expect(try await store.state(of: whole.job) == .superseded)
        #expect(try await store.states(ofPartsOf: whole) == [.cancelled, .cancelled, .cancelled])
    }

    @Test("A part that comes back after its parent has ended is not queued again", arguments: StoreKind.allCases)
    func leavesNoOrphans(kind: StoreKind) async throws {
        let store = try await kind.open { $0.shardsAnywhere = true }
        let (whole, made) = try await store.addInParts()
        let mine = try await store.takePart(of: whole)
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
        let (whole, made) = try await store.addInParts()
        let first = try await store.takePart(of: whole)
        try await store.finish(first, as: .failed(error: "no disk"), messages: [], at: time)
        #expect(try await store.shards(of: whole.job.id).first?.job.error == "no disk")
        try await store.finish(whole, as: .failed(error: "shard 1"), messages: [], at: time)
        await #expect(throws: StoreError.isPart(made[0].id, of: whole.job.id)) {
            _ = try await store.retry(made[0].id, at: time)
        }
        _ = try await store.retry(whole.job.id, at: time)
        #expect(try await store.shards(of: whole.job.id).isEmpty)
        let again = try await store.take()
        let fresh = try await store.fanOut(into: RelationalJobStore.parts(of: again), of: again)
        #expect(fresh.map(\.attempt) == [2, 2, 2])
        #expect(try await store.states(ofPartsOf: again) == [.queued, .queued, .queued])
    }

    @Test("A part whose result is lost is done again", arguments: StoreKind.allCases)
    func redoes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts()
        try await store.deliver(RelationalJobStore.partResult, of: try await store.takePart(of: whole), at: time)
        try await store.redo(made[0].id, of: whole, at: time)
        #expect(try await store.shards(of: whole.job.id).map(\.result) == [nil, nil, nil])
        #expect(try await store.takePart(of: whole).job.id == made[0].id)
    }

    @Test("Parts go with their parent when it is pruned, and are no figures", arguments: StoreKind.allCases)
    func prunes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (whole, made) = try await store.addInParts()
        try await store.deliver(RelationalJobStore.partResult, of: try await store.takePart(of: whole), at: after(1))
        try await store.finish(whole, as: green, messages: [], at: after(2))
        #expect(try await store.statistics(since: nil).durations["job"]?.count == 1)
        #expect(try await store.prune(endedBefore: after(3), limit: 9) == [whole.job.id])
        #expect(try await store.known(made.map(\.id), notEndedBefore: nil).isEmpty)
    }
}
