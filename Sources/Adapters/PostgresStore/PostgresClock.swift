internal import Domain
internal import Synchronization

/// The server's clock, as far as this machine knows it: what several nodes write down they compare by one clock, however
/// wrong their own are. Between two readings this machine's steady clock tells how much time went by.
final class PostgresClock: Sendable {
    struct Reading: Hashable {
        let server: Timestamp
        /// When the server said so, by the steady clock.
        let taken: Duration
        /// Half of the round trip: the server may have said it at any moment of it.
        let uncertainty: Duration

        init(server: Timestamp, between sent: Duration, and received: Duration) {
            self.server = server
            taken = (sent + received) / 2
            uncertainty = (received - sent) / 2
        }

        func server(at moment: Duration) -> Timestamp { server.advanced(by: moment - taken) }

        /// The better of two readings: the later one, unless the earlier one is more certain even after clocks drifted apart
        /// meanwhile and does not contradict it, as it does when another server took over.
        func followed(by later: Self) -> Self {
            let drift = (later.taken - taken) / 5000
            let difference = Duration.milliseconds(
                abs(later.server.milliseconds - server(at: later.taken).milliseconds))
            let agrees = difference <= uncertainty + drift + later.uncertainty + .milliseconds(1)
            return agrees && uncertainty + drift < later.uncertainty ? self : later
        }
    }

    /// A reading is taken again after this time.
    private static let age: Duration = .seconds(60)
    private struct State { var reading: Reading?, lastTaken: Duration? }
    private let state = Mutex(State())
    let elapsed: @Sendable () -> Duration

    /// - Parameter elapsed: a clock that nobody sets.
    init(elapsed: @escaping @Sendable () -> Duration = PostgresClock.steady()) { self.elapsed = elapsed }

    /// This machine's time as long as the server has not been asked.
    func now() -> Timestamp {
        let moment = elapsed()
        return state.withLock { $0.reading?.server(at: moment) } ?? Timestamp.now()
    }

    var wantsReading: Bool {
        let moment = elapsed()
        return state.withLock { state in state.lastTaken.map { moment - $0 >= Self.age } ?? true }
    }

    func note(_ reading: Reading) {
        state.withLock { state in
            state.lastTaken = reading.taken
            state.reading = state.reading?.followed(by: reading) ?? reading
        }
    }

    private static func steady() -> @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }
}
