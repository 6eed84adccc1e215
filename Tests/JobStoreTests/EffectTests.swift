import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct EffectTests {
    @Test("Whoever writes an intent has the job for as long as a lease lasts", arguments: StoreKind.allCases)
    func extendsTheLease(kind: StoreKind) async throws {
        let store = try await kind.open { $0.lease = .seconds(6) }
        try await store.add(job())
        let claim = try await store.take(anna)
        let late = Effect(key: "issue 1", kind: "issue", precondition: "", at: after(7))
        #expect(try await store.begin(late, under: claim) == nil)
        #expect(try await store.rescue(by: "bert", living: [], at: after(8)).isEmpty)
        #expect(try await store.rescue(by: "bert", living: [], at: after(14)).count == 1)
    }

    private func effect(_ key: String) -> Effect {
        Effect(key: key, kind: "issue", precondition: "none is open", at: time)
    }

    @Test("An intent is new once; whoever comes later finds it as it stands", arguments: StoreKind.allCases)
    func beginsOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take(anna)
        #expect(try await store.begin(effect("issue 1"), under: claim) == nil)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let next = try await store.take(bert)
        #expect(try await store.begin(effect("issue 1"), under: next) == effect("issue 1"))
        try await store.end("issue 1", as: .done, result: "url", under: next, at: after(1))
        var done = effect("issue 1")
        (done.state, done.result) = (.done, "url")
        #expect(try await store.begin(effect("issue 1"), under: next) == done)
        #expect(try await store.begin(effect("issue 2"), under: next) == nil)
        #expect(try await store.effects(of: one.id).map(\.key) == ["issue 1", "issue 2"])
    }

    @Test("What was done on another ground is an intent again", arguments: StoreKind.allCases)
    func anotherGround(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take(anna)
        _ = try await store.begin(effect("issue 1"), under: claim)
        try await store.end("issue 1", as: .done, result: "url", under: claim, at: after(1))
        let other = Effect(key: "issue 1", kind: "issue", precondition: "two are open", at: after(2))
        #expect(try await store.begin(other, under: claim)?.result == "url")
        #expect(try await store.effects(of: one.id) == [other])
    }

    @Test("The next attempt has intents of its own", arguments: StoreKind.allCases)
    func attempts(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take()
        _ = try await store.begin(effect("issue 1"), under: claim)
        try await store.finish(claim, as: .failed(error: "x"), messages: [], at: time)
        _ = try await store.retry(one.id, at: time)
        #expect(try await store.begin(effect("issue 1"), under: try await store.take()) == nil)
        #expect(try await store.effects(of: one.id).count == 2)
    }
}
