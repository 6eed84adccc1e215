import Domain
import Queue

/// What every stage that acts does around it: asks the people first, and writes down what was done.
struct Acting: Sendable {
    let job: Job
    let ports: PipelinePorts
    let journal: any StageJournal

    /// How often a job that waits for the end of a pause looks.
    private static let pause = Duration.seconds(1)

    /// Waits for the end of a pause.
    /// - Returns: why the job must not act at all; nil when it may now.
    func objection() async throws -> String? {
        var told: String?
        while true {
            try Task.checkCancellation()
            switch await ports.override.leave(for: job) {
            case .granted: return nil
            case .refused(let reason): return reason
            case .later(let reason):
                if told != reason { await journal.tell(.log("waits before it acts: \(reason)")) }
                told = reason
                try await ports.clock.sleep(Self.pause)
            }
        }
    }

    /// Adds the action to the audit log; it is part of the report as well. What was done is written down also when the job is
    /// told to stop meanwhile.
    func record(_ action: HealingReport.Action) async throws -> HealingReport.Action {
        let action = HealingReport.Action(
            at: action.at, what: action.what, target: ports.redaction.apply(to: action.target),
            why: ports.redaction.apply(to: action.why), result: ports.redaction.apply(to: action.result),
            dryRun: action.dryRun)
        let entry = AuditEntry(
            at: action.at, job: job.id, what: action.what, target: action.target, why: action.why,
            result: action.result, dryRun: action.dryRun)
        let log = ports.actions
        try await Task { _ = try await log.append(entry) }.value
        await journal.tell(.log("\(action.what) \(action.target): \(action.result)"))
        return action
    }

    func record(_ what: String, _ target: String, why: String, result: String) async throws -> HealingReport.Action {
        try await record(
            .init(
                at: ports.clock.now(), what: what, target: target, why: why, result: result, dryRun: job.dryRun))
    }
}
