/// What the service may do with one repository, and how its suite is run. Source: the outer contract, section 6.
package struct RepositorySettings: Hashable, Sendable, Codable {
    /// Whether pull requests from forks are run: their code is foreign.
    package enum Forks: String, Hashable, Sendable, Codable, CaseIterable {
        case never
        /// Only when the pull request carries the label `selfheal`.
        case labelled
    }

    /// `OWNER/NAME` as in webhooks, or the folder's name when the repository is only a local folder.
    package var name: String
    /// URL that git clones from; nil when `path` says where the repository lies.
    package var clone: String?
    /// A local folder, healed at its committed HEAD.
    package var path: String?
    /// Branches whose pushes are healed, with `*` as a wild card; empty: all.
    package var branches: [String] = []
    package var forks: Forks = .never
    /// Commands run in the fresh worktree before the suite; nil: install packages when Playwright does not resolve.
    package var setup: [[String]]?
    package var test: [String] = ["npx", "playwright", "test"]
    /// Projects of the suite to run; empty: all that it has.
    package var projects: [String] = []
    /// Seconds for one run of the whole suite, 1 to 86,400.
    package var timeoutSeconds: Int = 1800
    /// Into how many parts the suite is divided, 2 to 64, for as many nodes as there are; nil: it is run whole.
    package var shards: Int?
    /// Variables for the suite.
    package var environment: [String: String] = [:]
    /// Names of the service's own variables that the suite may see.
    package var pass: [String] = []
    /// When the suite is run without anybody asking: `every 12h`, or a five-field cron expression.
    package var schedule: [String] = []
    /// What may be done to the environment; empty: nothing.
    package var playbooks: [PlaybookSettings] = []
    /// Workflows' file names and event types whose dispatches are healed, with `*` as a wild card; nil: all.
    package var dispatches: [String]?
    /// Logins and teams (`ORG/TEAM`) that are asked to review what needs a person.
    package var reviewers: [String] = []
    /// Whether language models may be asked about it at all.
    package var mayAskModels = true
    /// Whether pull requests and issues may be made.
    package var mayPublish = true
    /// Whether parts of a commit may be taken back to see whether that mends the app, and be proposed then.
    package var mayRevert = true

    package init(name: String, clone: String? = nil, path: String? = nil) {
        self.name = name
        self.clone = clone
        self.path = path
    }

    /// Whether a push of `branch` is healed.
    package func covers(branch: String) -> Bool {
        branches.isEmpty || branches.contains { WildcardPattern($0).matches(branch) }
    }

    /// Whether a dispatch of a workflow's file, or of an event type, is healed.
    package func covers(dispatch name: String) -> Bool {
        dispatches?.contains { WildcardPattern($0).matches(name) } ?? true
    }
}
