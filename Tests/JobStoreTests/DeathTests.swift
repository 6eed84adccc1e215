import Domain
import Foundation
import Queue
import RelationalStore
import Testing

/// Jobs whose workers keep dying, whose end no worker writes.
struct DeathTests {
    private let messages: FailureMessages = { job in
        [
            OutboxMessage(
                id: .next(), job: job.id, channel: "slack", subject: "job \(job.id)", topics: "status",
                body: Data((job.error ?? "").utf8), createdAt: time)
        ]
    }

    @Test("People are told of a job that failed for its deaths, and of no other", arguments: StoreKind.allCases)
    func tells(kind: StoreKind) async throws {
        let store = try await kind.open {
            $0.deathsWithoutProgress = 1
            $0.lease = .seconds(6)
        }
        let one = job()
        try await store.add(one)
        _ = try await store.take(anna)
        _ = try await store.rescue(jobsOf: "anna", at: time, messages: messages)
        #expect(try await store.waitingMessages() == 0)
        _ = try await store.take(anna)
        _ = try await store.rescue(by: "bert", living: [], others: true, at: after(7), messages: messages)
        #expect(try await store.state(of: one) == .failed)
        let message = try #require(try await store.nextMessage(for: "slack", by: "bert", at: after(7))?.message)
        #expect(message.job == one.id)
        #expect(String(decoding: message.body, as: UTF8.self).contains("died 2 times"))
    }

    @Test("Of a part of a suite only its job tells", arguments: StoreKind.allCases)
    func tellsOfNoPart(kind: StoreKind) async throws {
        let store = try await kind.open {
            $0.deathsWithoutProgress = 0
            $0.shardsAnywhere = true
        }
        try await store.add(job())
        let whole = try await store.take(anna)
        var part = job()
        part.shard = .init(index: 1, total: 1)
        _ = try await store.fanOut(into: [part], of: whole)
        _ = try #require(try await store.claim(shardOf: whole.job.id, for: bert, at: time))
        _ = try await store.rescue(jobsOf: "bert", at: time, messages: messages)
        #expect(try await store.shards(of: whole.job.id).map(\.job.state) == [.failed])
        #expect(try await store.waitingMessages() == 0)
    }

    @Test("How long it ran is in the history", arguments: StoreKind.allCases)
    func measures(kind: StoreKind) async throws {
        let store = try await kind.open { $0.deathsWithoutProgress = 0 }
        try await store.add(job())
        _ = try await store.take(anna)
        _ = try await store.rescue(jobsOf: "anna", at: after(90))
        let durations = try await store.statistics(since: nil).durations
        #expect(durations["job"] == Durations([90]))
    }

    @Test(
        "A job at which one worker after the other dies fails, unless a stage was finished between",
        arguments: StoreKind.allCases)
    func suspectsJobs(kind: StoreKind) async throws {
        let store = try await kind.open { $0.deathsWithoutProgress = 2 }
        let one = job()
        try await store.add(one)
        for _ in 1...2 {
            _ = try await store.take()
            _ = try await store.rescue(jobsOf: "anna", at: time)
        }
        try await store.commit(Data(), of: .checkout, claim: try await store.take())
        for death in 1...3 {
            if death > 1 { _ = try await store.take() }
            _ = try await store.rescue(jobsOf: "anna", at: time)
            #expect(try await store.state(of: one) == (death == 3 ? .failed : .queued))
        }
        #expect(try await store.job(one.id)?.error?.contains("died 3 times") == true)
    }

    @Test(
        "A job that kills one node after the other fails, though each of them does its first stages anew",
        arguments: StoreKind.allCases)
    func suspectsJobsThatMove(kind: StoreKind) async throws {
        let store = try await kind.open { $0.deathsWithoutProgress = 2 }
        let one = job()
        try await store.add(one)
        for death in 1...3 {
            let worker = death == 2 ? bert : anna
            let claim = try await store.take(worker)
            for stage in [Job.Stage.checkout, .test] {
                try await store.commit(Data(), of: stage, claim: claim)
            }
            _ = try await store.rescue(jobsOf: worker.node, at: time)
            #expect(try await store.state(of: one) == (death == 3 ? .failed : .queued))
        }
        _ = try await store.retry(one.id, at: time)
        for death in 1...4 {
            let claim = try await store.take()
            // In a new attempt this is further than ever.
            if death == 2 { try await store.commit(Data(), of: .checkout, claim: claim) }
            _ = try await store.rescue(jobsOf: "anna", at: time)
            #expect(try await store.state(of: one) == (death == 4 ? .failed : .queued))
        }
    }

    @Test(
        "A worker that is asked to leave puts its job back as it is, and no death is counted",
        arguments: StoreKind.allCases)
    func releases(kind: StoreKind) async throws {
        let store = try await kind.open { $0.deathsWithoutProgress = 0 }
        try await store.add(job())
        for _ in 1...3 {
            let claim = try await store.take()
            try await store.commit(Data("x".utf8), of: .checkout, claim: claim)
            try await store.release(claim, at: time)
        }
        #expect(try await store.result(of: .checkout, for: try await store.take()) == Data("x".utf8))
    }
}
