import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct HistoryTests {
    private func failure(
        _ name: String, fingerprint: String = "f1", category: FailureReport.Category = .ui,
        resolution: FailureReport.Resolution = .none
    ) -> FailureReport {
        var failure = FailureReport(
            id: name, fingerprint: fingerprint, testName: name, project: "modules", file: "a.spec.ts", line: 3,
            errorMessage: "Timeout", category: category, kind: "locator-not-found", severity: .high, culprit: .test,
            confidence: 0.9, verdict: .testOutdated, evidence: [], rootCause: "renamed", group: "g")
        failure.screenshot = "aGVsbG8="
        failure.resolution = resolution
        return failure
    }

    /// Runs a job that starts 10 s and ends 20 s after it was made, and leaves a report.
    @discardableResult
    private func run(
        _ store: RelationalJobStore, _ failures: [FailureReport], repository: String = "acme/shop",
        made: Timestamp? = nil
    ) async throws -> Job {
        let made = made ?? time
        let job = Job(id: .next(), trigger: .init(kind: .push), repository: repository, ref: "main", createdAt: made)
        _ = try await store.enqueue([job], delivery: nil)
        try await work(store, failures, at: made)
        return job
    }

    private func work(_ store: RelationalJobStore, _ failures: [FailureReport], at made: Timestamp) async throws {
        let claim = try #require(try await store.claim(for: anna, at: made.advanced(by: .seconds(10))))
        let end = made.advanced(by: .seconds(20))
        let report = HealingReport(
            job: claim.job, startedAt: made, finishedAt: end, summary: .init(), failures: failures, fixes: [],
            actions: [], metrics: .init(stages: ["test": 7.5], playwright: 7), artifacts: [])
        let outcome: Job.Outcome = failures.isEmpty ? .green : .needsHuman
        try await store.finish(
            claim, as: .succeeded(outcome, summary: "done", report: try JobReport(report)), messages: [], at: end)
    }

    @Test(
        "Failures are kept without their screenshots, with job and time, the newest first, page by page",
        arguments: StoreKind.allCases)
    func keepsFailures(kind: StoreKind) async throws {
        let store = try await kind.open()
        let first = try await run(store, [failure("one"), failure("two")])
        let second = try await run(store, [failure("three")])

        let page = try await store.failures(FailureFilter(), before: nil, limit: 2)
        #expect(page.map(\.failure.testName) == ["three", "two"])
        #expect(page.map(\.job) == [second.id, first.id])
        #expect(page.map(\.at) == [after(20), after(20)])
        #expect(page.allSatisfy { $0.failure.screenshot == nil && $0.attempt == 1 })
        let rest = try await store.failures(FailureFilter(), before: page.last?.sequence, limit: 2)
        #expect(rest.map(\.failure.testName) == ["one"])
    }

    @Test(
        "Failures are found by cause, repository and category, and by all of them together",
        arguments: StoreKind.allCases)
    func filters(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await run(store, [failure("a", fingerprint: "f1"), failure("b", fingerprint: "f2", category: .api)])
        try await run(store, [failure("c", fingerprint: "f2")], repository: "acme/desk")
        func found(_ change: (inout FailureFilter) -> Void) async throws -> [String] {
            var filter = FailureFilter()
            change(&filter)
            return try await store.failures(filter, before: nil, limit: 10).map(\.failure.testName)
        }
        #expect(try await found { $0.fingerprint = "f2" } == ["c", "b"])
        #expect(try await found { $0.repository = "acme/desk" } == ["c"])
        #expect(try await found { $0.category = .api } == ["b"])
        #expect(try await found { ($0.fingerprint, $0.category) = ("f2", .ui) } == ["c"])
        #expect(try await found { $0.repository = "acme/none" } == [])
    }

    @Test("What an attempt found stays when the job is run again", arguments: StoreKind.allCases)
    func outlivesRetries(kind: StoreKind) async throws {
        let store = try await kind.open()
        let job = try await run(store, [failure("flaky")])
        _ = try await store.retry(job.id, at: time)
        try await work(store, [], at: time)
        #expect(try await store.failures(FailureFilter(), before: nil, limit: 10).map(\.attempt) == [1])
        #expect(try await store.statistics(since: nil).durations["wait"]?.count == 1)
    }

    @Test("Statistics count jobs and failures, and measure jobs, waiting and stages", arguments: StoreKind.allCases)
    func countsAndMeasures(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await run(store, [failure("a", resolution: .fixProposed), failure("b", category: .api)])
        try await run(store, [])
        let waiting = Job(
            id: .next(), trigger: .init(kind: .cron), repository: "acme/shop", ref: "main", createdAt: time)
        _ = try await store.enqueue([waiting], delivery: nil)

        let figures = try await store.statistics(since: nil)
        #expect(
            figures.states.byName == [
                "queued": 1, "running": 0, "succeeded": 2, "failed": 0, "cancelled": 0, "superseded": 0,
            ])
        #expect(figures.outcomes.byName == ["green": 1, "healed": 0, "proposed": 0, "needs-human": 1])
        #expect(figures.triggers[.push] == 2)
        #expect(figures.triggers[.cron] == 1)
        #expect(figures.categories[.ui] == 1)
        #expect(figures.categories[.api] == 1)
        #expect(figures.healRate == 0.5)
        #expect(figures.durations["job"] == Durations([10, 10]))
        #expect(figures.durations["wait"] == Durations([10, 10]))
        #expect(figures.durations["test"] == Durations([7.5, 7.5]))
        #expect(figures.durations["repair"] == nil)
        #expect(figures.queueDepth == 1)
        #expect(figures.oldestQueuedAt == time)
        #expect(figures.oldestAgeSeconds(at: time.advanced(by: .milliseconds(61_900))) == 61)
    }

    @Test("Statistics since a time leave older jobs out, but not out of the queue", arguments: StoreKind.allCases)
    func countsSince(kind: StoreKind) async throws {
        let store = try await kind.open()
        try await run(store, [failure("old")])
        try await run(store, [failure("new")], made: time.advanced(by: .seconds(60)))
        let waiting = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "x", createdAt: time)
        _ = try await store.enqueue([waiting], delivery: nil)
        let figures = try await store.statistics(since: time.advanced(by: .seconds(60)))
        #expect(figures.states.total == 1)
        #expect(figures.resolutions.total == 1)
        #expect(figures.durations["job"]?.count == 1)
        #expect(figures.queueDepth == 1)
    }
}
