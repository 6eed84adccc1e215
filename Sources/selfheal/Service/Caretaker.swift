import Domain
import Logging
import Queue

/// Looks after the queue beside the workers: takes jobs back from nodes that died, and wakes workers for jobs whose time
/// has come.
struct Caretaker: Sendable {
    let store: any JobStore
    let signals: StoreSignals
    let node: String
    let claims: LiveClaims
    let now: @Sendable () -> Timestamp
    let logger: Logger

    /// Also how late a job may start for which nobody raised a signal.
    private static let pause = Duration.seconds(1)

    /// Until the task is cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: Self.pause)
            do {
                tell(try await store.rescue(by: node, living: claims.all, at: now()))
            } catch {
                logger.warning("Jobs of dead workers not looked for", metadata: ["error": "\(error)"])
            }
            signals.work.raise()
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
