import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct IntakeTests {
    @Test(
        "A delivery is known by its key, by the beginning of it, and with its jobs", arguments: StoreKind.allCases)
    func knowsDeliveries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = push()
        _ = try await store.enqueue([one], delivery: Delivery(key: "cron:a/b:1", receivedAt: time))
        #expect(try await store.jobs(ofDelivery: "cron:a/b:1")?.map(\.id) == [one.id])
        #expect(try await store.jobs(ofDelivery: "cron:a/b:2") == nil)
        #expect(try await store.knowsDelivery(beginningWith: "cron:a/b:"))
        #expect(try await !store.knowsDelivery(beginningWith: "cron:a/bc:"))
        #expect(try await store.hasWaiting(inLane: try #require(one.lane)))
        _ = try await store.take()
        #expect(try await !store.hasWaiting(inLane: try #require(one.lane)))
    }

    @Test("The same delivery never makes a second job, and answers with the first one", arguments: StoreKind.allCases)
    func deduplicates(kind: StoreKind) async throws {
        let store = try await kind.open()
        let delivery = Delivery(key: "github:1", receivedAt: time)
        let first = try await store.enqueue([push()], delivery: delivery)
        let second = try await store.enqueue([push()], delivery: delivery)
        #expect(!first.isDuplicate)
        #expect(second.isDuplicate)
        #expect(second.jobs == first.jobs)
        #expect(try await store.jobs(JobFilter(), before: nil, limit: 10).count == 1)
    }

    @Test("Of one delivery that arrives many times at once, one makes a job", arguments: StoreKind.allCases)
    func deduplicatesAtOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        let answers = try await withThrowingTaskGroup(of: Enqueued.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await store.enqueue([push()], delivery: Delivery(key: "github:1", receivedAt: time))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { !$0.isDuplicate } == 1)
        #expect(Set(answers.flatMap(\.jobs).map(\.id)).count == 1)
        #expect(try await store.counts() == [.queued: 1])
    }

    @Test(
        "A newer push takes the place of those of its branch that wait, and of no others", arguments: StoreKind.allCases
    )
    func supersedesWaiting(kind: StoreKind) async throws {
        let store = try await kind.open()
        let others = [
            push(ref: "other"), push("acme/desk"), job(kind: .manual), job(kind: .cron),
            job(kind: .pullRequest, pullRequest: 4),
        ]
        for other in others { try await store.add(other) }
        let older = push()
        let newer = push(at: after(60))
        try await store.add(older, newer)
        let old = try #require(try await store.job(older.id))
        #expect(old.state == .superseded)
        #expect(old.supersededBy == newer.id)
        #expect(old.finishedAt == newer.createdAt)
        for other in others { #expect(try await store.state(of: other) == .queued) }
        #expect(try await store.events(of: older.id, after: 0, limit: 5).map(\.kind) == [.done])
    }

    @Test(
        "A pull request's newer commit takes the place of its older one, whatever the branch is called",
        arguments: StoreKind.allCases)
    func supersedesPullRequests(kind: StoreKind) async throws {
        let store = try await kind.open()
        let older = job(ref: "fix", kind: .pullRequest, pullRequest: 4)
        let newer = job(ref: "fix-2", kind: .pullRequest, pullRequest: 4)
        let other = job(ref: "fix", kind: .pullRequest, pullRequest: 5)
        try await store.add(older, other, newer)
        #expect(try await store.state(of: older) == .superseded)
        #expect(try await store.state(of: other) == .queued)
    }

    @Test(
        "A running job is told to stop for a newer push, and ends as superseded by the newest",
        arguments: StoreKind.allCases)
    func supersedesRunning(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (older, middle, newest) = (push(), push(at: after(60)), push(at: after(120)))
        try await store.add(older)
        let claim = try await store.take()
        #expect(try await store.renew(claim, at: time) == nil)
        try await store.add(middle)
        #expect(try await store.renew(claim, at: after(60)) == .superseded(by: middle.id))
        try await store.add(newest)
        // Its branch is taken until it has stopped.
        #expect(try await store.claim(for: bert, at: after(200)) == nil)
        let ended = try await store.finish(claim, as: .stopped, messages: [], at: after(121))
        #expect(ended.state == .superseded)
        #expect(ended.supersededBy == newest.id)
        #expect(try await store.take(bert, at: after(200)).job.id == newest.id)
    }

    @Test(
        "Of the slots of a schedule that come while none of them can run, the newest is left",
        arguments: StoreKind.allCases
    )
    func collapsesSlots(kind: StoreKind) async throws {
        let store = try await kind.open()
        let running = job(kind: .cron)
        try await store.add(running)
        let claim = try await store.take()
        var some = job(kind: .cron, at: after(50))
        some.projects = ["smoke"]
        let others = [job("acme/desk", kind: .cron), job(ref: "next", kind: .cron), some, job(kind: .manual)]
        for other in others { try await store.add(other) }
        let slots = (1...3).map { job(kind: .cron, at: after(Double($0) * 60)) }
        for slot in slots { try await store.add(slot) }
        #expect(try await store.renew(claim, at: time) == nil)
        for other in others { #expect(try await store.state(of: other) == .queued) }
        var states: [Job.State?] = []
        for slot in slots { states.append(try await store.state(of: slot)) }
        #expect(states == [.superseded, .superseded, .queued])
        #expect(try await store.job(slots[0].id)?.supersededBy == slots[1].id)
    }

    @Test("A scheduled job that was postponed keeps its place and its time", arguments: StoreKind.allCases)
    func keepsPostponedSlots(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job(kind: .cron)
        try await store.add(one)
        let claim = try await store.take()
        try await store.finish(claim, as: .postponed(error: "x", until: after(3600)), messages: [], at: time)
        try await store.add(job(kind: .cron, at: after(60)))
        #expect(try await store.state(of: one) == .queued)
        #expect(try await store.job(one.id)?.dueAt == after(3600))
    }

    @Test("A scheduled job that a person queued again is not replaced by the next slot", arguments: StoreKind.allCases)
    func keepsRetriedSlots(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job(kind: .cron)
        try await store.add(one)
        try await store.finish(try await store.take(), as: .failed(error: "x"), messages: [], at: time)
        _ = try await store.retry(one.id, at: time)
        try await store.add(job(kind: .cron, at: after(60)))
        #expect(try await store.state(of: one) == .queued)
    }

    @Test("In a storm of pushes the first runs and the newest, once the branch is quiet", arguments: StoreKind.allCases)
    func settles(kind: StoreKind) async throws {
        let store = try await kind.open { $0.settle = .seconds(5) }
        try await store.add(push())
        let first = try await store.take()
        var newest = push()
        for number in 1...100 {
            newest = push(at: after(Double(number) / 10))
            try await store.add(newest)
        }
        try await store.finish(first, as: .stopped, messages: [], at: after(1))
        #expect(try await store.claim(for: anna, at: after(14.9)) == nil)
        #expect(try await store.job(newest.id)?.dueAt == after(15))
        #expect(try await store.take(at: after(15)).job.id == newest.id)
        #expect(try await store.counts() == [.superseded: 100, .running: 1])
    }

    @Test("A push after a while of quiet starts at once", arguments: StoreKind.allCases)
    func startsAtOnce(kind: StoreKind) async throws {
        let store = try await kind.open { $0.settle = .seconds(5) }
        try await store.add(push(), push(at: after(5)))
        #expect(try await store.take(at: after(5)).job.dueAt == nil)
    }

    @Test("Of pushes that arrive together, one is left to run", arguments: StoreKind.allCases)
    func supersedesAtOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try await store.add(push()) } }
            try await group.waitForAll()
        }
        #expect(try await store.counts() == [.queued: 1, .superseded: 19])
    }

    @Test("A queued job is cancelled at once, a running one is told to stop", arguments: StoreKind.allCases)
    func cancels(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (queued, running) = (job("a/a", kind: .cron), job("b/b"))
        try await store.add(queued, running)
        let claim = try await store.take()
        #expect(try await store.cancel(queued.id, at: time).state == .cancelled)
        #expect(try await store.cancel(running.id, at: time).state == .running)
        #expect(try await store.renew(claim, at: time) == .cancelled)
        #expect(try await store.finish(claim, as: .stopped, messages: [], at: time).state == .cancelled)
        await #expect(throws: StoreError.self) { try await store.cancel(queued.id, at: time) }
        let missing = JobID.next()
        await #expect(throws: StoreError.noSuchJob(missing)) { try await store.cancel(missing, at: time) }
    }

    @Test(
        "A retried job is the next attempt, from its first stage, without what the last one left",
        arguments: StoreKind.allCases)
    func retries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take()
        try await store.begin(.test, of: claim)
        try await store.commit(Data("checked out".utf8), of: .checkout, claim: claim)
        try await store.finish(claim, as: .failed(error: "no disk"), messages: [], at: time)
        await #expect(throws: StoreError.self) { try await store.cancel(one.id, at: time) }
        let retried = try await store.retry(one.id, at: after(9))
        #expect(retried.attempt == 2)
        #expect(retried.stage == .checkout)
        #expect(retried.error == nil && retried.startedAt == nil && retried.finishedAt == nil)
        let next = try await store.take(at: after(9))
        #expect(next.generation > claim.generation)
        #expect(try await store.result(of: .checkout, for: next) == nil)
    }

    @Test("The depth of the queue is told by repository", arguments: StoreKind.allCases)
    func depths(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await store.add(job("a/a"), job("a/a", ref: "x"), job("b/b"), job("c/c", priority: 9))
        _ = try await store.take()
        #expect(try await store.depths() == ["a/a": 2, "b/b": 1])
    }

    @Test("A store that takes jobs says so", arguments: StoreKind.allCases)
    func checksWritable(kind: StoreKind) async throws { try await kind.open().checkWritable() }
}
