import Domain
import Foundation
import Queue
import RelationalStore
import Testing

struct TestHistoryTests {
    private static let sha = String(repeating: "a1b2", count: 10)
    private static let pays = TestIdentity(project: "modules", file: "e2e/pay.spec.ts", title: "pays › “by card” 💳")
    private static let finds = TestIdentity(project: "modules", file: "e2e/find.spec.ts", title: "finds 'it'; --")

    private static func end(_ tests: [TestResult]) -> JobEnd {
        .succeeded(.green, summary: "done", report: JobReport(body: Data("{}".utf8), tests: tests))
    }

    /// A job that is done at a moment.
    @discardableResult
    private func run(
        _ store: RelationalJobStore, _ tests: [TestResult], repository: String = "acme/shop", sha: String? = sha,
        dryRun: Bool = false, of trigger: Job.Trigger = .init(kind: .manual), ref: String = "main",
        end: JobEnd? = nil, at moment: Timestamp = time
    ) async throws -> Claim {
        var made = Job(id: .next(), trigger: trigger, repository: repository, ref: ref, createdAt: time)
        made.dryRun = dryRun
        try await store.add(made)
        let claim = try await store.take()
        if let sha { try await store.update(claim, .revision(sha: try #require(CommitSHA(sha)), base: nil)) }
        try await store.finish(claim, as: end ?? Self.end(tests), messages: [], at: moment)
        return claim
    }

    private func kept(_ store: RelationalJobStore, _ repository: String? = nil) async throws -> [KeptHistory] {
        try await store.histories(in: repository, before: nil, limit: 100)
    }

    @Test("What a suite's tests came to is kept by test, newest last", arguments: StoreKind.allCases)
    func keeps(kind: StoreKind) async throws {
        let store = try await kind.open()
        let sign = TestOutcome.sign(of: "locator-not-found")
        try await run(store, [TestResult(test: Self.pays, results: [.passed])])
        try await run(
            store,
            [
                TestResult(test: Self.pays, results: [.failed, .passed], sign: sign),
                TestResult(test: Self.finds, results: [.flaky]),
            ], sha: String(repeating: "c", count: 40), at: after(1.234))
        let found = try await store.histories(
            of: [Self.pays, Self.finds, .init(project: "", file: "", title: "")], in: "acme/shop")
        let commit = String(repeating: "c", count: 12)
        #expect(
            found == [
                Self.pays: TestHistory([
                    TestOutcome(commit: "a1b2a1b2a1b2", at: time, result: .passed),
                    TestOutcome(commit: commit, at: after(1.234), result: .failed, sign: sign),
                    TestOutcome(commit: commit, at: after(1.234), result: .passed),
                ]),
                Self.finds: TestHistory([TestOutcome(commit: commit, at: after(1.234), result: .flaky)]),
            ])
        #expect(try await store.histories(of: [Self.pays], in: "acme/desk").isEmpty)
        #expect(try await store.histories(of: [], in: "acme/shop").isEmpty)
    }

    @Test("A history keeps the newest runs, however many there were", arguments: StoreKind.allCases)
    func isBounded(kind: StoreKind) async throws {
        let store = try await kind.open()
        for number in 1...TestHistory.limit + 3 {
            let red = number == 3 || number == 60
            try await run(
                store, [TestResult(test: Self.pays, results: [red ? .failed : .passed])], at: after(Double(number)))
        }
        let history = try #require(try await store.histories(of: [Self.pays], in: "acme/shop")[Self.pays])
        #expect(history.outcomes.map(\.at) == (4...TestHistory.limit + 3).map { after(Double($0)) })
    }

    @Test(
        "A dry run, a job that failed, was superseded or whose commit is not known, and a part of a suite add nothing",
        arguments: StoreKind.allCases)
    func writesNothing(kind: StoreKind) async throws {
        let store = try await kind.open()
        let tests = [TestResult(test: Self.pays, results: [.failed])]
        try await run(store, tests, dryRun: true)
        try await run(store, tests, sha: nil)
        try await run(store, [], end: .failed(error: "no disk"))
        try await store.add(push())
        let old = try await store.take()
        try await store.add(push())
        try await store.finish(old, as: .stopped, messages: [], at: time)
        await #expect(throws: StoreError.leaseLost(old.job.id)) {
            try await store.finish(old, as: Self.end(tests), messages: [], at: time)
        }
        #expect(try await kept(store).isEmpty)
    }

    @Test(
        "What somebody proposes adds nothing to the histories that the branch is judged by",
        arguments: StoreKind.allCases)
    func leavesOutPullRequests(kind: StoreKind) async throws {
        let store = try await kind.open()
        let red = [TestResult(test: Self.pays, results: [.failed])]
        try await run(store, [TestResult(test: Self.pays, results: [.passed])])
        try await run(store, red, of: .init(kind: .pullRequest, pullRequest: 7), ref: "feature")
        try await run(store, red, of: .init(kind: .manual), ref: "refs/pull/7/head")
        #expect(try await kept(store).map { $0.history.outcomes.map(\.result) } == [[.passed]])
    }

    @Test("A job whose end is not stored leaves its tests' histories as they were", arguments: StoreKind.allCases)
    func isOneTransaction(kind: StoreKind) async throws {
        let store = try await kind.open()
        let claim = try await run(store, [TestResult(test: Self.pays, results: [.passed])])
        await #expect(throws: StoreError.leaseLost(claim.job.id)) {
            try await store.finish(
                claim, as: Self.end([TestResult(test: Self.pays, results: [.failed])]), messages: [], at: time)
        }
        #expect(try await kept(store).map(\.history.outcomes.count) == [1])
    }

