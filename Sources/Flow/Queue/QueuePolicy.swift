package import Domain

/// How many jobs may run at once, and how long things are waited for. One policy for all nodes of a store.
package struct QueuePolicy: Hashable, Sendable {
    /// Jobs of one repository and ref that run at once, 1 or more.
    package var runningPerBranch = 1
    /// Jobs of one repository that run at once; nil: as many as there are workers.
    package var runningPerRepository: Int?
    /// Jobs that run at once on all nodes together; nil: as many as there are workers.
    package var running: Int?
    /// A job of a lane that had another one less than this ago starts only when the lane has been quiet for as long: of a
    /// thousand pushes in ten seconds the first and the last are run, not a hundred in between.
    package var settle = Duration.seconds(5)
    /// A claim that was not renewed for this long is taken back.
    package var lease = Duration.seconds(6)
    /// How often a job's worker may die without the job having got further than ever in its attempt, before it is the suspect:
    /// it fails then.
    package var deathsWithoutProgress = 20
    /// Whether any node may run parts of a suite; else only the one that runs the whole job, because nobody else could hand
    /// over what a part leaves behind.
    package var shardsAnywhere = false

    package init() {}

    /// Whether claims have to be made one after the other, because a limit counts what the others are about to take.
    package var countsRunningJobs: Bool { runningPerBranch > 1 || runningPerRepository != nil || running != nil }

    /// Three renewals may get lost.
    package var renewalPause: Duration { lease / 4 }
}

extension Job {
    /// Jobs of one lane are about newer and newer states of the same thing, so that only the newest matters; nil for those
    /// that somebody wanted for themselves, such as one that a person started.
    package var lane: String? {
        guard parent == nil else { return nil }
        return switch trigger.kind {
        case .push: "push \(repository) \(ref)"
        case .pullRequest: "pull \(repository) \(trigger.pullRequest.map(String.init) ?? ref)"
        case .cron, .manual, .workflowDispatch, .repositoryDispatch: nil
        }
    }
}
