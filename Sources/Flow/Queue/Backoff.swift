/// When a job is tried again that failed for something which may pass.
package struct Backoff: Hashable, Sendable {
    package var first = Duration.seconds(10)
    package var longest = Duration.seconds(600)
    /// Tries after the first one.
    package var retries = 5

    package init() {}

    package init(first: Duration, longest: Duration, retries: Int) {
        self.first = first
        self.longest = longest
        self.retries = retries
    }

    /// Twice as long with each time, and by up to a fifth shorter or longer, so that what failed together does not come back
    /// together.
    /// - Parameters:
    ///   - retries: how often it was postponed before.
    ///   - jitter: 0 to 1, at random.
    ///   - wait: what the other side asked for, which is waited at least.
    /// - Returns: nil when it is not tried again.
    package func delay(afterRetries retries: Int, jitter: Double, atLeast wait: Duration? = nil) -> Duration? {
        guard retries < self.retries else { return nil }
        let doubled = (0..<retries).reduce(first) { delay, _ in min(delay * 2, longest) }
        let spread = doubled * (0.8 + 0.4 * min(max(jitter, 0), 1))
        return max(spread, wait ?? .zero)
    }
}
