package import Domain

/// Whether people want the service to keep its hands still. Asked right before everything that acts.
package protocol HumanOverride: Sendable {
    /// Why nothing may be done for this job now; nil when it may.
    func objection(to job: Job) async -> String?
}
