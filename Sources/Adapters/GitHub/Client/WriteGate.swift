import Domain
import Pipeline
import Synchronization
import Turns

/// Lets one write at a time pass, with the spacing that GitHub asks for. Writes in parallel are what its secondary
/// limits punish first. Who is cancelled while waiting leaves the line at once.
final class WriteGate: Sendable {
    private let pace: GitHubPace
    private let turns = KeyedTurns()
    private let nextTurn = Mutex<Timestamp?>(nil)

    init(pace: GitHubPace) { self.pace = pace }

    func pass<Value: Sendable>(_ write: @Sendable () async throws -> Value) async throws -> Value {
        // A clock that was set back must not hold writes up for longer than any wait can be.
        var patience = pace.longestWait
        while true {
            // Outside of the turn, so that the line moves on when a job that is to stop leaves it.
            while isResting, patience > .zero {
                let wait = min(missing, patience)
                patience -= wait
                try await StopSignal.wait { [pace] in try await pace.sleep(wait) }
            }
            let value: Value? = try await turns.take("write") {
                try Task.checkCancellation()
                // Whoever had the turn before may have been told to rest.
                if isResting, patience > .zero { return nil }
                if missing > .zero { try await pace.sleep(min(missing, pace.writeSpacing)) }
                defer { rest(until: pace.now().advanced(by: pace.writeSpacing)) }
                return try await write()
            }
            if let value { return value }
        }
    }

    /// No write before `time`: GitHub has asked for it.
    func rest(until time: Timestamp) { nextTurn.withLock { $0 = max($0 ?? time, time) } }

    /// For longer than the spacing, which also a job that is to stop waits for: it has begun what it writes.
    private var isResting: Bool { missing > pace.writeSpacing }

    /// Until the next write.
    private var missing: Duration {
        guard let nextTurn = nextTurn.withLock(\.self) else { return .zero }
        return .seconds(nextTurn.seconds(since: pace.now()))
    }
}
