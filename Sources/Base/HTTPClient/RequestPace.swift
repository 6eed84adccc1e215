package import Domain

/// How patiently a service is asked: tries, waits, and the clock that they are measured with.
package struct RequestPace: Sendable {
    /// How often one request is sent while the network or the service itself fails.
    package var tries = 4
    /// The wait after the first failure; it doubles, and up to half of it is added by chance.
    package var firstBackoff: Duration = .seconds(1)
    /// How often one request waits for a rate limit.
    package var limitTries = 3
    /// The wait for a rate limit that names none; it doubles.
    package var limitWait: Duration = .seconds(5)
    /// Told to wait longer than this, the caller gives up: a worker shall not sit waiting.
    package var longestWait: Duration = .seconds(120)
    /// For one exchange, until the last byte of the answer.
    package var timeout: Duration = .seconds(30)
    /// When the caller's own time is over: no try and no wait goes beyond it. nil: never.
    package var deadline: Timestamp?

    package var now: @Sendable () -> Timestamp = { .now() }
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// 0 to 1.
    package var jitter: @Sendable () -> Double = { .random(in: 0...1) }

    package init() {}

    /// Without any: one try, and no wait for a limit.
    package static var once: Self {
        var pace = Self()
        (pace.tries, pace.limitTries) = (1, 0)
        return pace
    }

    /// The same patience, until `deadline`.
    package func until(_ deadline: Timestamp) -> Self {
        var result = self
        result.deadline = deadline
        return result
    }

    /// What is left of the caller's time; nil without a deadline.
    package var left: Duration? { deadline.map { .seconds($0.seconds(since: now())) } }

    /// Whether there is time for a wait, and for something after it.
    package func hasTime(for wait: Duration) -> Bool { left.map { wait < $0 } ?? true }

    /// The wait after failure number `failure`, which counts from 1.
    package func backoff(afterFailure failure: Int) -> Duration {
        let wait = firstBackoff * (1 << min(max(failure, 1) - 1, 16))
        return wait + wait * 0.5 * jitter()
    }
}
