package import Domain
package import Foundation

/// The parts of a job's suite, as jobs of their own that name it as their parent.
///
/// A part runs only while its parent does. It lives in one of the parent's attempts: the next one makes parts of its own.
/// Whatever ends the parent ends its parts in the same transaction: those that wait are cancelled, those that run are told
/// to stop.
package protocol ShardStore: Sendable {
    /// Makes the parts of one run of the suite, under the parent's lease, at its priority and in front of what waits there.
    /// - Parameter parts: of the same projects.
    /// - Returns: those parts; the ones that the attempt has already, when it was cut off after it had made them.
    func fanOut(into parts: [Job], of claim: Claim) async throws(StoreError) -> [Job]
    /// Takes a waiting part of this job, whatever else waits: a parent works on its own parts, so that it never waits for
    /// a worker that there is not. nil when none waits, or when the worker's node runs another one of them.
    func claim(shardOf parent: JobID, for worker: WorkerName, at: Timestamp) async throws(StoreError) -> Claim?
    /// The parts of the job's newest attempt, in the order in which they were made.
    func shards(of parent: JobID) async throws(StoreError) -> [ShardState]
    /// Ends a part well, and keeps what it says of itself.
    func deliver(_ result: Data, of claim: Claim, at: Timestamp) async throws(StoreError)
    /// Queues a part again whose result is not to be had any more.
    func redo(_ shard: JobID, of claim: Claim, at: Timestamp) async throws(StoreError)
}

/// Where jobs leave their files.
package protocol JobPlaces: Sendable {
    /// The node that runs the job, or ran it last; nil when none did, or when it is not known any more.
    func node(of job: JobID) async throws(StoreError) -> String?
}

/// A part of a suite, with its result when it has delivered one.
package struct ShardState: Hashable, Sendable {
    package let job: Job
    /// Of its newest claim: whoever had an earlier one has no say in what the part delivered.
    package let generation: Int64
    package let result: Data?

    package init(job: Job, generation: Int64, result: Data?) {
        self.job = job
        self.generation = generation
        self.result = result
    }
}
