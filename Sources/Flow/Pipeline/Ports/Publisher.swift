package import Domain

/// Brings a proven fix before people: as a pull request, or as a branch of a local repository.
///
/// Publishing the same draft again, after a crash or by a retried job, finds what the first time made and brings it up
/// to date; it never makes a second one.
package protocol Publisher: Sendable {
    func publish(_ draft: PullRequestDraft) async throws -> Publication
}

/// A pull request as the pipeline wants it.
package struct PullRequestDraft: Hashable, Sendable, Codable {
    package struct File: Hashable, Sendable, Codable {
        /// Relative to the repository.
        package let path: String
        package let text: String
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }
    /// `OWNER/NAME`.
    package let repository: String
    /// `selfheal/<fingerprint>`; the same cause always has the same branch.
    package let branch: String
    /// The branch that it is proposed to.
    package let into: String
    /// The commit that the fix was proven on, its only parent.
    package let parent: CommitSHA
    package let title: String
    /// Markdown.
    package let body: String
    package let commitMessage: String
    /// New content of the changed files.
    package let files: [File]
    /// A fix of class C is a draft.
    package let isDraft: Bool
    /// Logins, or `ORGANISATION/TEAM`, who are asked for a review; those that cannot be asked are passed over.
    package var reviewers: [String] = []

    package init(
        repository: String, branch: String, into: String, parent: CommitSHA, title: String, body: String,
        commitMessage: String, files: [File], isDraft: Bool
    ) {
        self.repository = repository
        self.branch = branch
        self.into = into
        self.parent = parent
        self.title = title
        self.body = body
        self.commitMessage = commitMessage
        self.files = files
        self.isDraft = isDraft
    }
}

/// What became of a draft.
package enum Publication: Hashable, Sendable, Codable {
    /// Stands before people; `url` is nil for a local branch.
    case open(branch: String, url: String?)
    /// Not published, for a reason that is no error: people closed the same proposal before, someone else pushed to the
    /// branch, or the base already has the fix.
    case declined(reason: String)
}
