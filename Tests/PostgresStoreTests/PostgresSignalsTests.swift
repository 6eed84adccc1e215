import Synchronization
import TestKit
import Testing

@testable import PostgresStore

@Suite(.enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
struct PostgresSignalsTests {
    /// Runs an ear and gives what it heard and its gaps, in the order in which they came.
    private func withEar(
        _ place: TestDatabase, _ body: (AsyncStream<String>) async throws -> Void
    ) async throws {
        let ear = PostgresSignals(try place.settings(), pause: { _ in })
        let (heard, continuation) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await ear.run(
                    onNotification: { continuation.yield($0) }, afterGap: { continuation.yield("listening") })
            }
            #expect(await heard.next() == "listening")
            try await body(heard)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func send(_ payloads: [String], _ place: TestDatabase, until isSent: () async -> Void) async throws {
        let mouth = PostgresSignals(try place.settings(), pause: { _ in })
        for payload in payloads { mouth.notify(payload) }
        await withTaskGroup { group in
            group.addTask { await mouth.run(onNotification: { _ in }, afterGap: {}) }
            await isSent()
            group.cancelAll()
        }
    }

    @Test("What waits to be sent is heard once, by whoever listens, in order")
    func coalesces() async throws {
        let place = try await TestDatabase()
        try await withEar(place) { heard in
            let payloads = Array(repeating: "job", count: 100) + ["it's \"ü\"", "job", "end"]
            var words: [String] = []
            try await send(payloads, place) {
                while words.last != "end", let word = await heard.next() { words.append(word) }
            }
            #expect(words == ["job", "it's \"ü\"", "end"])
        }
    }

    @Test("A listener whose connection was ended listens again, and says that it may have missed something")
    func reconnects() async throws {
        let place = try await TestDatabase()
        try await withEar(place) { heard in
            let database = try place.open()
            let name = try await database.name
            try await PostgresCluster.shared().carryOut(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
            #expect(await heard.next() == "listening")
            var word: String?
            try await send(["again"], place) { word = await heard.next() }
            #expect(word == "again")
        }
    }

    @Test("A signal that is too long is dropped, and the others are heard")
    func tooLong() async throws {
        let place = try await TestDatabase()
        try await withEar(place) { heard in
            var word: String?
            try await send([String(repeating: "x", count: 8000), "short"], place) { word = await heard.next() }
            #expect(word == "short")
        }
    }

    @Test("Without a server it goes on trying until it is cancelled")
    func cancelled() async throws {
        let failures = Attempts()
        let settings = PostgresSettings(address: try PostgresAddress("postgres://%2Fnowhere/none"))
        let signals = PostgresSignals(settings, pause: { _ in _ = failures.next() })
        await withTaskGroup { group in
            group.addTask { await signals.run(onNotification: { _ in }, afterGap: {}) }
            while failures.count < 3 { await Task.yield() }
            group.cancelAll()
        }
    }
}

extension AsyncStream {
    fileprivate func next() async -> Element? {
        for await element in self { return element }
        return nil
    }
}
