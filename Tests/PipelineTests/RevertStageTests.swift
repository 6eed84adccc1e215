import Domain
import Foundation
import Logging
import Testing

@testable import Pipeline

struct RevertStageTests {
    private static let base = """
        const items = []
        export function add(item) {
          items.push(item)
          show(items.length)
        }

        export function pay() {
          send(items)
          clear()
          leave()
        }

        """
    /// Two places, of which one breaks the counter.
    private static let head = base.replacing("show(items.length)", with: "show(items.length - 1)")
        .replacing("send(items)", with: "send(items.slice())")
    private static let spec = ["tests/a.spec.ts": "import { cart } from '../support/cart.js'\n"]

    private let desk = Desk()

    private func app(
        _ base: [String: String] = ["app/cart.js": Self.base], _ head: [String: String] = ["app/cart.js": Self.head],
        tests: [(title: String, needs: String)] = [("counts", "show(items.length)")]
    ) throws -> MendableApp {
        try MendableApp(
            base: base.merging(Self.spec) { $1 }, head: head.merging(Self.spec) { $1 }, tests: tests)
    }

    private func bench(
        _ app: MendableApp, mayRevert: Bool = true, dryRun: Bool = false
    ) -> Workbench {
        var job = Job(
            id: .next(), trigger: .init(kind: .push, sender: "mona"), repository: "acme/shop", ref: "main",
            dryRun: dryRun, createdAt: .now())
        job.startedAt = .now()
        var ports = PipelinePorts(
            sourceControl: app, suites: app, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        ports.publishing = .by(desk)
        ports.issues = desk
        var settings = RepositorySettings(name: "acme/shop")
        settings.mayRevert = mayRevert
        return Workbench(
            request: HealingRequest(job: job, repository: settings),
            folders: JobFolders(data: app.folder, job: job.id), ports: ports, journal: MemoryJournal())
    }

    /// The red tests with one cause, as the stages before leave them.
    private func found(
        _ bench: Workbench, _ verdict: FailureReport.Verdict = .appBug, confidence: Double = 0.9,
        isGreenAgain: Bool? = false, wasGreen: Bool = true, rule: String = "verdict.value-differs"
    ) async throws -> (Revision, Repaired) {
        let revision = try await bench.sourceControl.resolve(bench.request)
        let base = try #require(revision.base)
        let tests = try await TestStage(bench: bench).run(revision)
        let failures = tests.red.map { test in
            FailureReport(
                id: test.id, fingerprint: "f00d", testName: test.title, project: test.project, file: test.file,
                line: 1, errorMessage: "Error: expected 1, received 0", category: .ui, kind: "assertion-text-or-value",
                severity: .high, culprit: .app, confidence: confidence, verdict: verdict,
                evidence: [.init(rule: rule, text: "it shows another value", source: "error")],
                rootCause: "The app is at fault.", group: "g1")
        }
        var diagnosis = Diagnosis(
            failures: failures, cases: [], suggestions: [:],
            changes: try await bench.sourceControl.changes(from: base, to: revision.sha, of: bench.repository),
            seconds: 0)
        for failure in failures { diagnosis.reruns[failure.id] = isGreenAgain }
        if wasGreen { diagnosis.greenAtBase = Set(failures.map(\.id)) }
        return (revision, Repaired(Recovered(tests: tests, diagnosis: diagnosis)))
    }

    /// Runs in which a part of the commit was taken back.
    private func tries(_ app: MendableApp) -> [SuiteRun] { app.runs.filter { $0.output.contains("/revert-") } }

    private func published(
        _ bench: Workbench, _ revision: Revision, _ repaired: Repaired
    ) async throws -> Published {
        let verified = try await VerifyStage(bench: bench).run(revision, repaired)
        return try await PublishStage(bench: bench).run(revision, repaired, verified)
    }

    @Test("The part of the commit that broke the app is taken back, proven, and asked for as a draft beside the issue")
    func proposes() async throws {
        let app = try app()
        let bench = bench(app)
        let (revision, found) = try await found(bench)
        let repaired = try await RevertStage(bench: bench).run(revision, found)
        let repair = try #require(repaired.repairs.first)
        #expect(repaired.repairs.count == 1 && repair.kind == "reverted-hunk" && repair.origin == .rule)
        // The other place of the commit stays.
        #expect(repair.files.map(\.after) == [Self.base.replacing("send(items)", with: "send(items.slice())")])

        let published = try await published(bench, revision, repaired)
        let fix = try #require(published.fixes.first)
        #expect(fix.class == .c && fix.state == .proposed && fix.source == .rule && fix.proof.after.green == 3)
        #expect(fix.proof.checks.allSatisfy { $0.passed && $0.name != "can-fail" }, "\(fix.proof.checks)")
        #expect(fix.risk.level == .high && fix.risk.reasons[0].contains("sent by mona"))
        #expect(fix.risk.reasons[1].contains("1 other place of `app/cart.js`"))
        #expect(desk.published.map(\.isDraft) == [true] && desk.published.map(\.reviewers) == [["mona"]])
        // The bug stays one, with an issue that says how it goes away.
        let failure = try #require(published.failures.first)
        #expect(failure.fix == nil && failure.verdict == .appBug && failure.resolution == .issueOpened)
        #expect(failure.evidence.contains { $0.rule == "repair.reverted-hunk" && $0.text.contains("line 4") })
        #expect(desk.raised.map { $0.body.contains("`selfheal/\(fix.id)`") } == [true])
    }

    @Test("A dry run proves it and opens nothing")
    func runsDry() async throws {
        let bench = bench(try app(), dryRun: true)
        let (revision, found) = try await found(bench)
        let repaired = try await RevertStage(bench: bench).run(revision, found)
        let published = try await published(bench, revision, repaired)
        #expect(published.fixes.map(\.state) == [.wouldApply])
        #expect(desk.published.isEmpty && desk.raised.isEmpty)
    }

    @Test("Only so many parts are tried, and what mends nothing is not proposed")
    func keepsTheLimit() async throws {
        let places = (1...9).map { "step(\($0))\n// a\n// b\n// c\n" }
        let base = places.joined()
        let app = try app(
            ["app/cart.js": base], ["app/cart.js": base.replacing("step(", with: "walk(")],
            tests: [("counts", "what nobody writes")])
        let bench = bench(app)
        let (revision, found) = try await found(bench)
        let repaired = try await RevertStage(bench: bench).run(revision, found)
        #expect(repaired.repairs.isEmpty)
        #expect(tries(app).count == 4 && tries(app).allSatisfy { $0.retries == 0 })
        #expect(repaired.seconds == found.seconds + 4)
    }

    @Test("A part that mends one test of a cause and not the others is no way back")
    func mendsAll() async throws {
        let app = try app(tests: [("counts", "show(items.length)"), ("lists", "what nobody writes")])
        let bench = bench(app)
        let (revision, found) = try await found(bench)
        #expect(try await RevertStage(bench: bench).run(revision, found).repairs.isEmpty)
        #expect(tries(app).contains { $0.tests.count == 2 })
    }

    @Test(
        "Nothing is taken back for what is not surely the app's fault",
        arguments: FailureReport.Verdict.allCases.filter { $0 != .appBug })
    func leavesOthers(verdict: FailureReport.Verdict) async throws {
        let app = try app()
        let bench = bench(app)
        let (revision, found) = try await found(bench, verdict)
        #expect(try await RevertStage(bench: bench).run(revision, found).repairs.isEmpty)
        #expect(tries(app).isEmpty)
    }

    @Test("Nor where the commit may not be it: unsure, red before, green again or not run again, or a step out of date")
    func leavesDoubts() async throws {
        let app = try app()
        let bench = bench(app)
        let stage = RevertStage(bench: bench)
        for (revision, doubtful) in [
            try await found(bench, confidence: 0.6), try await found(bench, wasGreen: false),
            try await found(bench, isGreenAgain: true), try await found(bench, isGreenAgain: nil),
            try await found(bench, rule: "circumstance.step-behind"),
        ] {
            #expect(try await stage.run(revision, doubtful).repairs.isEmpty)
        }
        #expect(tries(app).isEmpty)
    }

    @Test("A repository can forbid it")
    func forbids() async throws {
        let app = try app()
        let bench = bench(app, mayRevert: false)
        let (revision, found) = try await found(bench)
        #expect(try await RevertStage(bench: bench).run(revision, found).repairs.isEmpty)
        #expect(tries(app).isEmpty)
    }

    @Test("What makes another test red is refused, and the bug is reported all the same")
    func refusesHarm() async throws {
        let app = try app(tests: [("counts", "show(items.length)"), ("starts at none", "items.length - 1")])
        let bench = bench(app)
        let (revision, found) = try await found(bench)
        let repaired = try await RevertStage(bench: bench).run(revision, found)
        #expect(repaired.repairs.count == 1)
        let published = try await published(bench, revision, repaired)
        let fix = try #require(published.fixes.first)
        #expect(fix.state == .rejected && fix.proof.checks.contains { $0.name == "project-green" && !$0.passed })
        #expect(desk.published.isEmpty && desk.raised.count == 1)
        #expect(published.failures.allSatisfy { !$0.evidence.contains { $0.rule == "repair.reverted-hunk" } })
    }

    @Test("What the tests are made of is not taken back, whatever it is named")
    func leavesTests() async throws {
        let app = try app(["support/cart.js": Self.base], ["support/cart.js": Self.head])
        let bench = bench(app)
        let (revision, found) = try await found(bench)
        #expect(try await RevertStage(bench: bench).run(revision, found).repairs.isEmpty)
        #expect(tries(app).isEmpty)
    }
}
