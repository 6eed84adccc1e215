/// Counts what stood in the way of one call, or of one publication, and says how long to wait for the next try.
struct Patience: Sendable {
    let pace: GitHubPace
    private var faults = 0
    private var limits = 0

    init(pace: GitHubPace) { self.pace = pace }

    /// The doubling wait after one fault more; nil when that was the last try.
    mutating func waitAfterFault() -> Duration? {
        faults += 1
        guard faults < pace.tries else { return nil }
        return pace.firstBackoff * (1 << min(faults - 1, 10)) * (1 + pace.jitter() / 2)
    }

    /// - Parameter told: the wait that GitHub named.
    /// - Throws: `GitHubFailure.limited` when the wait is too long, or one too many.
    mutating func waitAtLimit(told: Duration?, purpose: String) throws(GitHubFailure) -> Duration {
        let wait = told ?? pace.limitWait * (1 << min(limits, 10))
        limits += 1
        guard wait <= pace.longestWait, limits <= pace.limitTries else { throw .limited(purpose: purpose, wait: wait) }
        return wait
    }
}
