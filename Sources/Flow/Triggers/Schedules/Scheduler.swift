package import Domain
package import Logging
import Queue

/// Makes a job for every slot of every repository's schedules: one for a slot, whoever else asks for the same one.
package struct Scheduler: Sendable {
    private let schedules: [(repository: String, schedule: Schedule)]
    private let intake: Intake
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let sleep: @Sendable (Duration) async throws -> Void

    /// A clock that somebody sets is noticed this soon, and a store that failed is asked again.
    private static let longestSleep = Duration.seconds(60)

    /// - Throws: `Schedule.Unreadable`
    package init(
        repositories: RepositoryDirectory, intake: Intake, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws {
        schedules = try repositories.listed.flatMap { settings in
            try settings.schedule.map { (settings.name, try Schedule($0)) }
        }
        self.intake = intake
        self.logger = logger
        self.now = now
        self.sleep = sleep
    }

    /// Runs until the task is cancelled. A slot that came while no service ran is made up for once, however many there
    /// were; one that came before the repository ever had a job by schedule is not.
    package func run() async throws {
        var done: [Int: Timestamp] = [:]
        while true {
            let time = now()
            var wait = Self.longestSleep
            for (index, entry) in schedules.enumerated() {
                guard let slot = entry.schedule.slot(at: time) else { continue }
                if done[index] != slot, await take(slot, of: entry, isFirst: done[index] == nil) { done[index] = slot }
                if let next = entry.schedule.next(after: time) {
                    wait = min(wait, .milliseconds(next.milliseconds - time.milliseconds))
                }
            }
            try await sleep(wait)
        }
    }

    /// - Returns: whether nothing more is to be done for the slot.
    private func take(
        _ slot: Timestamp, of entry: (repository: String, schedule: Schedule), isFirst: Bool
    ) async -> Bool {
        var logger = logger
        logger[metadataKey: "repository"] = "\(entry.repository)"
        logger[metadataKey: "schedule"] = "\(entry.schedule)"
        do {
            if isFirst, try await !intake.hasScheduledJob(of: entry.repository) { return true }
            let slot = CronSlot(repository: entry.repository, slot: slot)
            let enqueued = try await intake.enqueue(slot, ref: "HEAD")
            logger.notice(
                "Slot taken",
                metadata: [
                    "slot": "\(slot.name)", "job.id": "\(enqueued.jobs.map(\.id))",
                    "duplicate": "\(enqueued.isDuplicate)",
                ])
            return true
        } catch {
            logger.error("Slot not taken yet", metadata: ["error": "\(error)"])
            return false
        }
    }
}
