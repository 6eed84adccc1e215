package import Domain
package import HTTPClient
import Synchronization

/// A clock that moves only when someone sleeps, and remembers for how long.
package final class SteppingClock: Sendable {
    private let state = Mutex((now: Timestamp(milliseconds: 1_800_000_000_000), sleeps: [Duration]()))

    package init() {}

    package var now: Timestamp { state.withLock { $0.now } }
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    package func advance(by duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    package func sleep(for duration: Duration) throws {
        try Task.checkCancellation()
        state.withLock {
            $0.sleeps.append(duration)
            $0.now = $0.now.advanced(by: duration)
        }
    }

    /// Without chance.
    package var pace: RequestPace {
        var pace = RequestPace()
        pace.now = { self.now }
        pace.sleep = { try self.sleep(for: $0) }
        pace.jitter = { 0 }
        return pace
    }
}
