/// Whether jobs of other nodes may be taken back.
///
/// A lease that ran out tells that its worker is dead only when the worker could have renewed it. After the store was away for
/// longer than a lease every lease has run out, and whoever is first back would take the living jobs of all others.
package struct RescueGate: Hashable, Sendable {
    package typealias Instant = ContinuousClock.Instant

    private let lease: Duration
    /// An answer that takes longer is none: other nodes' renewals may have waited as long.
    private let patience: Duration
    /// nil: not since the last look that failed.
    private var answers: Answers?

    private struct Answers: Hashable, Sendable {
        /// Without a break.
        let since: Instant
        var last: Instant
    }

    package init(_ policy: QueuePolicy) {
        lease = policy.lease
        patience = policy.renewalPause
    }

    /// Whether the store has answered throughout one full lease, as far as the look that begins now can know.
    package func isOpen(at now: Instant) -> Bool {
        guard let answers, isUnbroken(answers.last, now) else { return false }
        return now - answers.since >= lease
    }

    /// - Parameters:
    ///   - asked: when a look at the store began.
    ///   - answered: when it was answered.
    package mutating func hear(asked: Instant, answered: Instant) {
        guard answered - asked <= patience, let known = answers, isUnbroken(known.last, asked) else {
            answers = Answers(since: answered, last: answered)
            return
        }
        answers?.last = answered
    }

    /// A look failed.
    package mutating func hearNothing() { answers = nil }

    /// Who does not ask for long, because its process or its machine stood still, does not know what the store did.
    private func isUnbroken(_ last: Instant, _ next: Instant) -> Bool { next - last <= lease / 2 }
}
