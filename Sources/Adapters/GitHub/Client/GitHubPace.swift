package import Domain

/// How patiently GitHub is asked: tries, waits and spacing, and the clock that they are measured with.
package struct GitHubPace: Sendable {
    /// How often one call is sent while the network or GitHub itself fails.
    package var tries = 4
    /// The wait after the first failure; it doubles, and up to half of it is added by chance.
    package var firstBackoff: Duration = .seconds(1)
    /// How often one call waits for a rate limit.
    package var limitTries = 5
    /// The wait for a rate limit that names none; it doubles. Source: GitHub's best practices for its REST API.
    package var limitWait: Duration = .seconds(60)
    /// Told to wait longer than this, the client gives up with an error that may pass: a worker shall not sit waiting.
    package var longestWait: Duration = .seconds(300)
    /// Between one write and the next. Source: GitHub's best practices for its REST API.
    package var writeSpacing: Duration = .seconds(1)
    /// For one exchange, until the last byte of the answer.
    package var timeout: Duration = .seconds(30)

    package var now: @Sendable () -> Timestamp = { .now() }
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// 0 to 1.
    package var jitter: @Sendable () -> Double = { .random(in: 0...1) }

    package init() {}
}
