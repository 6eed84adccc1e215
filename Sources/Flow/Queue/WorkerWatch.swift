import Synchronization

/// Sees whether the workers of a pool take jobs, for the readiness of the service.
package final class WorkerWatch: Sendable {
    private enum State {
        case waiting, running, ended
        /// The newest claim failed; for which reason.
        case failing(String)
    }
    private let state = Mutex(State.waiting)

    package init() {}

    /// Why the workers take no jobs; nil when they do, and also while people have paused them.
    package var objection: String? {
        state.withLock { state in
            switch state {
            case .waiting: "they have not started"
            case .running: nil
            case .ended: "they have ended"
            case .failing(let reason): "the last try to take a job failed: \(reason)"
            }
        }
    }

    func started() { state.withLock { $0 = .running } }

    func ended() { state.withLock { $0 = .ended } }

    func claimed() { state.withLock { $0 = .running } }

    func failed(_ error: any Error) { state.withLock { $0 = .failing("\(error)") } }
}
