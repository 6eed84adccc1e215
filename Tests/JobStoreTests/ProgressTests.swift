import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct ProgressTests {
    @Test("A stage's result is found again on the node that made it, and nowhere else", arguments: StoreKind.allCases)
    func keepsStageResults(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await store.add(job())
        let claim = try await store.take(anna)
        try await store.commit(Data("one".utf8), of: .checkout, claim: claim)
        try await store.commit(Data("two".utf8), of: .checkout, claim: claim)
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let moved = try await store.take(bert)
        #expect(try await store.result(of: .checkout, for: moved) == nil)
        _ = try await store.rescue(jobsOf: "bert", at: time)
        #expect(try await store.result(of: .checkout, for: try await store.take(anna)) == Data("two".utf8))
    }

    @Test(
        "A stage that is done again makes what came after it worthless, whichever node has made that",
        arguments: StoreKind.allCases)
    func forgetsLaterResults(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await store.add(job())
        let first = try await store.take(anna)
        for stage in [Job.Stage.checkout, .test, .triage, .diagnose] {
            try await store.commit(Data("anna's".utf8), of: stage, claim: first)
        }
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let second = try await store.take(bert)
        try await store.commit(Data("bert's".utf8), of: .checkout, claim: second)
        try await store.commit(Data("bert's".utf8), of: .test, claim: second)
        _ = try await store.rescue(jobsOf: "bert", at: time)
        let third = try await store.take(anna)
        for stage in Job.Stage.allCases { #expect(try await store.result(of: stage, for: third) == nil) }
    }

    @Test(
        "Of a job that has ended no stage's result is kept, and its node is still known", arguments: StoreKind.allCases)
    func forgetsResultsAtTheEnd(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take(anna)
        for stage in [Job.Stage.checkout, .test] { try await store.commit(Data("x".utf8), of: stage, claim: claim) }
        try await store.finish(claim, as: green, messages: [], at: time)
        #expect(try await store.result(of: .test, for: claim) == nil)
        #expect(try await store.node(of: one.id) == "anna")
    }

    @Test(
        "What a job has spent outlasts a restart, and begins anew with the next attempt", arguments: StoreKind.allCases)
    func keepsSpending(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take()
        #expect(try await store.spending(of: one.id) == nil)
        var spending = HealingReport.Metrics.LanguageModel()
        for calls in [1, 2] {
            spending.calls = calls
            spending.costUSD = 0.1 * Double(calls)
            try await store.record(spending, of: claim)
        }
        _ = try await store.rescue(jobsOf: "anna", at: time)
        let next = try await store.take()
        #expect(try await store.spending(of: one.id) == spending)
        try await store.finish(next, as: .failed(error: "x"), messages: [], at: time)
        _ = try await store.retry(one.id, at: time)
        #expect(try await store.spending(of: one.id) == nil)
    }

    @Test("Events are numbered within their job and read on from any of them", arguments: StoreKind.allCases)
    func numbersEvents(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (one, other) = (job("a/a"), job("b/b"))
        try await store.add(one, other)
        let (first, second) = (try await store.take(), try await store.take())
        for line in ["1", "2", "3"] { try await store.append(.log, Data(line.utf8), of: first, at: time) }
        try await store.append(.log, Data("x".utf8), of: second, at: time)
        let rest = try await store.events(of: one.id, after: 1, limit: 10)
        #expect(rest.map(\.sequence) == [2, 3])
        #expect(rest.map(\.data) == [Data("2".utf8), Data("3".utf8)])
        #expect(try await store.events(of: other.id, after: 0, limit: 10).map(\.sequence) == [1])
    }

    @Test("What a running job says of itself is shown", arguments: StoreKind.allCases)
    func showsProgress(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take(at: after(1))
        let sha = try #require(CommitSHA(String(repeating: "a", count: 40)))
        try await store.update(claim, .revision(sha: sha, base: nil))
        try await store.begin(.test, of: claim)
        try await store.update(claim, .progress(.init(done: 3, total: 9, unit: "tests")))
        let shown = try #require(try await store.job(one.id))
        #expect(shown.sha == sha)
        #expect(shown.stage == .test)
        #expect(shown.progress == .init(done: 3, total: 9, unit: "tests"))
        #expect(shown.startedAt == after(1))
        try await store.begin(.triage, of: claim)
        #expect(try await store.job(one.id)?.progress == nil)
    }

    @Test("The end of a job comes with its report and an event, and frees its branch", arguments: StoreKind.allCases)
    func finishes(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        let claim = try await store.take()
        let report = JobReport(body: Data("{\"x\": 1}".utf8))
        let ended = try await store.finish(
            claim, as: .succeeded(.proposed, summary: "one fix", report: report), messages: [], at: after(9))
        #expect(ended.state == .succeeded)
        #expect(ended.outcome == .proposed)
        #expect(ended.summary == "one fix")
        #expect(ended.finishedAt == after(9))
        #expect(try await store.job(one.id) == ended)
        #expect(try await store.report(of: one.id) == report.body)
        #expect(try await store.events(of: one.id, after: 0, limit: 5).map(\.kind) == [.done])
    }

    @Test("What may pass puts a job back for a while, with the reason and how often", arguments: StoreKind.allCases)
    func postpones(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        for round in 1...2 {
            let claim = try await store.take(at: after(Double(round) * 100))
            try await store.commit(Data("kept".utf8), of: .checkout, claim: claim)
            try await store.finish(
                claim, as: .postponed(error: "no network", until: after(Double(round) * 100 + 10)), messages: [],
                at: after(Double(round) * 100))
            let waiting = try #require(try await store.job(one.id))
            #expect(waiting.state == .queued)
            #expect(waiting.retries == round)
            #expect(waiting.error == "no network")
            #expect(waiting.attempt == 1)
            #expect(try await store.claim(for: anna, at: after(Double(round) * 100 + 9)) == nil)
        }
        let last = try await store.take(at: after(300))
        #expect(try await store.result(of: .checkout, for: last) == Data("kept".utf8))
        let ended = try await store.finish(last, as: green, messages: [], at: after(301))
        #expect(ended.error == nil)
        #expect(ended.retries == 2)
    }

    @Test("A job that may pass and was told to stop meanwhile does not come back", arguments: StoreKind.allCases)
    func doesNotPostponeStoppedJobs(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (old, new) = (push(), push(at: after(60)))
        try await store.add(old)
        let claim = try await store.take()
        try await store.add(new)
        let ended = try await store.finish(
            claim, as: .postponed(error: "no network", until: after(70)), messages: [], at: after(61))
        #expect(ended.state == .superseded)
        #expect(ended.supersededBy == new.id)
    }

    @Test("What a program printed is stored, whatever is in it", arguments: StoreKind.allCases)
    func storesAnyText(kind: StoreKind) async throws {
        let store = try await kind.open()
        let one = job()
        try await store.add(one)
        try await store.finish(try await store.take(), as: .failed(error: "a\0b 🚀"), messages: [], at: time)
        #expect(try await store.job(one.id)?.error == "a\u{FFFD}b 🚀")
    }
}
