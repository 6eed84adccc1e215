import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct ReadingTests {
    @Test("Jobs are listed newest first, filtered, page by page", arguments: StoreKind.allCases)
    func lists(kind: StoreKind) async throws {
        let store = try await kind.open()
        let jobs = (1...5).map { job("acme/\($0)", kind: $0 == 3 ? .cron : .manual, at: after(Double($0))) }
        for job in jobs { try await store.add(job) }
        let sorted = jobs.map(\.id).sorted(by: >)
        let first = try await store.jobs(JobFilter(), before: nil, limit: 2)
        #expect(first.map(\.id) == Array(sorted.prefix(2)))
        let rest = try await store.jobs(JobFilter(), before: first.last?.id, limit: 10)
        #expect(rest.map(\.id) == Array(sorted.dropFirst(2)))
        func found(_ change: (inout JobFilter) -> Void) async throws -> [String] {
            var filter = JobFilter()
            change(&filter)
            return try await store.jobs(filter, before: nil, limit: 10).map(\.repository)
        }
        #expect(try await found { $0.repository = "acme/2" } == ["acme/2"])
        #expect(try await found { $0.trigger = .cron } == ["acme/3"])
        #expect(Set(try await found { $0.since = after(4) }) == ["acme/4", "acme/5"])
        try await store.finish(try await store.take(at: after(9)), as: green, messages: [], at: after(9))
        #expect(try await found { ($0.state, $0.outcome) = (.succeeded, .green) } == ["acme/1"])
        #expect(try await store.counts() == [.queued: 4, .succeeded: 1])
    }

    @Test("A job is read as it was stored, with everything that it has", arguments: StoreKind.allCases)
    func readsAll(kind: StoreKind) async throws {
        let store = try await kind.open()
        var one = Job(
            id: .next(),
            trigger: .init(kind: .pullRequest, delivery: "d", sender: "ann ' \" ü", pullRequest: 7),
            repository: "acme/shop",
            ref: "fix/ünïcode 🚀", sha: CommitSHA(String(repeating: "a", count: 40)),
            base: CommitSHA(String(repeating: "b", count: 40)), projects: ["a", "b"], dryRun: true, priority: 9,
            createdAt: time)
        one.dueAt = after(3)
        try await store.add(one)
        #expect(try await store.job(one.id) == one)
        #expect(try await store.job(.next()) == nil)
    }

    @Test("A part of a job is listed with it alone", arguments: StoreKind.allCases)
    func listsParts(kind: StoreKind) async throws {
        let store = try await kind.open()
        let whole = job()
        var part = job()
        part.parent = whole.id
        part.shard = .init(index: 1, total: 2)
        try await store.add(whole, part)
        #expect(try await store.jobs(JobFilter(), before: nil, limit: 5).map(\.id) == [whole.id])
        var filter = JobFilter()
        filter.parent = whole.id
        #expect(try await store.jobs(filter, before: nil, limit: 5) == [part])
        #expect(try await store.counts() == [.queued: 1])
    }
}
