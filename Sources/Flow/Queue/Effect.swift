package import Domain

/// One act on the world that a job is about to do, or has done: a pull request, an issue, a restart, a message.
///
/// It is written down before it is done. An effect that was intended and has no end may have happened or not, which only
/// the other side can tell.
package struct Effect: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Written down; whether it has happened is not known.
        case intended
        case done
        /// It did not happen, for sure.
        case failed
        /// Nothing told whether it happened: whoever does it again looks first.
        case unknown
    }

    /// Names it within its job's attempt, for example `issue 4f1c`.
    package let key: String
    package let kind: String
    /// What had to hold, or what the other side looked like, when it was intended.
    package let precondition: String
    package let at: Timestamp
    package var state: State
    /// What the other side said, as its kind wants to read it again.
    package var result: String

    package init(
        key: String, kind: String, precondition: String, at: Timestamp, state: State = .intended, result: String = ""
    ) {
        self.key = key
        self.kind = kind
        self.precondition = precondition
        self.at = at
        self.state = state
        self.result = result
    }
}

/// The effects of jobs, written under their leases.
package protocol EffectLog: Sendable {
    /// Writes an intent down, in place of an earlier one of the attempt with this key, unless that one is done and its
    /// precondition was the same.
    /// - Returns: the one that was there before; nil when there was none.
    func begin(_ effect: Effect, under claim: Claim) async throws(StoreError) -> Effect?
    func end(
        _ key: String, as state: Effect.State, result: String, under claim: Claim, at: Timestamp
    ) async throws(StoreError)
    /// Of all attempts, the oldest first.
    func effects(of job: JobID) async throws(StoreError) -> [Effect]
}
