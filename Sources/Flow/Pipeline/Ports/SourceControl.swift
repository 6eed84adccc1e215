package import Domain

/// The repository under repair: which commits matter, and clean copies of them on disk.
package protocol SourceControl: Sendable {
    /// Brings the local mirror up to date and says which commits the job is about.
    func resolve(_ request: HealingRequest) async throws -> Revision
    /// Makes `folder` a clean copy of the commit, whatever was there before.
    func checkOut(_ sha: CommitSHA, of repository: RepositorySettings, into folder: String) async throws
    /// Files and folders of a copy that git neither tracks nor ignores.
    func untracked(_ folder: String) async throws -> [String]
    /// Tracked files of a copy that differ from its commit.
    func modified(_ folder: String) async throws -> [String]
    /// Makes a copy clean again: tracked files as in the commit, untracked ones gone but for those named, ignored ones
    /// kept. What the set-up made, such as linked packages, is named.
    func reset(_ folder: String, to sha: CommitSHA, keeping: [String]) async throws
    /// Forgets a copy; never fails: what cannot be removed costs only space.
    func remove(_ folder: String, of repository: RepositorySettings) async
    /// What changed between two commits, oldest path names first.
    func changes(
        from base: CommitSHA, to head: CommitSHA, of repository: RepositorySettings
    ) async throws -> CommitChanges
}

/// What a job is about, with what may be done for it.
package struct HealingRequest: Hashable, Sendable {
    package var job: Job
    package var repository: RepositorySettings
    /// Name of the base commit, where a person gave one; it wins over the job's.
    package var baseName: String?

    package init(job: Job, repository: RepositorySettings) {
        self.job = job
        self.repository = repository
    }
}

package struct Revision: Hashable, Sendable, Codable {
    package let sha: CommitSHA
    /// The commit that the suite was last known to be right at; nil for the first commit of a repository.
    package let base: CommitSHA?
    /// Where a repair is proposed to.
    package let branch: String
    /// First line of the commit's message.
    package let subject: String
    /// What could not be had as asked, for the report.
    package let notes: [String]

    package init(sha: CommitSHA, base: CommitSHA?, branch: String, subject: String, notes: [String] = []) {
        self.sha = sha
        self.base = base
        self.branch = branch
        self.subject = subject
        self.notes = notes
    }
}

package struct CommitChanges: Hashable, Sendable, Codable {
    package let files: [String]
    /// Unified diff without context, cut at 256 KiB.
    package let diff: String

    package init(files: [String], diff: String) {
        self.files = files
        self.diff = diff
    }
}
