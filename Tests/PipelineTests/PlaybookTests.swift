import Domain
import Foundation
import Logging
import Queue
import TestKit
import Testing

@testable import Pipeline

/// What a job does to its environment, from the red suite to the report, and what it must not do.
struct PlaybookTests {
    static let refused = "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:4000/"
    static let unavailable =
        "Error: expect(received).toBe(expected)\nGET http://127.0.0.1:4000/api/items answered 503 Service Unavailable"
    let log = MemoryActionLog()
    let desk = Desk()
    let clock = SteppingClock()

    func playbook(
        _ name: String, _ words: String..., when: PlaybookSettings.Condition? = nil, cooldown: Int = 300
    ) -> PlaybookSettings {
        PlaybookSettings(name: name, action: .command(words), when: when, cooldownSeconds: cooldown)
    }

    func heal(
        _ world: World, _ playbooks: [PlaybookSettings], projects: [String] = [], dryRun: Bool = false,
        tool: WorldTool? = nil, orders: Orders = Orders(.granted), log: MemoryActionLog? = nil, limit: Int = 3,
        id: JobID = .next(), ref: String = "main", isQueued: Bool = false, claim: Claim? = nil,
        books: EffectBooks? = nil,
        onPause: @escaping @Sendable () async -> Void = {}
    ) async throws -> HealingReport {
        var settings = RepositorySettings(name: "acme/shop")
        settings.playbooks = playbooks
        settings.projects = projects
        var job = Job(
            id: id, state: .running, trigger: .init(kind: .manual), repository: "acme/shop", ref: ref,
            dryRun: dryRun, createdAt: clock.now)
        job.startedAt = clock.now
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: log ?? self.log, override: orders,
            logger: Logger(label: "test"))
        ports.playbookTools = [tool ?? WorldTool(world)]
        ports.issues = desk
        ports.notifiers = [desk]
        ports.effects = books
        ports.limits.autoFixesPerRun = limit
        let clock = clock
        ports.clock = PipelineClock(
            now: { clock.now },
            sleep: {
                if $0 == .seconds(1) { await onPause() }
                try clock.sleep(for: $0)
            })
        let worker = WorkerName(node: "anna", slot: 1)
        let own = isQueued ? Claim(job: job, worker: worker, generation: 1) : nil
        let journal = MemoryJournal(claim: claim ?? own)
        return try await Pipeline(ports).run(
            HealingRequest(job: job, repository: settings),
            in: JobFolders(data: world.folder, job: job.id), journal: journal
        ).report
    }

    func downWorld() throws -> World {
        try World(
            [
                .init(title: "lists", needs: "backend", error: Self.refused),
                .init(title: "adds", needs: "backend", error: Self.refused),
                .init(title: "counts", needs: "nothing", error: ""),
            ], broken: ["backend"])
    }

    @Test("A backend that is down is restarted once, and the suite is green again")
    func restarts() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts == ["restart-backend"])
        #expect(report.job.outcome == .healed)
        #expect(report.failures.map(\.resolution) == [.fixedByPlaybook, .fixedByPlaybook])
        let fix = try #require(report.fixes.first)
        #expect(fix.class == .a && fix.state == .applied && fix.proof.holds)
        #expect(Set(fix.failures) == Set(report.failures.map(\.id)))
        #expect(report.summary.tests == 3 && report.summary.fixed == 2 && report.summary.remaining == 0)
        #expect(await log.runs.map(\.state) == [.healed])
        #expect(report.actions.first?.what == "playbook")
    }

    @Test("What is not configured is never done, whatever the evidence says")
    func defaultDeny() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("reset-test-data", "mend", "backend")], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(report.job.outcome == .proposed)
        #expect(report.failures.allSatisfy { $0.resolution == .issueOpened })
    }

    @Test("At most three automatic fixes are tried in a run, however many would fit")
    func budget() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let condition = PlaybookSettings.Condition(category: .network)
        let many = (1...6).map { playbook("own-\($0)", "nothing-\($0)", when: condition) }
        let report = try await heal(world, many, tool: tool, limit: 99)
        #expect(tool.acts.count == 3)
        #expect(report.actions.count { $0.result.contains("3 of 3 automatic fixes") } == 3)
        #expect(report.fixes.allSatisfy { $0.state == .rejected })
    }

    @Test("A dry run says what it would do, and does nothing: no playbook, no issue, no message")
    func dryRun() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("restart-backend", "mend", "backend")], dryRun: true, tool: tool)
        #expect(tool.acts.isEmpty && desk.raised.isEmpty && desk.sent == 0)
        #expect(await log.runs.isEmpty)
        #expect(report.fixes.map(\.state) == [.wouldApply])
        #expect(!report.actions.contains { !$0.dryRun })
        #expect(report.actions.contains { $0.result == "would have been executed" })
        #expect(report.failures.allSatisfy { $0.autoFixable && $0.resolution == .none })
    }

    @Test("While people have paused the service a job waits before it acts, and goes on afterwards")
    func pause() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let orders = Orders(.later("release day"), .later("release day"), .granted)
        let report = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool, orders: orders)
        #expect(clock.sleeps == [.seconds(1), .seconds(1)])
        #expect(tool.acts == ["restart-backend"])
        #expect(report.job.outcome == .healed)
    }

    @Test("A job on hold does nothing at all")
    func hold() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool,
            orders: Orders(.refused("selfheal:hold")))
        #expect(tool.acts.isEmpty && desk.raised.isEmpty && desk.sent == 0)
        #expect(report.job.outcome == .needsHuman)
        #expect(report.actions.contains { $0.result.contains("selfheal:hold") })
    }

    @Test("A target that is well is not acted on")
    func pointless() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, outlook: .pointless("the probe answers 200"))
        let report = try await heal(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(report.failures.allSatisfy { $0.evidence.contains { $0.rule == "playbook.pointless" } })
    }

    @Test("A second job leaves the target alone for the time of its cool-down")
    func coolDown() async throws {
        let world = try downWorld()
        _ = try await heal(world, [playbook("restart-backend", "mend", "backend")])
        world.breakDown("backend")
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.contains("is left alone until") })
        clock.advance(by: .seconds(301))
        _ = try await heal(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts == ["restart-backend"])
    }

    @Test(
        "Nothing is done for what is green again on its rerun: the test is flaky, or the environment recovered by itself",
        arguments: [
            (refused, .environment),
            ("Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('A')", .flaky),
        ] as [(String, FailureReport.Verdict)])
    func greenAgain(error: String, verdict: FailureReport.Verdict) async throws {
        let world = try World([.init(title: "lists", needs: "luck", error: error)], broken: [])
        world.makeFlaky("lists", redTimes: 1)
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("restart-backend", "mend", "luck")], tool: tool)
        #expect(tool.acts.isEmpty && desk.raised.isEmpty)
        #expect(report.failures.map(\.verdict) == [verdict])
        #expect(report.failures[0].suggestedFix == nil)
    }

    @Test("When the first does not help, the next that fits is tried")
    func second() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(
            world, [playbook("redeploy", "mend", "backend"), playbook("restart-backend", "nothing")], tool: tool)
        #expect(tool.acts == ["restart-backend", "redeploy"])
        #expect(report.fixes.map(\.state) == [.rejected, .applied])
        #expect(report.job.outcome == .healed)
    }

    @Test("A playbook that fails is told with its reason, and its tests become an issue")
    func fails() async throws {
        let world = try downWorld()
        let report = try await heal(world, [playbook("restart-backend", "fail")])
        #expect(report.actions.contains { $0.result == "failed: exit status 1" })
        #expect(await log.runs.map(\.state) == [.failed])
        #expect(desk.raised.count == 1)
    }

    @Test("When only the answer of a playbook was lost, the tests tell that it helped, and it is not repeated")
    func lostAnswer() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(world, [playbook("restart-backend", "lose", "backend")], tool: tool)
        #expect(tool.acts == ["restart-backend"])
        #expect(report.job.outcome == .healed)
    }

    @Test("A commit that is not the newest of its branch closes no issue")
    func oldCommit() async throws {
        let world = try downWorld()
        _ = try await heal(world, [])
        world.mend("backend")
        world.push(afterLooks: 1)
        let report = try await heal(world, [])
        #expect(report.job.outcome == .green)
        #expect(desk.open.count == 1)
    }

    @Test("A dead health project stops the rest and says so; once it is well again, the rest is run and healed too")
    func health() async throws {
        let world = try World(
            [
                .init(title: "answers", project: "health", needs: "backend", error: Self.refused),
                .init(title: "items", project: "contracts", needs: "search", error: Self.unavailable),
                .init(title: "lists", project: "modules", needs: "nothing", error: ""),
            ], broken: ["backend", "search"])
        let projects = ["health", "contracts", "modules"]
        let first = try await heal(world, [], projects: projects, dryRun: true)
        #expect(first.failures.map(\.testName) == ["answers"])
        #expect(first.projects?.map(\.notRun).map { $0?.contains("is dead") ?? false } == [false, true, true])

        let condition = PlaybookSettings.Condition(text: "503")
        let report = try await heal(
            world,
            [
                playbook("restart-backend", "mend", "backend"),
                playbook("warm-search", "mend", "search", when: condition),
            ],
            projects: projects)
        #expect(report.job.outcome == .healed, "\(report.failures.map { ($0.testName, $0.verdict, $0.kind) })")
        #expect(report.fixes.map(\.id) == ["restart-backend", "warm-search"])
        #expect(report.projects?.allSatisfy { $0.notRun == nil } == true)
        #expect(report.summary.tests == 3)
    }

    @Test("An issue is raised once for each cause, and closed when its tests are green")
    func issues() async throws {
        let world = try downWorld()
        for _ in 1...2 { _ = try await heal(world, []) }
        #expect(desk.open.count == 1)
        #expect(desk.raised.map(\.mark).allSatisfy { $0 == desk.open.first })
        world.mend("backend")
        let report = try await heal(world, [])
        #expect(desk.open.isEmpty)
        #expect(report.actions.contains { $0.what == "issue" && $0.result == "closed" })
    }

    @Test("A job tells each channel once, also when its last stage is done again")
    func messages() async throws {
        let world = try downWorld()
        let id = JobID.next()
        _ = try await heal(world, [], id: id)
        let again = try await heal(world, [], id: id)
        #expect(desk.sent == 1)
        #expect(again.actions.contains { $0.what == "notify" && $0.result.hasPrefix("not sent again") })
    }

    @Test("Every action stands in the audit log, with time, target and rationale")
    func audit() async throws {
        let world = try downWorld()
        let report = try await heal(world, [playbook("restart-backend", "mend", "backend")])
        let entries = await log.entries
        #expect(entries.count == report.actions.count)
        #expect(entries.allSatisfy { !$0.target.isEmpty && !$0.why.isEmpty && !$0.result.isEmpty })
    }
}
