import Domain
import Foundation
import Queue
import Testing

@testable import Pipeline

/// Playbooks of a job that is told to stop.
extension PlaybookTests {
    @Test("A job that is told to stop while a playbook acts lets it finish, writes its end, and does nothing more")
    func stopsAfterTheAct() async throws {
        let (world, gate) = (try downWorld(), Gate())
        let tool = WorldTool(
            world,
            during: {
                await gate.pass()
                try Task.checkCancellation()
            })
        let runs = world.runs.count
        let job = Task {
            try await heal(
                world, [playbook("restart-backend", "mend", "backend")], tool: tool, isQueued: true)
        }
        await gate.reached()
        let before = world.runs.count
        job.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await job.value }
        #expect(tool.acts == ["restart-backend"])
        #expect(!world.broken.contains("backend"))
        #expect(before > runs && world.runs.count == before)
        let run = try #require(await log.runs.first)
        #expect(run.state == .unknown && run.endedAt != nil)
        #expect(run.result.hasPrefix("did mend backend; the job stopped before"))
        #expect(await log.entries.map(\.result) == ["did mend backend"])
    }

    @Test("A job that is told to stop between the intent and the act leaves the turn to its next life, which acts once")
    func stopsBeforeTheAct() async throws {
        let (world, gate, id) = (try downWorld(), Gate(), JobID.next())
        let log = MemoryActionLog(afterIntent: { await gate.pass() })
        let playbooks = [playbook("restart-backend", "mend", "backend")]
        let tool = WorldTool(world, traces: [.absent("it is as it was")])
        let job = Task { try await heal(world, playbooks, tool: tool, log: log, id: id, isQueued: true) }
        await gate.reached()
        job.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await job.value }
        #expect(tool.acts.isEmpty)
        #expect(await log.runs.map(\.state) == [.intended])
        let next = MemoryActionLog(runs: await log.runs)
        let report = try await heal(world, playbooks, tool: tool, log: next, id: id, isQueued: true)
        #expect(tool.acts == ["restart-backend"] && report.job.outcome == .healed)
        #expect(await next.runs.map(\.state) == [.healed])
    }

    @Test("An act that was cut off itself is asked about in the next life, and has an end at once where there is none")
    func cutsTheAct() async throws {
        for isQueued in [true, false] {
            let world = try downWorld()
            let log = MemoryActionLog()
            let tool = WorldTool(world, during: { throw CancellationError() })
            await #expect(throws: CancellationError.self) {
                try await heal(
                    world, [playbook("restart-backend", "mend", "backend")], tool: tool, log: log, isQueued: isQueued)
            }
            #expect(await log.runs.map(\.state) == [isQueued ? .intended : .unknown])
        }
    }

    @Test("A job that goes on after it was stopped takes the playbook over, and lets the tests tell whether it helped")
    func goesOnAfterAStop() async throws {
        let (world, gate, id) = (try downWorld(), Gate(), JobID.next())
        let tool = WorldTool(world, during: { await gate.pass() })
        let job = Task {
            try await heal(
                world, [playbook("restart-backend", "mend", "backend")], tool: tool, id: id, isQueued: true)
        }
        await gate.reached()
        job.cancel()
        gate.open()
        _ = await job.result
        world.breakDown("backend")
        let again = try await heal(
            world, [playbook("restart-backend", "mend", "backend")], tool: tool, id: id, isQueued: true)
        #expect(again.actions.contains { $0.what == "playbook" && $0.result.hasPrefix("taken over: did mend backend") })
        #expect(tool.acts == ["restart-backend"])
        #expect(await log.runs.map(\.state) == [.withoutEffect])
    }
}
