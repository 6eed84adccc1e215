/// One execution of a safe playbook: written down before it acts, completed afterwards.
package struct PlaybookRun: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Written down; whether it has acted is not known until it ends.
        case intended
        /// It acted, and the tests that it was for were green afterwards.
        case healed
        /// It acted, and they were not.
        case withoutEffect = "without-effect"
        /// It could not act.
        case failed
        /// The process ended while it acted, and nothing told what became of it.
        case unknown
    }

    package let id: JobID
    /// nil for a run by hand.
    package let job: JobID?
    /// Of the job: a retried job is a run of its own.
    package let attempt: Int
    package let repository: String
    package let playbook: String
    /// What is acted on: `PlaybookSettings.target(in:)`.
    package let target: String
    package let why: String
    /// On the clock that leases are compared on, like the other times: nodes compare each other's.
    package let startedAt: Timestamp
    /// Until then the target is in its hands: for the action, and for the tests that tell what came of it. nil in runs of
    /// earlier versions.
    package var busyUntil: Timestamp?
    package var endedAt: Timestamp?
    package var state: State
    /// What it said of its end.
    package var result: String

    package init(
        id: JobID, job: JobID?, attempt: Int = 1, repository: String, playbook: String, target: String, why: String,
        startedAt: Timestamp, busyUntil: Timestamp? = nil, state: State = .intended, result: String = ""
    ) {
        self.id = id
        self.job = job
        self.attempt = attempt
        self.repository = repository
        self.playbook = playbook
        self.target = target
        self.why = why
        self.startedAt = startedAt
        self.busyUntil = busyUntil
        self.state = state
        self.result = result
    }
}
