package import Domain

/// What keeps a store small and shows what is wrong with it.
package protocol StoreUpkeep: Sendable {
    /// Deletes ended jobs with all that belongs to them, the oldest first, in one short transaction.
    /// - Parameter limit: jobs at most.
    /// - Returns: the deleted jobs, whose artifacts may go now.
    func prune(endedBefore: Timestamp, limit: Int) async throws(StoreError) -> [JobID]
    /// Deletes what only served to know deliveries, messages and notifications again; slots of schedules only when they are
    /// older than any two of them are apart.
    /// - Returns: how many rows.
    func pruneKeys(before: Timestamp, at: Timestamp, limit: Int) async throws(StoreError) -> Int
    /// Deletes the histories of tests that no run has had for so long.
    /// - Returns: how many.
    func pruneTests(notSeenSince: Timestamp, limit: Int) async throws(StoreError) -> Int
    /// Jobs that run under a lease that ran out longer ago than rescuing takes, or that have waited since before the time.
    func stuckJobs(at: Timestamp, waitingSince: Timestamp) async throws(StoreError) -> [StuckJob]
    /// Which of these exist, and have not ended before the time.
    /// - Parameter time: nil counts those that ended, whenever that was.
    func known(_ jobs: [JobID], notEndedBefore time: Timestamp?) async throws(StoreError) -> Set<JobID>
}

package struct StuckJob: Hashable, Sendable, Codable {
    package let id: JobID
    package let state: Job.State
    /// What is wrong, in words.
    package let why: String

    package init(id: JobID, state: Job.State, why: String) {
        self.id = id
        self.state = state
        self.why = why
    }
}
