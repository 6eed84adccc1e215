import Domain
import Queue
import TestKit
import Testing

@testable import Pipeline

/// What a restart, a pause or a run of the whole suite makes of playbooks that have acted or were about to.
extension PlaybookTests {
    /// A run that the job began before it was cut off.
    func earlier(
        _ playbook: PlaybookSettings, of job: JobID, _ state: PlaybookRun.State = .intended
    ) -> PlaybookRun {
        PlaybookRun(
            id: .next(), job: job, repository: "acme/shop", playbook: playbook.name,
            target: playbook.target(in: "acme/shop"), why: "", startedAt: clock.now, state: state)
    }

    @Test("A job that was cut off while a playbook acted does not act again: the tests tell what became of it")
    func resumed() async throws {
        let world = try downWorld()
        let id = JobID.next()
        let settings = playbook("restart-backend", "mend", "backend")
        let log = MemoryActionLog(runs: [earlier(settings, of: id)])
        // The suite, and the red tests once more; then the tests tell what the playbook did.
        world.mendAfter(runs: 2, "backend")
        let tool = WorldTool(world)
        let report = try await heal(world, [settings], tool: tool, log: log, id: id)
        #expect(tool.acts.isEmpty)
        #expect(report.job.outcome == .healed)
        #expect(await log.runs.map(\.state) == [.healed])
    }

    @Test("What a playbook did not help before a restart is not credited with what another one did")
    func resumedInOrder() async throws {
        let world = try downWorld()
        let id = JobID.next()
        let playbooks = [playbook("restart-backend", "nothing"), playbook("redeploy", "mend", "backend")]
        let runs = zip(playbooks, [PlaybookRun.State.withoutEffect, .healed]).map { earlier($0, of: id, $1) }
        let log = MemoryActionLog(runs: runs)
        world.mendAfter(runs: 2, "backend")
        let tool = WorldTool(world)
        let report = try await heal(world, playbooks, tool: tool, log: log, id: id)
        #expect(tool.acts.isEmpty)
        #expect(report.fixes.filter { $0.state == .applied }.map(\.id) == ["redeploy"])
        #expect(await log.runs.map(\.state) == [.withoutEffect, .healed])
    }

    @Test("The command of an earlier life has its time before the tests tell what it did")
    func outlasts() async throws {
        let world = try downWorld()
        let id = JobID.next()
        let settings = playbook("restart-backend", "mend", "backend")
        let log = MemoryActionLog(runs: [earlier(settings, of: id)])
        clock.advance(by: .seconds(100))
        world.mendAfter(runs: 2, "backend")
        _ = try await heal(world, [settings], log: log, id: id)
        #expect(clock.sleeps.first == .seconds(settings.timeoutSeconds - 100))
    }

    @Test("A test that the run of the whole suite did not reach is not healed by it")
    func unreached() async throws {
        let world = try World(
            [
                .init(title: "answers", project: "health", needs: "health", error: Self.refused),
                .init(title: "items", project: "contracts", needs: "backend", error: Self.unavailable),
                .init(title: "lists", project: "modules", needs: "other", error: Self.unavailable),
            ], broken: ["backend", "other"])
        let report = try await heal(
            world, [playbook("restart-backend", "trade", "backend", "health")],
            projects: ["health", "contracts", "modules"])
        #expect(Set(report.failures.map(\.testName)).isSuperset(of: ["items", "lists"]))
        #expect(!report.failures.contains { $0.resolution == .fixedByPlaybook })
        #expect(report.fixes.map(\.state) == [.rejected])
        #expect(await log.runs.map(\.state) == [.withoutEffect])
    }

    @Test("A test that is red for another reason after a playbook is judged anew, and what that asks for is done")
    func judgedAnew() async throws {
        let world = try World(
            [
                .init(title: "lists", needs: "backend", error: Self.refused),
                .init(
                    title: "finds", needs: "backend", error: Self.refused,
                    also: .init(needs: "search", error: Self.unavailable)),
            ], broken: ["backend", "search"])
        let report = try await heal(
            world,
            [
                playbook("restart-backend", "mend", "backend"),
                playbook("warm-search", "mend", "search", when: .init(text: "503")),
            ])
        #expect(report.fixes.map(\.id) == ["restart-backend", "warm-search"])
        #expect(report.job.outcome == .healed)
        #expect(report.failures.first { $0.testName == "finds" }?.kind == "http-5xx")
        #expect(report.failures.count == 2)
    }

    @Test("After a long pause nothing is done for what people have mended meanwhile")
    func stale() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        // The suite, and the red tests once more.
        world.mendAfter(runs: 2, "backend")
        let report = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool, orders: Orders(later: 60))
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.contains("after the pause") })
        #expect(await log.runs.isEmpty)
    }

    @Test("After a long pause nothing is done where the tests cannot be run any more, and the job still has its report")
    func unrunnable() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        world.stopRunning(after: 2)
        let report = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool, orders: Orders(later: 60))
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.contains("cannot be run any more: no browser") })
    }

    @Test("What a playbook changed of the commit is put back and told, before the tests tell whether it helped")
    func keepsTheCommit() async throws {
        let world = try downWorld()
        let report = try await heal(world, [playbook("restart-backend", "modify", "backend", "e2e/data.json")])
        #expect(report.actions.contains { $0.result.contains("were put back: e2e/data.json") })
        #expect(try await world.modified("head").isEmpty)
        #expect(report.job.outcome == .healed)
    }

    @Test("For a pull request from a fork no command is run, because the fork brings what it runs")
    func forks() async throws {
        let world = try downWorld()
        let tool = WorldTool(world)
        let report = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool, ref: "refs/pull/7/head")
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.contains("from a fork") })
    }
}
