import Synchronization

/// A steady clock that a test sets.
final class SteppedDuration: Sendable {
    private let state = Mutex(Duration.zero)
    var value: Duration {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
