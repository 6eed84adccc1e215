package import Domain

/// Whether people want the service to keep its hands still. Asked right before everything that acts.
package protocol HumanOverride: Sendable {
    func leave(for job: Job) async -> Leave
}

/// Whether a job may act now.
package enum Leave: Hashable, Sendable {
    case granted
    /// A pause: the job waits until it is over.
    case later(String)
    /// A hold: for this job the answer is no.
    case refused(String)
}
