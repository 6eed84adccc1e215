/// One healing job, as the API shows it. Source: the outer contract, section 4.
package struct Job: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case queued, running, succeeded, failed, cancelled, superseded

        package var isFinal: Bool { self != .queued && self != .running }
    }

    package enum Stage: String, Hashable, Sendable, Codable, CaseIterable {
        case checkout, test, triage, diagnose, repair, verify, publish, report
    }

    /// How a succeeded job ended; red tests are a result, not a failed job.
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing was red.
        case green
        /// Everything red is green again by proven playbooks.
        case healed
        /// A pull request or an issue stands for each thing still red.
        case proposed
        /// Something red has neither.
        case needsHuman = "needs-human"
    }

    /// Why the job exists.
    package struct Trigger: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case push, pullRequest = "pull_request", cron, manual
            case workflowDispatch = "workflow_dispatch", repositoryDispatch = "repository_dispatch"
        }
        package var kind: Kind
        /// GitHub's `X-GitHub-Delivery` of the webhook.
        package var delivery: String?
        /// Login of the account that caused it.
        package var sender: String?
        package var pullRequest: Int?
        /// When GitHub says that it happened, in whole seconds: the last push to the repository by then, or the last change of the
        /// pull request. nil when the payload does not tell. Not when it arrived: what was refused or overtaken arrives late.
        package var occurredAt: Timestamp?

        package init(
            kind: Kind, delivery: String? = nil, sender: String? = nil, pullRequest: Int? = nil,
            occurredAt: Timestamp? = nil
        ) {
            self.kind = kind
            self.delivery = delivery
            self.sender = sender
            self.pullRequest = pullRequest
            self.occurredAt = occurredAt
        }
    }

    package struct Progress: Hashable, Sendable, Codable {
        package var done: Int
        package var total: Int
        package var unit: String

        package init(done: Int, total: Int, unit: String) {
            self.done = done
            self.total = total
            self.unit = unit
        }
    }

    /// Which part of a suite: `--shard=2/4`.
    package struct Shard: Hashable, Sendable, Codable {
        /// From 1.
        package var index: Int
        package var total: Int

        package init(index: Int, total: Int) {
            self.index = index
            self.total = total
        }
    }

    package let id: JobID
    package var state: State
    package var stage: Stage
    package var trigger: Trigger
    /// `OWNER/NAME`, or the path of a local folder.
    package var repository: String
    /// Branch or full ref that the commit was pushed to; for a pull request its head branch.
    package var ref: String
    /// The commit to heal; nil until the checkout has resolved `ref`.
    package var sha: CommitSHA?
    /// The commit before: `before` of the push, the pull request's base, else decided by the checkout.
    package var base: CommitSHA?
    package var projects: [String]
    package var dryRun: Bool
    /// 0 to 9, the highest first.
    package var priority: Int
    /// 1 for the first; a person's `retry` begins the next.
    package var attempt: Int
    /// How often this attempt was postponed because of something that may pass; nil: never.
    package var retries: Int?
    package var progress: Progress?
    package var createdAt: Timestamp
    /// A queued job does not start before this; nil: at once.
    package var dueAt: Timestamp?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var supersededBy: JobID?
    package var outcome: Outcome?
    package var summary: String?
    /// Why a failed job could not be done, or why one that waits has to be tried again: what failed, on what, what to do.
    package var error: String?
    /// The job whose suite this one runs a part of.
    package var parent: JobID?
    package var shard: Shard?

    package init(
        id: JobID, state: State = .queued, stage: Stage = .checkout, trigger: Trigger, repository: String, ref: String,
        sha: CommitSHA? = nil, base: CommitSHA? = nil, projects: [String] = [], dryRun: Bool = false,
        priority: Int? = nil, attempt: Int = 1, createdAt: Timestamp
    ) {
        self.id = id
        self.state = state
        self.stage = stage
        self.trigger = trigger
        self.repository = repository
        self.ref = ref
        self.sha = sha
        self.base = base
        self.projects = projects
        self.dryRun = dryRun
        self.priority = priority ?? trigger.kind.priority
        self.attempt = attempt
        self.createdAt = createdAt
    }
}

extension Job.Trigger.Kind {
    /// People wait for what they started by hand and for a pull request; nobody waits for a schedule.
    package var priority: Int {
        switch self {
        case .manual, .workflowDispatch, .repositoryDispatch: 7
        case .pullRequest: 5
        case .push: 3
        case .cron: 1
        }
    }
}
