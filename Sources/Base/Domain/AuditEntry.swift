/// One line of the log of actions, which only grows: what was done to the world, or would have been, and why.
package struct AuditEntry: Hashable, Sendable, Codable {
    /// Grows by one with each entry; 0 until the log has taken it.
    package var sequence: Int64
    package let at: Timestamp
    /// The job that acted; nil for a person or for the service itself.
    package let job: JobID?
    /// `selfheal`, or the name of the access token that asked.
    package let actor: String
    /// For example `playbook`, `pull-request`, `issue`, `notify`, `pause`.
    package let what: String
    package let target: String
    package let why: String
    package let result: String
    package let dryRun: Bool

    package init(
        sequence: Int64 = 0, at: Timestamp, job: JobID?, actor: String = "selfheal", what: String, target: String,
        why: String, result: String, dryRun: Bool
    ) {
        self.sequence = sequence
        self.at = at
        self.job = job
        self.actor = actor
        self.what = what
        self.target = target
        self.why = why
        self.result = result
        self.dryRun = dryRun
    }
}
