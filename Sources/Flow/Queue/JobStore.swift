package import Domain
package import Foundation

/// Keeps the jobs. Whatever a call has returned for is on disk.
///
/// A running job belongs to one `Claim`: worker and generation. Every write about it names both, and a claim that is no
/// longer the newest gets `StoreError.claimLost`, whatever it tries to write.
package protocol JobStore: Sendable {
    /// Stores jobs; with a delivery, at most once for that delivery, however often it is called.
    func enqueue(_ jobs: [Job], delivery: Delivery?) async throws(StoreError) -> Enqueued
    /// Takes the most urgent queued job, if any, of which no other job of the same repository and ref is running.
    func claim(worker: String, at: Timestamp) async throws(StoreError) -> Claim?
    /// Puts every running job back into the queue; only for the start of the one process that owns the store.
    func releaseAll(at: Timestamp) async throws(StoreError) -> Int
    /// Puts the job back into the queue; it will go on after its last finished stage.
    func release(_ claim: Claim) async throws(StoreError)

    func begin(_ stage: Job.Stage, of claim: Claim) async throws(StoreError)
    func commit(_ result: Data, of stage: Job.Stage, claim: Claim) async throws(StoreError)
    func result(of stage: Job.Stage, job: JobID) async throws(StoreError) -> Data?
    /// What the job has spent on language models in this attempt; nil when nothing was recorded.
    func spending(of job: JobID) async throws(StoreError) -> HealingReport.Metrics.LanguageModel?
    func record(_ spending: HealingReport.Metrics.LanguageModel, of claim: Claim) async throws(StoreError)
    func update(_ claim: Claim, _ change: JobChange) async throws(StoreError)
    func finish(_ claim: Claim, as end: JobEnd, at: Timestamp) async throws(StoreError)

    func job(_ id: JobID) async throws(StoreError) -> Job?
    func jobs(_ filter: JobFilter, before cursor: JobID?, limit: Int) async throws(StoreError) -> [Job]
    func report(of job: JobID) async throws(StoreError) -> Data?
    /// Cancels a queued job at once; a running one is told to stop by `cancelRequested`.
    func cancel(_ id: JobID, at: Timestamp) async throws(StoreError) -> Job
    func cancelRequested(_ claim: Claim) async throws(StoreError) -> Bool
    /// Queues an ended job again, as the next attempt and from its first stage.
    func retry(_ id: JobID, at: Timestamp) async throws(StoreError) -> Job

    func append(_ event: JobLogEntry.Kind, _ data: Data, to job: JobID, at: Timestamp) async throws(StoreError)
    func events(of job: JobID, after sequence: Int64, limit: Int) async throws(StoreError) -> [JobLogEntry]

    /// Jobs by state.
    func counts() async throws(StoreError) -> [Job.State: Int]
    /// Fails when the store could not take a job now.
    func checkWritable() async throws(StoreError)
}

/// What makes a webhook delivery or a request with an idempotency key the same one as before.
package struct Delivery: Hashable, Sendable {
    /// For example `github:72d3162e-cc78-11e3-81ab-4c9367dc0958`.
    package let key: String
    package let receivedAt: Timestamp

    package init(key: String, receivedAt: Timestamp) {
        self.key = key
        self.receivedAt = receivedAt
    }
}

package struct Enqueued: Hashable, Sendable {
    package let jobs: [Job]
    /// The delivery had been stored before; `jobs` are those of then.
    package let isDuplicate: Bool

    package init(jobs: [Job], isDuplicate: Bool) {
        self.jobs = jobs
        self.isDuplicate = isDuplicate
    }
}

/// The right to work on a job until a newer claim is made.
package struct Claim: Hashable, Sendable {
    package let job: Job
    package let worker: String
    /// Grows with every claim of the job.
    package let generation: Int64

    package init(job: Job, worker: String, generation: Int64) {
        self.job = job
        self.worker = worker
        self.generation = generation
    }
}

/// What a worker may change of its running job between stages.
package enum JobChange: Hashable, Sendable {
    case revision(sha: CommitSHA, base: CommitSHA?)
    case progress(Job.Progress?)
}

package enum JobEnd: Hashable, Sendable {
    case succeeded(Job.Outcome, summary: String, report: Data)
    /// A job that ran far enough to have one keeps its report.
    case failed(error: String, report: Data?)
    case cancelled
}

package struct JobFilter: Hashable, Sendable {
    package var state: Job.State?
    package var repository: String?
    package var trigger: Job.Trigger.Kind?
    package var outcome: Job.Outcome?
    package var since: Timestamp?
    package init() {}
}

/// One line of what happened in a job, numbered from 1 within it.
package struct JobLogEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable { case stage, progress, log, failure, fix, done }
    package let sequence: Int64
    package let at: Timestamp
    package let kind: Kind
    /// A JSON object.
    package let data: Data

    package init(sequence: Int64, at: Timestamp, kind: Kind, data: Data) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.data = data
    }
}
