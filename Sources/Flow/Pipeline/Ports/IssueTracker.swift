/// Brings what is the app's fault, or could not be repaired, before people.
///
/// There is one issue for each fingerprint and branch, however often it is raised; it is updated, closed when its tests are
/// green again, and opened again when they turn red. An issue that people closed as not planned is a no, and one with the
/// label `selfheal:hold` is left alone.
package protocol IssueTracker: Sendable {
    func raise(_ draft: IssueDraft) async throws -> IssueStanding
    /// Closes each open issue of ours of this branch that is over.
    /// - Returns: addresses of the closed ones.
    func settle(
        repository: String, branch: String, comment: String, isOver: @escaping @Sendable (IssueMark) -> Bool
    ) async throws -> [String]
}

/// What an issue remembers of its cause, hidden in its text.
package struct IssueMark: Hashable, Sendable, Codable {
    package let fingerprint: String
    package let branch: String
    /// The red tests: `[project] file: title`.
    package let tests: [String]

    package init(fingerprint: String, branch: String, tests: [String]) {
        self.fingerprint = fingerprint
        self.branch = branch
        self.tests = tests
    }
}

package struct IssueDraft: Hashable, Sendable, Codable {
    /// `OWNER/NAME`.
    package let repository: String
    package let mark: IssueMark
    package let title: String
    /// Markdown, without the mark, which the tracker adds.
    package let body: String
    package let labels: [String]

    package init(repository: String, mark: IssueMark, title: String, body: String, labels: [String]) {
        self.repository = repository
        self.mark = mark
        self.title = title
        self.body = body
        self.labels = labels
    }
}

package enum IssueStanding: Hashable, Sendable, Codable {
    case open(url: String)
    case declined(reason: String)
}
