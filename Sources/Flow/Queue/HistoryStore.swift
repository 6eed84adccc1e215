package import Domain

/// What ended jobs found and how long they took, over all of them. It is written in the transaction that ends a job, and
/// outlives a retry: what an earlier attempt found has happened.
package protocol HistoryStore: Sendable {
    /// Newest first.
    /// - Parameter sequence: only failures that were written down before this one.
    func failures(
        _ filter: FailureFilter, before sequence: Int64?, limit: Int
    ) async throws(StoreError) -> [PastFailure]
    /// - Parameter since: only jobs that were made at this time or later, with what they found; nil: all.
    func statistics(since: Timestamp?) async throws(StoreError) -> Statistics
}

package struct FailureFilter: Hashable, Sendable {
    package var fingerprint: String?
    package var repository: String?
    package var category: FailureReport.Category?
    package init() {}
}

/// A failure as its report had it, without the screenshot, and where it was seen.
package struct PastFailure: Hashable, Sendable {
    /// Grows by one with each failure that is written down.
    package let sequence: Int64
    package let job: JobID
    package let attempt: Int
    /// When the job ended.
    package let at: Timestamp
    package let repository: String
    package let ref: String
    package let sha: CommitSHA?
    package let failure: FailureReport

    package init(
        sequence: Int64, job: JobID, attempt: Int, at: Timestamp, repository: String, ref: String, sha: CommitSHA?,
        failure: FailureReport
    ) {
        self.sequence = sequence
        self.job = job
        self.attempt = attempt
        self.at = at
        self.repository = repository
        self.ref = ref
        self.sha = sha
        self.failure = failure
    }
}

extension PastFailure: Encodable {
    private enum CodingKeys: CodingKey { case job, attempt, at, repository, ref, sha }

    /// One flat object: the failure's own members, and those of where it was seen.
    package func encode(to encoder: any Encoder) throws {
        try failure.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job, forKey: .job)
        try container.encode(attempt, forKey: .attempt)
        try container.encode(at, forKey: .at)
        try container.encode(repository, forKey: .repository)
        try container.encode(ref, forKey: .ref)
        try container.encodeIfPresent(sha, forKey: .sha)
    }
}
