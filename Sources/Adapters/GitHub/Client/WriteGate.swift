import Domain

/// Lets one write at a time pass, with the spacing that GitHub asks for. Writes in parallel are what its secondary
/// limits punish first.
///
/// A cancelled caller keeps its place; its turn comes, at the latest, when those before it are done.
actor WriteGate {
    private let pace: GitHubPace
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var nextTurn: Timestamp?

    init(pace: GitHubPace) { self.pace = pace }

    func pass<Value: Sendable>(_ write: @Sendable () async throws -> Value) async throws -> Value {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
        defer { leave() }
        try Task.checkCancellation()
        try await keepSpacing()
        defer { nextTurn = max(nextTurn ?? pace.now(), pace.now().advanced(by: pace.writeSpacing)) }
        return try await write()
    }

    /// No write before `time`: GitHub has asked for it.
    func rest(until time: Timestamp) { nextTurn = max(nextTurn ?? time, time) }

    private func keepSpacing() async throws {
        guard let nextTurn else { return }
        let missing = nextTurn.seconds(since: pace.now())
        // A clock that was set back must not hold writes up for longer than any wait can be.
        if missing > 0 { try await pace.sleep(min(.seconds(missing), pace.longestWait)) }
    }

    /// Hands the turn to the first who waits.
    private func leave() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
