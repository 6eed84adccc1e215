import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct EffectTests {
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
