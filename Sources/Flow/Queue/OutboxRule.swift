package import Domain

/// What follows what a channel said of a message.
package struct OutboxRule: Hashable, Sendable {
    /// From 5 seconds to 15 minutes; 12 tries, the last one an hour after the first, or later when the channel asks for more.
    package var backoff: Backoff
    /// Between two messages of one channel. Source: Slack, "Rate limits": one a second for each webhook.
    package var pace = Duration.seconds(1)

    package init() {
        backoff = Backoff()
        backoff.first = .seconds(5)
        backoff.longest = .seconds(900)
        backoff.retries = 11
    }

    /// - Parameters:
    ///   - attempts: how often it was tried, this time included.
    ///   - jitter: 0 to 1, at random.
    package func end(
        after answer: SendingEnd, attempts: Int, jitter: Double, at time: Timestamp
    ) -> OutboxEnd {
        switch answer {
        case .sent: .sent
        case .refused(let why): .failed(why)
        case .uncertain: .unknown(answer.sentence)
        case .notTaken(let why, let wait):
            backoff.delay(afterRetries: attempts - 1, jitter: jitter, atLeast: wait)
                .map { .again(at: time.advanced(by: $0), why: why) } ?? .failed("\(why) (tried \(attempts) times)")
        }
    }

    /// How long the channel is left alone: what it asks of one message holds for all.
    package func rest(after answer: SendingEnd, _ end: OutboxEnd, at time: Timestamp) -> Duration {
        switch (answer, end) {
        case (.sent(let rest), _): max(pace, rest ?? .zero)
        case (.notTaken(_, let wait?), _): max(pace, wait)
        // Nothing could be connected to, which is no better for the next one.
        case (.notTaken, .again(let due, _)): max(pace, .seconds(due.seconds(since: time)))
        case (.notTaken, _), (.refused, _), (.uncertain, _): pace
        }
    }
}
