package import Domain

/// What was done to the world, on disk before it is done.
///
/// Entries of the audit are only ever added: a store must refuse to change or delete one, whoever asks.
package protocol ActionLog: Sendable {
    /// - Returns: the entry with its number.
    @discardableResult
    func append(_ entry: AuditEntry) async throws(StoreError) -> AuditEntry
    /// Newest first.
    func audit(before sequence: Int64?, limit: Int) async throws(StoreError) -> [AuditEntry]

    /// Writes the intent of a playbook down when `objection` has none, in one transaction with the look at what was done
    /// before, so that two workers cannot both find room for the last one. A run that is there already and has no end is begun
    /// anew, in the place of the old one.
    /// - Parameters:
    ///   - claim: of the job that acts, checked in the same transaction and held for another lease; nil: a person acts.
    ///   - time: now, on the clock that leases are compared on.
    ///   - objection: gets the runs of the last seven days and those of this job but `run` itself, oldest first; nil: it
    ///     may act.
    /// - Returns: the objection, or nil when the intent is on disk.
    func begin(
        _ run: PlaybookRun, under claim: Claim?, at time: Timestamp,
        objection: @escaping @Sendable ([PlaybookRun]) -> String?
    ) async throws(StoreError) -> String?
    /// What is known of a run is not made unknown again by a worker that comes late.
    /// - Parameter claim: of the job that acted, checked in the same transaction; nil: a person acted.
    func end(
        _ run: JobID, as state: PlaybookRun.State, result: String, under claim: Claim?, at: Timestamp
    ) async throws(StoreError)
    /// Oldest first; nil for the job: all of them.
    func playbookRuns(of job: JobID?, since: Timestamp?) async throws(StoreError) -> [PlaybookRun]

    /// Whether this is the first call with `key`: for messages that must not be sent twice.
    func isFirst(_ key: String, at: Timestamp) async throws(StoreError) -> Bool
}

/// The human override, which outlives the process.
package protocol PauseStore: Sendable {
    func pause() async throws(StoreError) -> Pause?
    /// nil: resume.
    func setPause(_ pause: Pause?) async throws(StoreError)
}
