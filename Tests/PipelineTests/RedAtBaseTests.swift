import Domain
import Foundation
import Locators
import Logging
import Queue
import Testing

@testable import Pipeline

/// A test that was red before the commit: what is remembered of an older good run is told, and nothing is repaired by it.
struct RedAtBaseTests {
    private static let lost =
        "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByTestId('buy')"
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private struct Shelf: GoodRuns {
        let run: GoodRun

        func remember(_ run: GoodRun) {}
        func goodRun(of test: TestName) -> GoodRun? { test == run.test ? run : nil }
        func forgetGoodRuns(before: Timestamp, limit: Int) -> Int { 0 }
        func shrinkGoodRuns(traceBytes: Int, locatorBytes: Int, limit: Int) -> Int { 0 }
    }

    @Test("The store is asked for a test that is red at the base commit, too")
    func asks() async throws {
        let world = try World([.init(title: "pays", needs: "app", error: Self.lost)], broken: ["app"])
        let job = Job(
            id: .next(), state: .running, trigger: .init(kind: .manual), repository: "acme/shop", ref: "main",
            createdAt: Self.now)
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        let name = TestName(repository: "acme/shop", project: "modules", file: "tests/a.spec.ts", title: "pays")
        let sha = try #require(CommitSHA(String(repeating: "c", count: 40)))
        ports.goodRuns = Shelf(run: GoodRun(test: name, sha: sha, at: Self.now, trace: Data()))
        ports.clock = PipelineClock(now: { Self.now }, sleep: { _ in })
        let healed = try await Pipeline(ports).run(
            HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            in: JobFolders(data: world.folder, job: job.id), journal: MemoryJournal())
        let failure = try #require(healed.report.failures.first)
        let rules = failure.evidence.map(\.rule)
        #expect(rules.contains("circumstance.base-red") && rules.contains("circumstance.remembered"))
        #expect(failure.verdict != .testOutdated && healed.report.fixes.isEmpty)
    }

    private static let selector = #"internal:testid=[data-testid="buy"s]"#

    private static func page(_ testID: String, isFound: Bool) -> String {
        let mark = isFound ? #","__playwright_target__":"call@1""# : ""
        return #"["HTML",{},["BODY",{},["H1",{},"Cart"],["BUTTON",{"data-testid":"\#(testID)"\#(mark)},"Buy now"]]]"#
    }

    private func report(_ colour: BaseRun.Colour) throws -> FailureReport {
        let failed = try TracedTest.trace(
            ["selector": Self.selector], error: Self.lost, events: [["type": "error", "message": Self.lost]],
            page: Self.page("pay", isFound: false))
        let good = try TracedTest.trace(["selector": Self.selector], page: Self.page("buy", isFound: true))
        let test = try TracedTest.red(Self.lost, trace: failed)
        let sha = try #require(CommitSHA(String(repeating: "c", count: 40)))
        return Examination(
            test, colour: colour, good: good,
            remembered: Recall.Memory(trace: good, locators: LocatorIndex(lines: []), sha: sha, at: Self.now),
            isGreenAgain: nil, commit: .unknown, suite: SuiteSources(specs: [], named: []) { _ in nil }, folder: "/",
            others: 0, memory: TestMemory(at: Self.now)
        ).verdict(on: try FailureTriage.report(TracedFailure(test)))
    }

    @Test("What the locator meant is told, and makes no test out of date at a commit that did not break it")
    func tells() throws {
        let red = try report(.red)
        #expect(red.observed?.lastGreen.outcome == .counterpartFound)
        #expect(red.evidence.contains { $0.rule == "circumstance.recalled" && $0.text.contains("Buy now") })
        #expect(red.verdict != .testOutdated && !red.autoFixable)
        // The same, where nothing says that it was broken before.
        #expect(try report(.notRun("there is no earlier commit")).verdict == .testOutdated)
    }
}
