import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct LeaseTests {
    @Test("The most urgent job is claimed first, and among equals the oldest", arguments: StoreKind.allCases)
    func ordersClaims(kind: StoreKind) async throws {
        let store = try await kind.open()
        let jobs = [
            job("a/a", kind: .cron), job("b/b", kind: .push), job("d/d", kind: .pullRequest), job("c/c", kind: .manual),
            job("e/e", kind: .manual),
        ]
        for job in jobs { try await store.add(job) }
        var order: [String] = []
        while let claim = try await store.claim(for: anna, at: time) { order.append(claim.job.repository) }
        #expect(order == ["c/c", "e/e", "d/d", "b/b", "a/a"])
    }

    @Test("A repository with many jobs does not keep the one job of another waiting", arguments: StoreKind.allCases)
    func isFair(kind: StoreKind) async throws {
        let store = try await kind.open()
        for number in 1...10 { try await store.add(job("big/one", ref: "b\(number)")) }
        var order: [String] = []
        for _ in 1...3 { order.append(try await store.take().job.repository) }
        try await store.add(job("small/two"), job("small/two", ref: "x"))
        for _ in 1...4 { order.append(try await store.take().job.repository) }
        #expect(
            order == ["big/one", "big/one", "big/one", "big/one", "small/two", "big/one", "small/two"])
    }

    @Test(
        "Two jobs of one branch do not run at once; the second one's turn comes when the first has ended",
        arguments: StoreKind.allCases)
    func serialisesBranches(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await store.add(job(), job(), job(ref: "other"))
        let first = try await store.take()
        #expect(first.job.ref == "main")
        #expect(try await store.take().job.ref == "other")
        #expect(try await store.claim(for: anna, at: time) == nil)
        try await store.finish(first, as: green, messages: [], at: time)
        #expect(try await store.take().job.ref == "main")
    }

    @Test("Many workers that claim at once take each job once, and one of each branch", arguments: StoreKind.allCases)
    func claimsAtOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        for number in 0..<30 { try await store.add(job("acme/\(number % 3)", ref: "b\(number % 10)")) }
        let claims = try await withThrowingTaskGroup(of: Claim?.self) { group in
            for slot in 1...60 {
                group.addTask { try await store.claim(for: WorkerName(node: "n", slot: slot), at: time) }
            }
            return try await group.reduce(into: [Claim]()) { claims, claim in claim.map { claims.append($0) } }
        }
        #expect(Set(claims.map(\.job.id)).count == claims.count)
        #expect(Set(claims.map { [$0.job.repository, $0.job.ref] }).count == claims.count)
        // What lost a race for a branch looks again later; nothing that is free is left over then.
        var rest = 0
        while try await store.claim(for: anna, at: time) != nil { rest += 1 }
        #expect(claims.count + rest == 30)
    }

    @Test("Limits of running jobs hold: by branch, by repository, altogether", arguments: StoreKind.allCases)
    func limits(kind: StoreKind) async throws {
        let store = try await kind.open {
            $0.runningPerBranch = 2
            $0.runningPerRepository = 3
            $0.running = 4
        }
        for _ in 1...3 { try await store.add(job("a/a")) }
        for ref in ["x", "y"] { try await store.add(job("a/a", ref: ref)) }
        for _ in 1...2 { try await store.add(job("b/b")) }
        try await withThrowingTaskGroup(of: Claim?.self) { group in
            for slot in 1...12 {
                group.addTask { try await store.claim(for: WorkerName(node: "n", slot: slot), at: time) }
            }
            try await group.waitForAll()
        }
        var filter = JobFilter()
        filter.state = .running
        let running = try await store.jobs(filter, before: nil, limit: 20)
        #expect(running.count == 4)
        #expect(running.count { $0.repository == "a/a" } <= 3)
        #expect(running.count { $0.repository == "a/a" && $0.ref == "main" } <= 2)
    }

    @Test("A job does not start before its time", arguments: StoreKind.allCases)
    func waits(kind: StoreKind) async throws {
        let store = try await kind.open()
        var later = job()
        later.dueAt = after(30)
        try await store.add(later)
        #expect(try await store.claim(for: anna, at: after(29)) == nil)
        #expect(try await store.take(at: after(30)).job.startedAt == after(30))
    }

    @Test(
        "A job whose worker does not renew its lease goes to another one, after its last finished stage",
        arguments: StoreKind.allCases)
    func rescues(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        let one = job()
        try await store.add(one)
        let stale = try await store.take(anna)
        #expect(try await store.rescue(by: "bert", living: [], at: after(5)).isEmpty)
        #expect(try await store.renew(stale, at: after(5)) == nil)
        #expect(try await store.rescue(by: "bert", living: [], at: after(10)).isEmpty)
        #expect(try await store.rescue(by: "anna", living: [stale.key], at: after(12)).isEmpty)
        let rescued = try await store.rescue(by: "bert", living: [], at: after(12))
        #expect(rescued.map(\.job.id) == [one.id])
        #expect(rescued.map(\.worker) == ["anna/1"])
        let fresh = try await store.take(bert, at: after(12))
        #expect(fresh.generation == stale.generation + 1)
        #expect(fresh.job.startedAt == time)
    }

    @Test(
        "A job that a node has claimed without hearing of it is taken back by that node itself",
        arguments: StoreKind.allCases)
    func rescuesItsOwn(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        let (one, two) = (job("a/a"), job("b/b"))
        try await store.add(one)
        try await store.add(two)
        let heard = try await store.take(anna)
        let unheard = try await store.take(anna)
        let living: Set = [heard.key]
        #expect(try await store.rescue(by: "anna", living: living, at: after(5)).isEmpty)
        let rescued = try await store.rescue(by: "anna", living: living, at: after(7))
        #expect(rescued.map(\.job.id) == [unheard.job.id])
    }

    @Test("Jobs of other nodes are left alone when only a node's own are looked for", arguments: StoreKind.allCases)
    func leavesOthers(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        try await store.add(job("a/a"))
        try await store.add(job("b/b"))
        let own = try await store.take(anna)
        _ = try await store.take(bert)
        let rescued = try await store.rescue(by: "anna", living: [], others: false, at: after(60)) { _ in [] }
        #expect(rescued.map(\.job.id) == [own.job.id])
    }

    @Test("Of a node that is gone every job is taken back, however many it had", arguments: StoreKind.allCases)
    func rescuesAll(kind: StoreKind) async throws {
        let store = try await kind.open()
        for number in 1...120 {
            try await store.add(job("a/\(number)"))
            _ = try await store.take(anna)
        }
        #expect(try await store.rescue(jobsOf: "anna", at: time).count == 120)
    }

    @Test("A job of another node's clock starts at once", arguments: StoreKind.allCases)
    func ignoresClocks(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job(at: after(60))
        try await store.add(one)
        let claim = try await store.take(anna)
        #expect(claim.job.id == one.id)
        try await store.release(claim, at: after(60))
        #expect(try await store.take(anna).job.id == one.id)
    }

    @Test("A job that waits for its branch lets nobody pass for ever", arguments: StoreKind.allCases)
    func isFairBesideABusyBranch(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await store.add(job("x/x", ref: "main"))
        _ = try await store.take(anna)
        // It cannot start as long as the first one runs.
        try await store.add(job("x/x", ref: "main"))
        for ref in ["one", "two", "three"] { try await store.add(job("y/y", ref: ref)) }
        var started: [String] = []
        var running = try await store.take(bert)
        for number in 1...6 {
            started.append(running.job.repository)
            try await store.add(job("new/\(number)"))
            let next = try await store.take(bert)
            try await store.finish(running, as: green, messages: [], at: time)
            running = next
        }
        #expect(started.count { $0 == "y/y" } == 3, "\(started)")
    }

    @Test(
        "A job that lost its worker goes on before anything new, and is as urgent as before after that",
        arguments: StoreKind.allCases)
    func goesOnFirst(kind: StoreKind) async throws {
        let store = try await kind.open()
        let begun = job("a/a", kind: .cron)
        try await store.add(begun)
        _ = try await store.take(anna)
        try await store.add(job("b/b", kind: .manual))
        _ = try await store.rescue(jobsOf: "anna", at: time)
        #expect(try await store.job(begun.id)?.priority == begun.priority)
        let again = try await store.take(bert)
        #expect(again.job.id == begun.id)
        try await store.finish(again, as: .postponed(error: "x", until: time), messages: [], at: time)
        #expect(try await store.take(bert).job.repository == "b/b")
    }

    @Test(
        "A lease that ran out but that nobody took over is good again when it is renewed", arguments: StoreKind.allCases
    )
    func renewsLate(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        try await store.add(job())
        let claim = try await store.take()
        #expect(try await store.renew(claim, at: after(100)) == nil)
        #expect(try await store.rescue(by: "bert", living: [], at: after(105)).isEmpty)
    }

    @Test("A claim that is no longer the newest can write nothing", arguments: StoreKind.allCases)
    func fences(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let stale = try await store.take(anna)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let fresh = try await store.take(bert)
        let log = RelationalActionLog(in: store)
        let message = OutboxMessage(
            id: .next(), job: one.id, channel: "slack", subject: "s", topics: "t", body: Data("{}".utf8),
            createdAt: time)
        let writes: [(String, @Sendable () async throws -> Void)] = [
            ("renew", { _ = try await store.renew(stale, at: time) }),
            ("release", { try await store.release(stale, at: time) }),
            ("begin", { try await store.begin(.test, of: stale) }),
            ("commit", { try await store.commit(Data(), of: .test, claim: stale) }),
            ("spend", { try await store.record(.init(), of: stale) }),
            (
                "revision",
                {
                    try await store.update(
                        stale, .revision(sha: CommitSHA(String(repeating: "a", count: 40))!, base: nil))
                }
            ),
            ("progress", { try await store.update(stale, .progress(.init(done: 1, total: 2, unit: "tests"))) }),
            ("event", { try await store.append(.log, Data("{}".utf8), of: stale, at: time) }),
            ("succeed", { try await store.finish(stale, as: green, messages: [message], at: time) }),
            ("fail", { try await store.finish(stale, as: .failed(error: "x"), messages: [], at: time) }),
            (
                "postpone",
                { try await store.finish(stale, as: .postponed(error: "x", until: time), messages: [], at: time) }
            ),
            ("stop", { try await store.finish(stale, as: .stopped, messages: [], at: time) }),
            (
                "effect",
                { _ = try await store.begin(Effect(key: "k", kind: "k", precondition: "", at: time), under: stale) }
            ),
            ("end effect", { try await store.end("k", as: .done, result: "", under: stale, at: time) }),
            (
                "playbook",
                {
                    let run = PlaybookRun(
                        id: .next(), job: one.id, repository: "r", playbook: "p", target: "t", why: "w", startedAt: time
                    )
                    _ = try await log.begin(run, under: stale, at: time) { _ in nil }
                }
            ),
        ]
        let before = try #require(try await store.job(one.id))
        for (name, write) in writes {
            await #expect(throws: StoreError.leaseLost(one.id), "\(name)") { try await write() }
        }
        #expect(try await store.job(one.id) == before)
        #expect(try await store.events(of: one.id, after: 0, limit: 10).isEmpty)
        #expect(try await store.effects(of: one.id).isEmpty)
        #expect(try await store.waitingMessages() == 0)
        #expect(try await log.playbookRuns(of: nil, since: nil).isEmpty)
        try await store.finish(fresh, as: green, messages: [], at: time)
        for (name, write) in writes {
            await #expect(throws: StoreError.leaseLost(one.id), "\(name) after the end") { try await write() }
        }
    }

    @Test("A job that was told to stop and lost its worker does not run again", arguments: StoreKind.allCases)
    func endsStoppedJobs(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (cancelled, old) = (job("a/a"), push("b/b"))
        try await store.add(cancelled, old)
        _ = try await store.take()
        _ = try await store.take()
        _ = try await store.cancel(cancelled.id, at: time)
        let newer = push("b/b", at: after(60))
        try await store.add(newer)
        _ = try await store.rescue(jobsOf: "anna", at: after(61))
        #expect(try await store.state(of: cancelled) == .cancelled)
        #expect(try await store.job(old.id)?.supersededBy == newer.id)
        #expect(try await store.events(of: old.id, after: 0, limit: 5).map(\.kind) == [.done])
    }
}
