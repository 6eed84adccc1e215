import Domain
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
        try await turns.take("write") {
            try Task.checkCancellation()
            try await keepSpacing()
            defer { rest(until: pace.now().advanced(by: pace.writeSpacing)) }
            return try await write()
        }
    }

    /// No write before `time`: GitHub has asked for it.
    func rest(until time: Timestamp) { nextTurn.withLock { $0 = max($0 ?? time, time) } }

    private func keepSpacing() async throws {
        guard let nextTurn = nextTurn.withLock(\.self) else { return }
        let missing = nextTurn.seconds(since: pace.now())
        // A clock that was set back must not hold writes up for longer than any wait can be.
        if missing > 0 { try await pace.sleep(min(.seconds(missing), pace.longestWait)) }
    }
}
