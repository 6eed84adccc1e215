import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct ActionLogTests {
    private func entry(_ what: String) -> AuditEntry {
        AuditEntry(
            at: time, job: JobID("01989a00-0000-7000-8000-000000000001"), what: what, target: "t", why: "w",
            result: "r", dryRun: false)
    }

    private func run(_ id: JobID = .next(), of job: JobID? = nil, at moment: Timestamp = time) -> PlaybookRun {
        PlaybookRun(
            id: id, job: job, repository: "acme/shop", playbook: "restart-backend", target: "t", why: "w",
            startedAt: moment)
    }

    @Test("Numbers its entries, and tells the newest first", arguments: StoreKind.allCases)
    func audit(kind: StoreKind) async throws {
        let log = RelationalActionLog(in: try await kind.open())
        for what in ["one", "two", "three"] { try await log.append(entry(what)) }
        let newest = try await log.audit(before: nil, limit: 2)
        #expect(newest.map(\.what) == ["three", "two"])
        #expect(newest.map(\.sequence) == [3, 2])
        #expect(try await log.audit(before: 2, limit: 5).map(\.what) == ["one"])
    }

    @Test("An intent with an objection is not written down", arguments: StoreKind.allCases)
    func objection(kind: StoreKind) async throws {
        let log = RelationalActionLog(in: try await kind.open())
        #expect(try await log.begin(run(), under: nil, at: time) { _ in "no" } == "no")
        #expect(try await log.playbookRuns(of: nil, since: nil).isEmpty)
    }

    @Test("Of many that ask at once, only as many act as the guard lets", arguments: StoreKind.allCases)
    func atOnce(kind: StoreKind) async throws {
        let log = RelationalActionLog(in: try await kind.open())
        let job = JobID.next()
        let objections = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await log.begin(run(of: job), under: nil, at: time) { $0.count < 3 ? nil : "three are enough" }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(objections.count { $0 == nil } == 3)
        #expect(try await log.playbookRuns(of: job, since: nil).count == 3)
    }

    @Test("What is known of a run is not made unknown by a worker that comes late", arguments: StoreKind.allCases)
    func staysKnown(kind: StoreKind) async throws {
        let id = JobID.next()
        let log = RelationalActionLog(in: try await kind.open())
        _ = try await log.begin(run(id), under: nil, at: time) { _ in nil }
        try await log.end(id, as: .unknown, result: "cut off", under: nil, at: time)
        try await log.end(id, as: .healed, result: "up again", under: nil, at: time.advanced(by: .seconds(5)))
        try await log.end(id, as: .unknown, result: "stopped", under: nil, at: time.advanced(by: .seconds(6)))
        let found = try await log.playbookRuns(of: nil, since: time)
        #expect(found.map(\.state) == [.healed] && found.map(\.result) == ["up again"])
    }

    @Test("A worker that lost the job ends no run of it, whatever it has to say", arguments: StoreKind.allCases)
    func fences(kind: StoreKind) async throws {
        let store = try await kind.open()
        let log = RelationalActionLog(in: store)
        let (one, id) = (job(), JobID.next())
        try await store.add(one)
        let stale = try await store.take(anna)
        _ = try await log.begin(run(id, of: one.id), under: stale, at: time) { _ in nil }
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let claim = try await store.take(bert)
        try await log.end(id, as: .healed, result: "up again", under: claim, at: after(5))
        for state in PlaybookRun.State.allCases {
            await #expect(throws: StoreError.leaseLost(one.id)) {
                try await log.end(id, as: state, result: "stale", under: stale, at: after(6))
            }
        }
        #expect(try await log.playbookRuns(of: one.id, since: nil).map(\.result) == ["up again"])
    }

    @Test(
        "An intent holds its job for a lease from now, whenever its run says that it began",
        arguments: StoreKind.allCases)
    func holdsByTheStoresClock(kind: StoreKind) async throws {
        for skew in [-3600.0, 3600] {
            let store = try await kind.open { $0.lease = .seconds(6) }
            let log = RelationalActionLog(in: store)
            let one = job()
            try await store.add(one)
            let claim = try await store.take(anna)
            _ = try await log.begin(run(of: one.id, at: after(skew)), under: claim, at: after(3)) { _ in nil }
            #expect(try await store.rescue(by: "bert", living: [], at: after(8)).isEmpty)
            #expect(try await store.rescue(by: "bert", living: [], at: after(10)).map(\.job.id) == [one.id])
        }
    }

    @Test("A run without an end that is begun anew is one run, as of now", arguments: StoreKind.allCases)
    func beginsAnew(kind: StoreKind) async throws {
        let log = RelationalActionLog(in: try await kind.open())
        let (id, other, job) = (JobID.next(), JobID.next(), JobID.next())
        for run in [run(id, of: job), run(other, of: job)] {
            _ = try await log.begin(run, under: nil, at: time) { _ in nil }
        }
        let anew = run(id, of: job, at: after(60))
        // It is no objection to itself; the others may be one.
        let objection = try await log.begin(anew, under: nil, at: after(60)) {
            $0.map(\.id) == [other] ? "the other one" : nil
        }
        #expect(objection == "the other one")
        #expect(try await log.begin(anew, under: nil, at: after(60)) { _ in nil } == nil)
        let found = try await log.playbookRuns(of: job, since: nil)
        #expect(found.map(\.id) == [other, id] && found.map(\.startedAt) == [time, after(60)])
        try await log.end(id, as: .healed, result: "up again", under: nil, at: after(90))
        #expect(try await log.begin(anew, under: nil, at: after(60)) { _ in nil } == "it has ended already")
    }

    @Test(
        "A job that goes on keeps its intents as they are, and one that ends ends them", arguments: StoreKind.allCases)
    func endsWithTheJob(kind: StoreKind) async throws {
        let ends: [(String, @Sendable (RelationalJobStore, Claim) async throws -> Void)] = [
            ("cancelled while it waits", { _ = try await $0.cancel($1.job.id, at: after(9)) }),
            ("superseded while it waits", { store, _ in try await store.add(push(at: after(9))) }),
            (
                "failed",
                { store, _ in
                    _ = try await store.finish(
                        try await store.take(bert, at: after(9)), as: .failed(error: "x"), messages: [], at: after(9))
                }
            ),
            (
                "stopped",
                { store, claim in
                    let claim = try await store.take(bert, at: after(9))
                    _ = try await store.cancel(claim.job.id, at: after(9))
                    _ = try await store.finish(claim, as: .stopped, messages: [], at: after(9))
                }
            ),
            (
                "dead",
                { store, _ in
                    _ = try await store.take(bert, at: after(9))
                    _ = try await store.rescue(jobsOf: "bert", at: after(9))
                }
            ),
        ]
        for (name, end) in ends {
            let store = try await kind.open { $0.deathsWithoutProgress = 0 }
            let log = RelationalActionLog(in: store)
            let one = push()
            try await store.add(one)
            let claim = try await store.take(anna)
            _ = try await log.begin(run(of: one.id), under: claim, at: time) { _ in nil }
            try await store.release(claim, at: after(5))
            #expect(try await log.playbookRuns(of: one.id, since: nil).map(\.state) == [.intended], "\(name)")
            try await end(store, claim)
            let ended = try await log.playbookRuns(of: one.id, since: nil)
            #expect(ended.map(\.state) == [.unknown] && ended.map(\.endedAt) == [after(9)], "\(name)")
        }
    }

    @Test("A run that ended is told with its end, and when it ended", arguments: StoreKind.allCases)
    func ends(kind: StoreKind) async throws {
        let id = JobID.next()
        let log = RelationalActionLog(in: try await kind.open())
        _ = try await log.begin(run(id), under: nil, at: time) { _ in nil }
        try await log.end(id, as: .healed, result: "up again", under: nil, at: time.advanced(by: .seconds(5)))
        let found = try await log.playbookRuns(of: nil, since: time)
        #expect(found.map(\.state) == [.healed])
        #expect(found.first?.result == "up again")
        #expect(found.first?.endedAt == time.advanced(by: .seconds(5)))
    }

    @Test("A key is the first only once", arguments: StoreKind.allCases)
    func once(kind: StoreKind) async throws {
        let log = RelationalActionLog(in: try await kind.open())
        #expect(try await log.isFirst("slack:1", at: time))
        #expect(try await !log.isFirst("slack:1", at: time))
        #expect(try await log.isFirst("slack:2", at: time))
    }

    @Test("A pause holds, and ends when somebody says so", arguments: StoreKind.allCases)
    func pause(kind: StoreKind) async throws {
        let pause = Pause(reason: "release day", by: "ops", since: time)
        let log = RelationalActionLog(in: try await kind.open())
        try await log.setPause(pause)
        #expect(try await log.pause() == pause)
        try await log.setPause(nil)
        #expect(try await log.pause() == nil)
    }
}
