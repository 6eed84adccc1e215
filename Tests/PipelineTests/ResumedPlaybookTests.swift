import Domain
import Foundation
import Queue
import TestKit
import Testing

@testable import Pipeline

/// Playbooks of a job whose worker died between the intent and the act, where the target tells that nothing was done.
extension PlaybookTests {
    /// The job goes on with the first of `playbooks` intended.
    private func goOn(
        _ world: World, _ playbooks: [PlaybookSettings], tool: WorldTool, after others: [PlaybookRun] = [],
        orders: Orders = Orders(.granted), limit: Int = 3
    ) async throws -> (report: HealingReport, runs: [PlaybookRun]) {
        let id = JobID.next()
        let log = MemoryActionLog(runs: others + [earlier(playbooks[0], of: id)])
        let report = try await heal(
            world, playbooks, tool: tool, orders: orders, log: log, limit: limit, id: id, isQueued: true)
        return (report, await log.runs.filter { $0.job == id })
    }

    @Test("What surely was not done is done once, when its worker cannot any more, and is one run all the same")
    func doneAfterAll() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, traces: [.absent("it is as it was")])
        let start = clock.now
        let settings = playbook("restart-backend", "mend", "backend")
        let (report, runs) = try await goOn(world, [settings], tool: tool)
        #expect(tool.acts == ["restart-backend"])
        #expect(report.job.outcome == .healed)
        #expect(runs.map(\.state) == [.healed])
        // Its own time, and two minutes for what it sent at the end of that.
        #expect(runs.map(\.startedAt) == [start.advanced(by: .seconds(settings.timeoutSeconds + 120))])
    }

    @Test("A run is told by the store's clock, whatever the clock of the machine says")
    func keepsTheStoresTime() async throws {
        let (world, store) = (try downWorld(), try LeasedStore())
        let (claim, storesTime) = (try await store.claim(), clock.now.advanced(by: .seconds(-3600)))
        _ = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], id: claim.job.id, claim: claim,
            books: EffectBooks(store, lease: .seconds(6), now: { storesTime }))
        #expect(await log.runs.map(\.startedAt) == [storesTime])
        #expect(await log.runs.map(\.endedAt) == [storesTime])
        #expect(await log.intents == [storesTime])
    }

    @Test("What its stalled worker did in the meantime is not done again: the tests tell whether it helped")
    func doneMeanwhile() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, traces: [.absent("it is as it was"), .found("it was restarted")])
        world.mendAfter(runs: 2, "backend")
        let (report, runs) = try await goOn(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.hasSuffix("cut off: it was restarted") })
        #expect(runs.map(\.state) == [.healed])
    }

    @Test("A job that begins anew and finds nothing red has been healed by what it did before, if it did it")
    func adoptsWhatHelped() async throws {
        let settings = playbook("restart-backend", "mend", "backend")
        let world = try downWorld()
        world.mendAfter(runs: 0, "backend")
        let tool = WorldTool(world, traces: [.untold("no answer")])
        let (report, runs) = try await goOn(world, [settings], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(report.job.outcome == .healed)
        #expect(report.failures.isEmpty && report.fixes.map(\.state) == [.applied])
        #expect(report.actions.contains { $0.result.hasPrefix("taken over: begun before the job was cut off") })
        #expect(runs.map(\.state) == [.healed])

        let other = try downWorld()
        other.mendAfter(runs: 0, "backend")
        let absent = WorldTool(other, traces: [.absent("it is as it was")])
        let (green, undone) = try await goOn(other, [settings], tool: absent)
        #expect(green.job.outcome == .green && green.fixes.isEmpty)
        #expect(undone.map(\.state) == [.failed])
    }

    @Test("What nothing tells of is not done again")
    func inDoubt() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, traces: [.absent("it is as it was"), .untold("no answer")])
        let (_, runs) = try await goOn(world, [playbook("restart-backend", "mend", "backend")], tool: tool)
        #expect(tool.acts.isEmpty)
        #expect(runs.map(\.state) == [.withoutEffect])
    }

    @Test("It counts once among the automatic fixes of the run")
    func countsOnce() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, traces: [.absent("it is as it was")])
        let playbooks = [playbook("restart-backend", "nothing"), playbook("redeploy", "mend", "backend")]
        let (report, runs) = try await goOn(world, playbooks, tool: tool, limit: 1)
        #expect(tool.acts == ["restart-backend"])
        #expect(report.actions.contains { $0.result == "not done: 1 of 1 automatic fixes of this run are used up" })
        #expect(runs.map(\.state) == [.withoutEffect])
    }

    @Test("It waits for no cool-down of its own, and for that of every other run on its target")
    func keepsCoolDown() async throws {
        let world = try downWorld()
        let tool = WorldTool(world, traces: [.absent("it is as it was")])
        let settings = playbook("restart-backend", "mend", "backend", cooldown: 3600)
        var other = earlier(settings, of: .next(), .healed)
        other.endedAt = clock.now
        let (report, runs) = try await goOn(world, [settings], tool: tool, after: [other])
        #expect(tool.acts.isEmpty)
        #expect(report.actions.contains { $0.result.contains("is left alone until") })
        #expect(runs.map(\.state) == [.failed])
    }

    @Test("It is not done when people have put the job on hold, nor when its target is well by now")
    func keepsOrders() async throws {
        let settings = playbook("restart-backend", "mend", "backend")
        let world = try downWorld()
        let held = WorldTool(world, traces: [.absent("it is as it was")])
        let hold = Orders(.refused("selfheal:hold"))
        #expect(try await goOn(world, [settings], tool: held, orders: hold).runs.map(\.state) == [.failed])
        let well = WorldTool(world, outlook: .pointless("it is up"), traces: [.absent("it is as it was")])
        #expect(try await goOn(world, [settings], tool: well).runs.map(\.state) == [.failed])
        #expect(held.acts.isEmpty && well.acts.isEmpty)
    }

    @Test(
        "A job that is told to stop while it waits for the worker leaves the intent to its next life, which acts once")
    func stopsMeanwhile() async throws {
        let world = try downWorld()
        let (id, settings) = (JobID.next(), playbook("restart-backend", "mend", "backend"))
        let log = MemoryActionLog(runs: [earlier(settings, of: id)])
        let gate = Gate()
        let tool = WorldTool(world, traces: [.absent("it is as it was")], asked: { await gate.pass() })
        let job = Task { try await heal(world, [settings], tool: tool, log: log, id: id, isQueued: true) }
        await gate.reached()
        job.cancel()
        await #expect(throws: CancellationError.self) { try await job.value }
        #expect(tool.acts.isEmpty)
        #expect(await log.runs.map(\.state) == [.intended])
        let again = WorldTool(world, traces: [.absent("it is as it was")])
        let report = try await heal(world, [settings], tool: again, log: log, id: id, isQueued: true)
        #expect(again.acts == ["restart-backend"] && report.job.outcome == .healed)
        #expect(await log.runs.map(\.state) == [.healed])
    }

    @Test("A job that is told to stop before the turn of what was undone keeps that turn for its next life")
    func keepsTheTurn() async throws {
        let world = try downWorld()
        let (id, settings) = (JobID.next(), playbook("restart-backend", "mend", "backend"))
        let log = MemoryActionLog(runs: [earlier(settings, of: id)])
        let absent = WorldTool(world, traces: [.absent("it is as it was")])
        // The people's pause is waited for, and that wait is where the job is stopped.
        let orders = Orders(.later("release day"))
        let gate = Gate()
        let job = Task {
            try await heal(
                world, [settings], tool: absent, orders: orders, log: log, id: id, isQueued: true,
                onPause: { await gate.pass() })
        }
        await gate.reached()
        job.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await job.value }
        #expect(await log.runs.map(\.state) == [.intended])
        let report = try await heal(world, [settings], tool: absent, log: log, id: id, isQueued: true)
        #expect(absent.acts == ["restart-backend"] && report.job.outcome == .healed)
    }

    @Test("A green job waits until a stalled worker cannot act any more before it says that nothing was done")
    func asksTwiceWhenGreen() async throws {
        let settings = playbook("restart-backend", "mend", "backend")
        let world = try downWorld()
        world.mendAfter(runs: 0, "backend")
        let tool = WorldTool(world, traces: [.absent("it is as it was"), .found("it was restarted")])
        let (report, runs) = try await goOn(world, [settings], tool: tool)
        #expect(runs.map(\.state) == [.healed])
        #expect(report.fixes.map(\.state) == [.applied])
    }
}
