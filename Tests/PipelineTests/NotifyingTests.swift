import Domain
import Foundation
import Logging
import Queue
import TestKit
import Testing

@testable import Pipeline

/// Who tells people how a job ended: the job itself, or the outbox that its messages are stored in.
struct NotifyingTests {
    private let desk = Desk()
    private let log = MemoryActionLog()

    private func job(dryRun: Bool) -> Job {
        Job(
            id: .next(), state: .running, trigger: .init(kind: .manual), repository: "acme/shop", ref: "main",
            dryRun: dryRun, createdAt: .now())
    }

    private func run(_ orders: Orders = Orders(.granted), isQueued: Bool, dryRun: Bool = false) async throws -> Healed {
        let world = try World([.init(title: "lists", needs: "nothing", error: "")], broken: [])
        let job = job(dryRun: dryRun)
        let worker = WorkerName(node: "anna", slot: 1)
        let journal = MemoryJournal(claim: isQueued ? Claim(job: job, worker: worker, generation: 1) : nil)
        return try await Pipeline(ports(world, orders)).run(
            HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            in: JobFolders(data: world.folder, job: job.id), journal: journal)
    }

    private func ports(_ world: World, _ orders: Orders) -> PipelinePorts {
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: log, override: orders, logger: Logger(label: "test"))
        ports.notifiers = [desk]
        ports.clock = PipelineClock(sleep: { _ in try Task.checkCancellation() })
        return ports
    }

    private func told(_ healed: Healed) -> [String] {
        healed.report.actions.filter { $0.what == "notify" }.map(\.result)
    }

    @Test("A job of a queue sends nothing itself; its message goes along with its end")
    func queues() async throws {
        let healed = try await run(isQueued: true)
        #expect(desk.sent == 0)
        let message = try #require(healed.messages.first)
        #expect(healed.messages.count == 1)
        #expect(message.job == healed.report.job.id && message.subject == "job \(message.job)")
        #expect(message.channel == "desk" && message.topics == "status")
        #expect(told(healed) == ["queued"])
        #expect(await log.entries.isEmpty)
    }

    @Test("Without a queue the message is sent at once")
    func sends() async throws {
        let healed = try await run(isQueued: false)
        #expect(desk.sent == 1)
        #expect(healed.messages.isEmpty)
        #expect(told(healed) == ["sent"])
    }

    @Test("A dry run and a job on hold tell nobody, and say so", arguments: [true, false])
    func tellsNobody(isQueued: Bool) async throws {
        let dry = try await run(isQueued: isQueued, dryRun: true)
        #expect(told(dry) == ["would have been sent"])
        let held = try await run(Orders(.refused("on hold")), isQueued: isQueued)
        #expect(told(held) == ["not sent: on hold"])
        #expect(desk.sent == 0 && dry.messages.isEmpty && held.messages.isEmpty)
    }

    @Test("A pause does not keep a job of a queue from its end: the message waits where it is sent from")
    func paused() async throws {
        let healed = try await run(Orders(.later("release day")), isQueued: true)
        #expect(healed.messages.count == 1)
    }

    @Test("Of a job that could not be done each channel is told, but not of a dry run")
    func failed() async throws {
        let pipeline = Pipeline(ports(try World([], broken: []), Orders(.granted)))
        let messages = pipeline.messages(aboutFailed: job(dryRun: false), error: "no such branch")
        #expect(messages.map { String(decoding: $0.body, as: UTF8.self) } == ["no such branch"])
        #expect(pipeline.messages(aboutFailed: job(dryRun: true), error: "no such branch").isEmpty)
    }
}
