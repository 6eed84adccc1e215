import Cryptography
package import Domain
package import Queue

/// What is about to be done to the world, by a call that looks for what an earlier one has made and takes it over: an intent
/// without an end, whose worker died or whose answer got lost, is called for again, and so is one that was done when its
/// precondition was another.
struct EffectPlan: Hashable, Sendable {
    let kind: String
    /// Names it within its job's attempt.
    let key: String
    /// What the decision to do it rests on: when it differs in a later life of the job, what was done then does not count.
    let precondition: String

    /// A pull request, or a branch: publishers find both by the name of the branch.
    static func publication(of draft: PullRequestDraft) -> Self {
        Self(
            kind: "pull-request", key: "pull-request \(draft.branch)",
            precondition: "\(draft.into) at \(draft.parent.text), files \(digest(of: draft.files))")
    }

    /// A job that begins anew may have found another change for the same cause; what was published then is not what it proved.
    private static func digest(of files: [PullRequestDraft.File]) -> String {
        let text = files.map { "\($0.path)\n\($0.text.utf8.count)\n\($0.text)" }.joined()
        // Hashing fails only without memory; the text itself says as much.
        return (try? SHA256.hexadecimal(of: Array(text.utf8))) ?? text
    }

    /// An issue, which trackers find by the mark in its text.
    static func issue(_ draft: IssueDraft) -> Self {
        Self(
            kind: "issue", key: "issue \(draft.mark.fingerprint) \(draft.mark.branch)",
            precondition: "red are \(draft.mark.tests.sorted().joined(separator: ", "))")
    }

    /// Closing what is over: what is closed already is not closed again.
    static func settling(_ revision: Revision) -> Self {
        Self(
            kind: "issues-settled", key: "settle \(revision.branch)",
            precondition: "\(revision.branch) is at \(revision.sha.text)")
    }
}

/// Where the effects of jobs that come from a queue are written down.
package struct EffectBooks: Sendable {
    let store: any EffectLog & JobLeases
    /// How long a claim holds without being renewed.
    let lease: Duration
    /// The clock that leases are compared on.
    let now: @Sendable () -> Timestamp

    package init(
        _ store: any EffectLog & JobLeases, lease: Duration, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.lease = lease
        self.now = now
    }
}
