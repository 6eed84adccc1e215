import Domain
import Foundation
import Queue
import RelationalStore
import Synchronization
import Testing

@testable import Pipeline

/// What a job does to the world, over a crash, a lost answer, a stop and a lost lease.
struct EffectJournalTests {
    /// The other side, which finds what it made before when its caller looks for it.
    private final class Remote: Sendable {
        private let state = Mutex((calls: 0, made: 0))

        var calls: Int { state.withLock { $0.calls } }
        var made: Int { state.withLock { $0.made } }

        func findOrMake() -> String {
            state.withLock { state in
                state.calls += 1
                if state.made == 0 { state.made = 1 }
                return "url \(state.made)"
            }
        }
    }

    private var store: LeasedStore
    private let remote = Remote()

    init() throws { store = try LeasedStore() }

    /// - Parameter waits: seconds that pass with each look at the clock.
    private func journal(_ claim: Claim?, _ store: LeasedStore? = nil, waits: Int = 0) -> EffectJournal {
        var clock = PipelineClock()
        let base = ContinuousClock.now
        let looks = Mutex(0)
        clock.instant = {
            let count = looks.withLock { count in
                count += 1
                return count
            }
            return base.advanced(by: .seconds(count * waits))
        }
        return EffectJournal(
            claim: claim,
            books: EffectBooks(store ?? self.store, lease: .seconds(6), now: { LeasedStore.start }), clock: clock,
            redaction: Redaction(secrets: ["hunter2"]))
    }

    private func plan(key: String = "issue 1", when precondition: String = "none is open") -> EffectPlan {
        EffectPlan(kind: "issue", key: key, precondition: precondition)
    }

    private func states(_ claim: Claim) async throws -> [Effect.State] {
        try await store.effects(of: claim.job.id).map(\.state)
    }

    @Test("What is done is not called for again, in this life or the next; its result is read")
    func doneOnce() async throws {
        let claim = try await store.claim()
        for _ in 1...2 {
            let url = try await journal(claim).perform(plan()) { remote.findOrMake() }
            #expect(url == "url 1")
        }
        _ = try await store.jobs.rescue(jobsOf: "anna", at: LeasedStore.start)
        let next = try await store.next("bert")
        #expect(try await journal(next).perform(plan()) { remote.findOrMake() } == "url 1")
        #expect(remote.calls == 1)
        #expect(try await states(claim) == [.done])
    }

