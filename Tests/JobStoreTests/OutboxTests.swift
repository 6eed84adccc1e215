import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct OutboxTests {
    private func message(_ job: Job, _ text: String, channel: String = "slack", at moment: Timestamp = time)
        -> OutboxMessage
    {
        OutboxMessage(
            id: .next(), job: job.id, channel: channel, subject: "job \(job.id)", topics: "status",
            body: Data(text.utf8), createdAt: moment)
    }

    /// Ends a new job with these messages.
    private func end(
        _ store: RelationalJobStore, _ texts: [String], at moment: Timestamp = time
    ) async throws -> Job {
        let one = job("acme/\(UUID())", at: moment)
        try await store.add(one)
        let claim = try await store.take(at: moment)
        try await store.finish(claim, as: green, messages: texts.map { message(one, $0) }, at: moment)
        return one
    }

    @Test("A message is stored with the end that it tells of, and sent by one sender", arguments: StoreKind.allCases)
    func sendsOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = try await end(store, ["hello"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(claim.message.job == one.id)
        #expect(claim.message.body == Data("hello".utf8))
        #expect(claim.attempts == 1)
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: time) == nil)
        #expect(try await store.nextMessage(for: "discord", by: "anna", at: time) == nil)
        try await store.settle(claim, as: .sent, restingUntil: time, at: time)
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: after(9999)) == nil)
        #expect(try await store.waitingMessages() == 0)
    }

    @Test("When several states of one job wait, only the newest goes out", arguments: StoreKind.allCases)
    func collapses(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["old", "newer", "newest"])
        let other = try await end(store, ["other"])
        let first = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(first.message.body == Data("newest".utf8))
        #expect(try #require(try await store.nextMessage(for: "slack", by: "anna", at: time)).message.job == other.id)
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: time) == nil)
    }

    @Test(
        "A message that was not taken comes again later, unless a newer one is there by then",
        arguments: StoreKind.allCases)
    func comesAgain(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = try await end(store, ["first"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        try await store.settle(claim, as: .again(at: after(30), why: "429"), restingUntil: time, at: time)
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: after(29)) == nil)
        let again = try #require(try await store.nextMessage(for: "slack", by: "anna", at: after(30)))
        #expect(again.attempts == 2)
        // While it is tried, the job is run again and ends.
        _ = try await store.retry(one.id, at: after(30))
        let work = try await store.take(at: after(30))
        try await store.finish(work, as: green, messages: [message(one, "second", at: after(31))], at: after(31))
        try await store.settle(again, as: .again(at: after(60), why: "429"), restingUntil: after(32), at: after(32))
        let newest = try #require(try await store.nextMessage(for: "slack", by: "anna", at: after(60)))
        #expect(newest.message.body == Data("second".utf8))
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: after(60)) == nil)
    }

    @Test(
        "A channel that asks to be left alone gets nothing from any node until then", arguments: StoreKind.allCases)
    func rests(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["one"])
        _ = try await end(store, ["three"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        try await store.settle(claim, as: .again(at: after(90), why: "429"), restingUntil: after(60), at: time)
        #expect(try await store.nextMessage(for: "slack", by: "bert", at: after(59)) == nil)
        #expect(
            try await store.nextMessage(for: "slack", by: "bert", at: after(60))?.message.body == Data("three".utf8))
    }

    @Test("A message whose sender died may have arrived, and is not sent again", arguments: StoreKind.allCases)
    func givesUp(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["hello"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(try await store.abandonMessages(at: after(100)).isEmpty)
        #expect(try await store.abandonMessages(at: after(130)).map(\.id) == [claim.message.id])
        #expect(try await audit(store) == ["slack: \(SendingEnd.senderDied.sentence)"])
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: after(999)) == nil)
        await #expect(throws: StoreError.self) {
            try await store.settle(claim, as: .sent, restingUntil: after(131), at: after(131))
        }
    }

    @Test(
        "What a node has taken without hearing of it waits again, as if it had not been", arguments: StoreKind.allCases)
    func takesBackTheUnheard(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["begun"])
        let begun = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        _ = try await end(store, ["unheard"])
        let unheard = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        for (channel, node) in [("slack", "bert"), ("discord", "anna")] {
            try await store.takeBackUnheard(of: channel, by: node, begun: [])
            #expect(try await store.nextMessage(for: "slack", by: "anna", at: time) == nil)
        }
        try await store.takeBackUnheard(of: "slack", by: "anna", begun: [begun.message.id])
        let again = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(again.message == unheard.message && again.attempts == 1)
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: time) == nil)
    }

    @Test("What was taken unheard does not go out after a newer word on its job", arguments: StoreKind.allCases)
    func takesBackTheNewest(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = try await end(store, ["old"])
        _ = try await store.nextMessage(for: "slack", by: "anna", at: time)
        _ = try await store.retry(one.id, at: time)
        try await store.finish(try await store.take(), as: green, messages: [message(one, "new")], at: time)
        try await store.takeBackUnheard(of: "slack", by: "anna", begun: [])
        let next = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(next.message.body == Data("new".utf8))
        #expect(try await store.nextMessage(for: "slack", by: "anna", at: time) == nil)
    }

    @Test("An end that is told again is the same end; another one is not", arguments: StoreKind.allCases)
    func settlesOnce(kind: StoreKind) async throws {
        let store = try await kind.open()
        for end in [OutboxEnd.sent, .again(at: after(30), why: "429"), .failed("no_service"), .unknown("reset")] {
            _ = try await self.end(store, ["hello"])
            let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
            for _ in 1...2 { try await store.settle(claim, as: end, restingUntil: time, at: time) }
            await #expect(throws: StoreError.leaseLost(claim.message.job)) {
                try await store.settle(claim, as: .failed("other"), restingUntil: time, at: time)
            }
        }
        // Each end once, and none for what is to be sent again.
        #expect(try await audit(store) == ["slack: reset", "slack: failed: no_service", "slack: sent"])
    }

    /// What the audit log has, the newest first.
    private func audit(_ store: RelationalJobStore) async throws -> [String] {
        try await RelationalActionLog(in: store).audit(before: nil, limit: 10).map { "\($0.target): \($0.result)" }
    }

    @Test("A node that starts again gives up what it was sending before", arguments: StoreKind.allCases)
    func givesUpItsOwn(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["hello"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        #expect(try await store.abandonMessages(of: "bert", at: time).isEmpty)
        #expect(try await store.abandonMessages(of: "anna", at: time).map(\.id) == [claim.message.id])
        #expect(try await store.waitingMessages() == 0)
    }

    @Test("A refused message is over", arguments: StoreKind.allCases)
    func fails(kind: StoreKind) async throws {
        let store = try await kind.open()
        _ = try await end(store, ["hello"])
        let claim = try #require(try await store.nextMessage(for: "slack", by: "anna", at: time))
        try await store.settle(claim, as: .failed("no_service"), restingUntil: time, at: time)
        #expect(try await store.waitingMessages() == 0)
    }
}
