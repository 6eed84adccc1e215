import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct UpkeepTests {
    @Test(
        "Jobs that ended long ago go with all that is theirs, the oldest first, a few at a time",
        arguments: StoreKind.allCases)
    func prunes(kind: StoreKind) async throws {
        let store = try await kind.open()
        var ended: [Job] = []
        for number in 1...4 {
            let one = job("acme/\(number)")
            ended += try await store.add(one)
            let claim = try await store.take()
            try await store.append(.log, Data("{}".utf8), of: claim, at: time)
            _ = try await store.begin(Effect(key: "k", kind: "k", precondition: "", at: time), under: claim)
            try await store.finish(claim, as: green, messages: [], at: after(Double(number)))
        }
        let (waiting, running) = (job("b/b"), job("c/c", priority: 9))
        try await store.add(waiting, running)
        _ = try await store.take()
        #expect(try await store.prune(endedBefore: after(3.5), limit: 2) == Array(ended.prefix(2)).map(\.id))
        #expect(try await store.prune(endedBefore: after(3.5), limit: 2) == [ended[2].id])
        #expect(try await store.prune(endedBefore: after(3.5), limit: 2).isEmpty)
        #expect(try await store.known(ended.map(\.id), notEndedBefore: nil) == [ended[3].id])
        #expect(try await store.report(of: ended[0].id) == nil)
        #expect(try await store.events(of: ended[0].id, after: 0, limit: 5).isEmpty)
        #expect(try await store.counts() == [.queued: 1, .running: 1, .succeeded: 1])
    }

    @Test("Old deliveries are forgotten, new ones are not", arguments: StoreKind.allCases)
    func forgetsDeliveries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (old, new) = (Delivery(key: "1", receivedAt: time), Delivery(key: "2", receivedAt: after(10)))
        for delivery in [old, new] { _ = try await store.enqueue([job()], delivery: delivery) }
        #expect(try await store.pruneKeys(before: after(5), at: after(5), limit: 10) == 1)
        #expect(try await !store.enqueue([job()], delivery: old).isDuplicate)
        #expect(try await store.enqueue([job()], delivery: new).isDuplicate)
    }

    @Test(
        "The slots of schedules are known for longer than any two of them are apart", arguments: StoreKind.allCases)
    func remembersSlots(kind: StoreKind) async throws {
        let store = try await kind.open()
        let slot = Delivery(key: "cron:acme/shop:2027-01-01T00:00Z", receivedAt: time)
        _ = try await store.enqueue([job()], delivery: slot)
        let year = 366.0 * 86_400
        #expect(try await store.pruneKeys(before: after(year), at: after(year), limit: 10) == 0)
        #expect(try await store.enqueue([job()], delivery: slot).isDuplicate)
        #expect(try await store.pruneKeys(before: after(3 * year), at: after(3 * year), limit: 10) == 1)
    }

    @Test("A delivery whose job was pruned is still known", arguments: StoreKind.allCases)
    func knowsPrunedDeliveries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let delivery = Delivery(key: "1", receivedAt: time)
        _ = try await store.enqueue([job()], delivery: delivery)
        try await store.finish(try await store.take(), as: green, messages: [], at: time)
        _ = try await store.prune(endedBefore: after(1), limit: 5)
        let again = try await store.enqueue([job()], delivery: delivery)
        #expect(again.isDuplicate)
        #expect(again.jobs.isEmpty)
    }

    @Test("Jobs that nobody works on, and jobs that nobody starts, are told", arguments: StoreKind.allCases)
    func findsStuckJobs(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        let (running, waiting, fresh) = (job("a/a", priority: 9), job("b/b"), job("c/c", at: after(100)))
        try await store.add(running, waiting, fresh)
        _ = try await store.take()
        #expect(try await store.stuckJobs(at: after(60), waitingSince: time).isEmpty)
        let stuck = try await store.stuckJobs(at: after(67), waitingSince: after(50))
        #expect(stuck.map(\.id) == [running.id, waiting.id])
        #expect(stuck.first?.why.contains("anna/1") == true)
    }
}