    @Test("Thousands of tests are kept, by repository and page by page", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try await kind.open()
        let many = (1...1_234).map { TestIdentity(project: "p", file: "f\($0 % 40).spec.ts", title: "test \($0)") }
        for _ in 1...2 { try await run(store, many.map { TestResult(test: $0, results: [.passed]) }) }
        try await run(store, [TestResult(test: Self.pays, results: [.passed])], repository: "acme/desk")
        #expect(try await kept(store, "acme/desk").map(\.test) == [Self.pays])
        var seen: [KeptHistory] = []
        repeat {
            let page = try await store.histories(in: "acme/shop", before: seen.last?.sequence, limit: 500)
            if page.isEmpty { break }
            seen += page
        } while true
        #expect(Set(seen.map(\.test)) == Set(many) && seen.count == many.count)
        #expect(seen.allSatisfy { $0.history.outcomes.count == 2 && $0.repository == "acme/shop" })
        #expect(try await store.histories(of: many, in: "acme/shop").count == many.count)
    }

    @Test("A name that no index takes is left out, and the job ends all the same", arguments: StoreKind.allCases)
    func leavesOutLongNames(kind: StoreKind) async throws {
        let store = try await kind.open()
        let names = [String(repeating: "é", count: 4_000), "with \0 in it", String(repeating: "x", count: 1_400)]
        let tests = names.map { TestIdentity(project: "", file: "", title: $0) }
        let claim = try await run(store, tests.map { TestResult(test: $0, results: [.passed]) })
        #expect(try await store.state(of: claim.job) == .succeeded)
        #expect(try await kept(store).map(\.test.title) == [names[2]])
        #expect(try await store.histories(of: tests, in: "acme/shop").count == 1)
    }

    @Test("Tests that no run has had for long are forgotten, a few at a time", arguments: StoreKind.allCases)
    func forgets(kind: StoreKind) async throws {
        let store = try await kind.open()
        for number in 1...3 {
            let test = TestIdentity(project: "p", file: "f", title: "\(number)")
            try await run(store, [TestResult(test: test, results: [.passed])], at: after(Double(number)))
        }
        #expect(try await store.pruneTests(notSeenSince: after(2.5), limit: 1) == 1)
        #expect(try await store.pruneTests(notSeenSince: after(2.5), limit: 5) == 1)
        #expect(try await store.pruneTests(notSeenSince: after(2.5), limit: 5) == 0)
        #expect(try await kept(store).map(\.test.title) == ["3"])
    }

    @Test("Jobs of one repository that end together all add to its tests", arguments: StoreKind.allCases)
    func endTogether(kind: StoreKind) async throws {
        let store = try await kind.open()
        let tests = (1...120).map { TestIdentity(project: "p", file: "f", title: "test \($0)") }
        var claims: [Claim] = []
        for branch in 1...4 {
            try await store.add(job(ref: "branch-\(branch)"))
            let claim = try await store.take()
            try await store.update(claim, .revision(sha: try #require(CommitSHA(Self.sha)), base: nil))
            claims.append(claim)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for claim in claims {
                let results = tests.shuffled().map { TestResult(test: $0, results: [.passed]) }
                group.addTask { try await store.finish(claim, as: Self.end(results), messages: [], at: time) }
            }
            try await group.waitForAll()
        }
        #expect(try await kept(store).allSatisfy { $0.history.outcomes.count == 4 })
    }
}
