package import Domain
package import Foundation

/// Keeps the jobs. Whatever a call has returned for is on disk.
///
/// A running job belongs to one `Claim`, which is a lease: worker, generation, and a time until which it holds without being
/// renewed. Every write about a running job names it, and a claim that is no longer the newest gets
/// `StoreError.leaseLost`, whatever it tries to write.
package protocol JobStore: JobIntake, JobLeases, JobProgress, JobReading {}

/// How jobs come in, and what people do to them.
package protocol JobIntake: Sendable {
    /// Stores jobs; with a delivery, at most once for that delivery, however often it is called. A job takes the place of the
    /// older ones of its lane.
    func enqueue(_ jobs: [Job], delivery: Delivery?) async throws(StoreError) -> Enqueued
    /// The jobs that were made of a delivery, as far as they are still there; nil when it is not known.
    /// - Parameter key: as `Delivery` has it.
    func jobs(ofDelivery key: String) async throws(StoreError) -> [Job]?
    /// Whether a delivery is known whose key begins so.
    func knowsDelivery(beginningWith prefix: String) async throws(StoreError) -> Bool
    /// Whether a job of the lane waits, whose place a newer one would take.
    func hasWaiting(inLane lane: String) async throws(StoreError) -> Bool
    /// How many jobs wait, by repository.
    func depths() async throws(StoreError) -> [String: Int]
    /// Cancels a queued job at once; a running one is told to stop, which its worker hears when it renews its claim.
    func cancel(_ id: JobID, at: Timestamp) async throws(StoreError) -> Job
    /// Queues an ended job again, as the next attempt and from its first stage.
    func retry(_ id: JobID, at: Timestamp) async throws(StoreError) -> Job
    /// Fails when the store could not take a job now.
    func checkWritable() async throws(StoreError)
}

/// Who may work on which job.
package protocol JobLeases: Sendable {
    /// Takes the most urgent queued job whose time has come and for which the policy has room; nil when there is none.
    func claim(for worker: WorkerName, at: Timestamp) async throws(StoreError) -> Claim?
    /// Holds the job for another while, also when the lease has run out but nobody else has taken the job.
    /// - Returns: why the job is to be stopped; nil when it is to go on.
    func renew(_ claim: Claim, at: Timestamp) async throws(StoreError) -> StopReason?
    /// Puts the job back into the queue; it will go on after its last finished stage.
    func release(_ claim: Claim, at: Timestamp) async throws(StoreError)
    /// Takes back the jobs whose leases have run out, because their worker died or stalled.
    /// - Parameters:
    ///   - living: claims of the node itself that are left to their workers, which live as long as it does.
    ///   - others: whether jobs of other nodes are taken back as well, see `RescueGate`.
    ///   - messages: about a job that fails by it, stored with that end.
    func rescue(
        by node: String, living: Set<ClaimKey>, others: Bool, at: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue]
    /// Takes back the jobs of a node that is dead for sure, without waiting for their leases.
    func rescue(
        jobsOf node: String, at: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue]
}

/// What people are told of a job that has failed. May be asked more than once, of which the last answer counts.
package typealias FailureMessages = @Sendable (_ job: Job) -> [OutboxMessage]

extension JobLeases {
    /// Where nobody is told of jobs that fail by it.
    package func rescue(by node: String, living: Set<ClaimKey>, at time: Timestamp) async throws(StoreError) -> [Rescue]
    {
        try await rescue(by: node, living: living, others: true, at: time) { _ in [] }
    }

    package func rescue(jobsOf node: String, at time: Timestamp) async throws(StoreError) -> [Rescue] {
        try await rescue(jobsOf: node, at: time) { _ in [] }
    }
}

/// What the worker of a running job writes down, and finds again when the job goes on after a crash.
package protocol JobProgress: Sendable {
    func begin(_ stage: Job.Stage, of claim: Claim) async throws(StoreError)
    func commit(_ result: Data, of stage: Job.Stage, claim: Claim) async throws(StoreError)
    /// What the stage returned on this node; the files that a result speaks of lie on the node that made it.
    func result(of stage: Job.Stage, for claim: Claim) async throws(StoreError) -> Data?
    /// What the job has spent on language models in this attempt; nil when nothing was recorded.
    func spending(of job: JobID) async throws(StoreError) -> HealingReport.Metrics.LanguageModel?
    func record(_ spending: HealingReport.Metrics.LanguageModel, of claim: Claim) async throws(StoreError)
    func update(_ claim: Claim, _ change: JobChange) async throws(StoreError)
    /// Adds what happened to the log that viewers follow.
    func append(_ event: JobLogEntry.Kind, _ data: Data, of claim: Claim, at: Timestamp) async throws(StoreError)
    /// Ends the job, keeps its report, and puts the messages about it into the outbox: all or nothing.
    /// - Returns: the job as it is now.
    @discardableResult
    func finish(
        _ claim: Claim, as end: JobEnd, messages: [OutboxMessage], at: Timestamp
    ) async throws(StoreError) -> Job
}

/// What is shown of the jobs.
package protocol JobReading: Sendable {
    func job(_ id: JobID) async throws(StoreError) -> Job?
    func jobs(_ filter: JobFilter, before cursor: JobID?, limit: Int) async throws(StoreError) -> [Job]
    func report(of job: JobID) async throws(StoreError) -> Data?
    func events(of job: JobID, after sequence: Int64, limit: Int) async throws(StoreError) -> [JobLogEntry]
    /// Jobs by state.
    func counts() async throws(StoreError) -> [Job.State: Int]
}

package struct JobFilter: Hashable, Sendable {
    package var state: Job.State?
    package var repository: String?
    package var trigger: Job.Trigger.Kind?
    package var outcome: Job.Outcome?
    package var since: Timestamp?
    /// Parts of this job; nil: jobs that are no part of another.
    package var parent: JobID?
    package init() {}
}
