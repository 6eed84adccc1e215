import Domain
import Synchronization

/// Keeps questions away from a service that does not answer, for all jobs of the process.
final class Breaker: Sendable {
    private struct State {
        /// Failures since the last answer that count.
        var failures: [Timestamp] = []
        var opened: (at: Timestamp, reason: String, times: Int)?
        /// After the pause one question is let through; the others wait for what becomes of it.
        var trial: Timestamp?
    }
    private let state = Mutex(State())
    private let now: @Sendable () -> Timestamp

    private static let limit = 3
    /// Seconds in which they have to come.
    private static let window = 300.0
    /// Half a minute, doubled with each opening, at most ten minutes.
    private static let firstPause = 30.0
    private static let longestPause = 600.0
    /// Seconds after which a trial that was never heard of again does not count any more.
    private static let trialLimit = 300.0

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// Why the service is not asked now; nil when it may be. After a pause that is a trial, and the only one.
    func objection() -> String? {
        state.withLock { state in
            guard let opened = state.opened else { return nil }
            let pause = min(Self.firstPause * Double(1 << min(opened.times - 1, 8)), Self.longestPause)
            let isTried = state.trial.map { now().seconds(since: $0) < Self.trialLimit } ?? false
            if now().seconds(since: opened.at) < pause || isTried { return opened.reason }
            state.trial = now()
            return nil
        }
    }

    /// The question that was let through was not asked, or nobody waited for its answer: another may be the trial.
    func release() { state.withLock { $0.trial = nil } }

    /// The service answers, be it with a no.
    func succeeded() { state.withLock { $0 = State() } }

    /// - Parameter atOnce: the service said that no question will be answered, so that one is enough.
    func failed(_ reason: String, atOnce: Bool) {
        state.withLock { state in
            state.failures = state.failures.filter { now().seconds(since: $0) < Self.window } + [now()]
            state.trial = nil
            guard atOnce || state.failures.count >= Self.limit || state.opened != nil else { return }
            state.opened = (now(), reason, (state.opened?.times ?? 0) + 1)
        }
    }
}
