import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct GoodRunsTests {
    private func run(
        _ title: String, _ digit: Character, at moment: Timestamp = time, locators: String = ""
    ) throws -> GoodRun {
        GoodRun(
            test: TestName(repository: "acme/shop", project: "modules", file: "e2e/a.spec.ts", title: title),
            sha: try #require(CommitSHA(String(repeating: digit, count: 40))), at: moment,
            trace: Data("trace \(digit)".utf8), locators: Data(locators.utf8))
    }

    @Test("Of each test the newest good run is remembered, in whatever order they come", arguments: StoreKind.allCases)
    func keepsTheNewest(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (old, new, other) = (try run("pays", "a"), try run("pays", "b", at: after(10)), try run("ships", "c"))
        for run in [new, old, other] { try await store.remember(run) }
        #expect(try await store.goodRun(of: old.test) == new)
        #expect(try await store.goodRun(of: other.test) == other)
        #expect(try await store.goodRun(of: try run("returns", "d").test) == nil)
    }

    @Test("What had no newer good run for long is forgotten", arguments: StoreKind.allCases)
    func forgets(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (old, new) = (try run("pays", "a"), try run("ships", "b", at: after(10)))
        for run in [old, new] { try await store.remember(run) }
        #expect(try await store.forgetGoodRuns(before: after(5), limit: 10) == 1)
        #expect(try await store.goodRun(of: old.test) == nil)
        #expect(try await store.goodRun(of: new.test) == new)
        #expect(try await store.forgetGoodRuns(before: after(5), limit: 10) == 0)
    }

    @Test(
        "Beyond the bounds the oldest lose their traces first, and are forgotten at last", arguments: StoreKind.allCases
    )
    func shrinks(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runs = try ["a", "b", "c"].enumerated().map { number, digit in
            try run(digit, Character(digit), at: after(Double(number)), locators: "12345")
        }
        for run in runs { try await store.remember(run) }
        let bytes = runs[0].trace.count
        #expect(try await store.shrinkGoodRuns(traceBytes: bytes * 3, locatorBytes: 15, limit: 10) == 0)
        #expect(try await store.shrinkGoodRuns(traceBytes: bytes * 2, locatorBytes: 15, limit: 10) == 1)
        let oldest = try await store.goodRun(of: runs[0].test)
        #expect(oldest?.trace.isEmpty == true && oldest?.locators == runs[0].locators)
        #expect(try await store.goodRun(of: runs[1].test) == runs[1])
        #expect(try await store.shrinkGoodRuns(traceBytes: bytes * 2, locatorBytes: 10, limit: 10) == 1)
        #expect(try await store.goodRun(of: runs[0].test) == nil)
        #expect(try await store.goodRun(of: runs[2].test) == runs[2])
        #expect(try await store.shrinkGoodRuns(traceBytes: 0, locatorBytes: 0, limit: 1) == 2)
    }
}
