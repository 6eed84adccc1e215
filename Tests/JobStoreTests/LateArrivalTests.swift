import Domain
import Foundation
import Queue
import RelationalStore
import Testing

/// Deliveries come in any order; what counts is when GitHub says that it happened.
struct LateArrivalTests {
    @Test(
        "What happened before the newest push is that one's when it arrives late, whether that waits, runs or is over",
        arguments: StoreKind.allCases)
    func takesNoOlderPush(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (newest, oldest, older) = (pushed(30), pushed(10, at: after(60)), pushed(20, at: after(61)))
        try await store.add(pushed(1, at: after(-10)), newest)
        let claim = try await store.take(at: after(10))
        let stored = try await store.add(oldest)
        #expect(stored.map(\.state) == [.superseded])
        #expect(stored.map(\.supersededBy) == [newest.id])
        #expect(try await store.events(of: oldest.id, after: 0, limit: 5).map(\.kind) == [.done])
        // The one that is not run is no push that others are older than.
        #expect(try await store.add(older).map(\.supersededBy) == [newest.id])
        #expect(try await store.renew(claim, at: time) == nil)
        try await store.finish(claim, as: green, messages: [], at: after(61))
        #expect(try await store.add(pushed(29, at: after(70))).map(\.state) == [.superseded])
        #expect(try await store.claim(for: anna, at: after(100)) == nil)
        #expect(try await store.add(pushed(31, at: after(110))).map(\.state) == [.queued])
        #expect(try await store.job(oldest.id)?.trigger.occurredAt == oldest.trigger.occurredAt)
    }

    @Test("A pull request's older commit that arrives late is not run", arguments: StoreKind.allCases)
    func takesNoOlderCommitOfAPullRequest(kind: StoreKind) async throws {
        let store = try await kind.open()
        var (newer, older) = (job(kind: .pullRequest, pullRequest: 4), job(kind: .pullRequest, pullRequest: 4))
        newer.trigger.occurredAt = after(20)
        older.trigger.occurredAt = after(10)
        try await store.add(newer, older)
        #expect(try await store.state(of: newer) == .queued)
        #expect(try await store.job(older.id)?.supersededBy == newer.id)
    }

    @Test(
        "Of two pushes within a second the one that goes on from the other is the newer, unless the branch was set back",
        arguments: StoreKind.allCases)
    func ordersPushesByTheirCommits(kind: StoreKind) async throws {
        let store = try await kind.open()
        let newer = pushed(10, from: "b", to: "c")
        try await store.add(newer)
        let older = pushed(10, from: "a", to: "b")
        #expect(try await store.add(older).map(\.supersededBy) == [newer.id])
        let back = pushed(10, from: "c", to: "b")
        #expect(try await store.add(back).map(\.state) == [.queued])
        #expect(try await store.state(of: newer) == .superseded)
    }

    @Test(
        "A push that goes on from the newest one's commit is newer, also where another branch's push made that one's time later",
        arguments: StoreKind.allCases)
    func followsCommits(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (first, second) = (pushed(30, from: "a", to: "b"), pushed(20, from: "b", to: "c", at: after(1)))
        try await store.add(first, second)
        #expect(try await store.state(of: first) == .superseded)
        #expect(try await store.state(of: second) == .queued)
    }

    @Test("A push that does not tell when it happened is taken as it comes", arguments: StoreKind.allCases)
    func takesPushesWithoutTime(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (timed, plain) = (pushed(10), push(at: after(1)))
        try await store.add(timed, plain)
        #expect(try await store.state(of: timed) == .superseded)
        #expect(try await store.add(pushed(5, at: after(2))).map(\.state) == [.queued])
    }

    /// A push that happened some seconds after the beginning.
    private func pushed(
        _ seconds: Double, from base: Character = "1", to sha: Character = "2", at moment: Timestamp = time
    ) -> Job {
        var job = push(at: moment)
        job.trigger.occurredAt = after(seconds)
        job.base = CommitSHA(String(repeating: base, count: 40))
        job.sha = CommitSHA(String(repeating: sha, count: 40))
        return job
    }
}