    @Test("Who was stopped in the middle of a call asks before each write, and writes no more when another has the job")
    func asksBeforeEachWrite() async throws {
        let claim = try await store.claim()
        let jobs = store.jobs
        let remote = remote
        await #expect(throws: StoreError.leaseLost(claim.job.id)) {
            try await journal(claim, waits: 4).perform(plan()) {
                try await WritePermit.ask()
                _ = remote.findOrMake()
                _ = try await jobs.rescue(jobsOf: "anna", at: LeasedStore.start)
                try await WritePermit.ask()
                return remote.findOrMake()
            }
        }
        #expect(remote.calls == 1)
    }

    @Test("What was done when the other side looked different is called for again, and finds what it made")
    func anotherGround() async throws {
        let claim = try await store.claim()
        for precondition in ["main is at 1", "main is at 2", "main is at 2"] {
            let url = try await journal(claim).perform(plan(when: precondition)) { remote.findOrMake() }
            #expect(url == "url 1")
        }
        #expect(remote.calls == 2)
        #expect(remote.made == 1)
    }

    @Test("What an earlier life may have done is not said to have failed by one that is told to stop before its call")
    func mayHaveBeenDone() async throws {
        let next = try await crash(called: true)
        _ = try await store.jobs.cancel(next.job.id, at: LeasedStore.start)
        await #expect(throws: CancellationError.self) {
            try await journal(next, waits: 4).perform(plan(when: "")) { remote.findOrMake() }
        }
        #expect(remote.calls == 1)
        #expect(try await states(next) == [.unknown])
    }

    /// The worker wrote its intent down and died, before or after the call.
    private func crash(called: Bool) async throws -> Claim {
        let claim = try await store.claim()
        _ = try await store.begin(
            Effect(key: "issue 1", kind: "issue", precondition: "", at: LeasedStore.start), under: claim)
        if called { _ = remote.findOrMake() }
        _ = try await store.jobs.rescue(jobsOf: "anna", at: LeasedStore.start)
        return try await store.next("bert")
    }

    @Test(
        "After a crash, a call that finds what it made is made again, and makes nothing twice",
        arguments: [false, true])
    func repeats(called: Bool) async throws {
        let claim = try await crash(called: called)
        #expect(try await journal(claim).perform(plan()) { remote.findOrMake() } == "url 1")
        #expect(remote.made == 1)
        #expect(try await states(claim) == [.done])
    }

    @Test("What failed is known to be unknown, without its secrets, and is called for again")
    func failed() async throws {
        let claim = try await store.claim()
        let error = PublishingError("no answer for hunter2", mayPass: true)
        await #expect(throws: error) {
            try await journal(claim).perform(plan()) { () -> String in throw error }
        }
        let effect = try #require(try await store.effects(of: claim.job.id).first)
        #expect(effect.state == .unknown)
        #expect(effect.result.contains("no answer") && !effect.result.contains("hunter2"))
        #expect(try await journal(claim).perform(plan()) { remote.findOrMake() } == "url 1")
        #expect(try await states(claim) == [.done])
    }

    @Test("A job that is told to stop finishes the effect in flight and writes its end; none begins after it")
    func stops() async throws {
        let claim = try await store.claim()
        let (gate, journal, remote) = (Gate(), journal(claim), remote)
        let (first, second) = (plan(), plan(key: "issue 2"))
        let job = Task {
            let url = try await journal.perform(first) {
                await gate.pass()
                #expect(!Task.isCancelled)
                return remote.findOrMake()
            }
            #expect(url == "url 1")
            return try await journal.perform(second) { remote.findOrMake() }
        }
        await gate.reached()
        job.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await job.value }
        #expect(remote.calls == 1)
        #expect(try await store.effects(of: claim.job.id).map(\.key) == ["issue 1"])
        #expect(try await states(claim) == [.done])
    }

    @Test("A job that was taken over while its worker was stopped calls nothing")
    func staleLease() async throws {
        var store = store
        store.afterIntent = { _ = try await $0.rescue(jobsOf: "anna", at: LeasedStore.start) }
        let claim = try await store.claim()
        await #expect(throws: StoreError.leaseLost(claim.job.id)) {
            try await journal(claim, store, waits: 4).perform(plan()) { remote.findOrMake() }
        }
        #expect(remote.calls == 0)
        // The one who has it now does it.
        let next = try await store.next("bert")
        #expect(try await journal(next).perform(plan()) { remote.findOrMake() } == "url 1")
    }

    @Test("A worker that was stopped, and still has the job, renews its lease and goes on; told to stop, it does not")
    func renews() async throws {
        let claim = try await store.claim()
        #expect(
            try await journal(claim, waits: 4).perform(plan()) { remote.findOrMake() } == "url 1")
        _ = try await store.jobs.cancel(claim.job.id, at: LeasedStore.start)
        await #expect(throws: CancellationError.self) {
            try await journal(claim, waits: 4).perform(plan(key: "issue 2")) { remote.findOrMake() }
        }
        #expect(remote.calls == 1)
        #expect(try await states(claim) == [.done, .failed])
    }

    @Test("What is known not to have begun is done in the next life")
    func notBegun() async throws {
        let claim = try await store.claim()
        _ = try await store.begin(
            Effect(key: "issue 1", kind: "issue", precondition: "", at: LeasedStore.start), under: claim)
        try await store.end("issue 1", as: .failed, result: "not begun", under: claim, at: LeasedStore.start)
        #expect(try await journal(claim).perform(plan()) { remote.findOrMake() } == "url 1")
    }

    @Test("A job that is told to stop waits for no further try: the next life finds what the last one made")
    func stopsWaiting() async throws {
        let claim = try await store.claim()
        let (gate, journal, remote) = (Gate(), journal(claim), remote)
        let plan = plan()
        let job = Task {
            try await journal.perform(plan) {
                let url = remote.findOrMake()
                await gate.pass()
                // As a client waits for a limit.
                try await StopSignal.wait {}
                return url
            }
        }
        await gate.reached()
        job.cancel()
        gate.open()
        await #expect(throws: StoppedWaiting()) { try await job.value }
        #expect(try await states(claim) == [.unknown])
        #expect(try await journal.perform(plan) { remote.findOrMake() } == "url 1")
        #expect(remote.made == 1)
        #expect(try await states(claim) == [.done])
    }

    @Test("A lease that was lost during the call ends the job, whatever the call returned")
    func lostOnTheWay() async throws {
        let claim = try await store.claim()
        let jobs = store.jobs
        await #expect(throws: StoreError.leaseLost(claim.job.id)) {
            try await journal(claim).perform(plan()) {
                _ = try await jobs.rescue(jobsOf: "anna", at: LeasedStore.start)
                return remote.findOrMake()
            }
        }
        #expect(try await states(claim) == [.intended])
    }

    @Test("Without a queue a call is just a call")
    func unqueued() async throws {
        for _ in 1...2 { _ = try await journal(nil).perform(plan()) { remote.findOrMake() } }
        #expect(remote.calls == 2)
    }
}
