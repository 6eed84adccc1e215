import Domain
import GitHub
import Synchronization

/// A clock that moves only when someone sleeps, and remembers for how long.
final class SteppingClock: Sendable {
    private let state = Mutex((now: Timestamp(milliseconds: 1_800_000_000_000), sleeps: [Duration]()))

    var now: Timestamp { state.withLock { $0.now } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(by duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    func sleep(for duration: Duration) throws {
        try Task.checkCancellation()
        state.withLock {
            $0.sleeps.append(duration)
            $0.now = $0.now.advanced(by: duration)
        }
    }

    /// Without chance, and without spacing between writes.
    var pace: GitHubPace {
        var pace = GitHubPace()
        pace.writeSpacing = .zero
        pace.now = { self.now }
        pace.sleep = { try self.sleep(for: $0) }
        pace.jitter = { 0 }
        return pace
    }
}
