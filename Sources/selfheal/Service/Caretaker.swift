import Domain
import Logging
import Queue

/// Looks after the queue beside the workers: takes jobs back from nodes that died, and wakes workers for jobs whose time
/// has come.
struct Caretaker: Sendable {
    let store: any JobLeases
    let signals: StoreSignals
    let node: String
    let claims: LiveClaims
    let policy: QueuePolicy
    /// About a job that is not tried again.
    let messages: FailureMessages
    let now: @Sendable () -> Timestamp
    let logger: Logger
    var instant: @Sendable () -> ContinuousClock.Instant = { .now }

    /// Also how late a job may start for which nobody raised a signal.
    private static let pause = Duration.seconds(1)

    /// Until the task is cancelled.
    func run() async throws {
        var gate = RescueGate(policy)
        while true {
            try await Task.sleep(for: Self.pause)
            await look(&gate)
            signals.work.raise()
        }
    }

    func look(_ gate: inout RescueGate) async {
        let asked = instant()
        do {
            let rescues = try await store.rescue(
                by: node, living: claims.all, others: gate.isOpen(at: asked), at: now(), messages: messages)
            gate.hear(asked: asked, answered: instant())
            tell(rescues)
        } catch {
            gate.hearNothing()
            logger.warning("Jobs of dead workers not looked for", metadata: ["error": "\(error)"])
        }
    }

    func tell(_ rescues: [Rescue]) {
        for rescue in rescues {
            logger.notice(
                "Job taken back from a dead worker",
                metadata: [
                    "job.id": "\(rescue.job.id)", "worker": "\(rescue.worker)", "state": "\(rescue.job.state.rawValue)",
                ])
        }
    }
}
