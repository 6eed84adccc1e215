/// What a job found and did, in the form `selfheal.report/1`. Source: the outer contract, section 5. Durations are seconds.
package struct HealingReport: Hashable, Sendable, Codable {
    package struct Summary: Hashable, Sendable, Codable {
        package var tests = 0
        package var passed = 0
        package var failed = 0
        package var flaky = 0
        package var skipped = 0
        package var fixed = 0
        package var proposed = 0
        package var remaining = 0
        package init() {}
    }

    /// What the suite said of one of its projects, as it was found, before anything was repaired.
    package struct Project: Hashable, Sendable, Codable {
        package let name: String
        package var tests = 0
        package var passed = 0
        package var failed = 0
        package var flaky = 0
        package var skipped = 0
        /// Why it was not run, for example because a project before it was red; nil when it was.
        package var notRun: String?

        package init(name: String, notRun: String? = nil) {
            self.name = name
            self.notRun = notRun
        }
    }

    /// One thing that was done, or would have been.
    package struct Action: Hashable, Sendable, Codable {
        package let at: Timestamp
        package let what: String
        package let target: String
        package let why: String
        package let result: String
        package let dryRun: Bool

        package init(at: Timestamp, what: String, target: String, why: String, result: String, dryRun: Bool) {
            self.at = at
            self.what = what
            self.target = target
            self.why = why
            self.result = result
            self.dryRun = dryRun
        }
    }

    package struct Metrics: Hashable, Sendable, Codable {
        package struct LanguageModel: Hashable, Sendable, Codable {
            package var calls = 0
            package var inputTokens = 0
            package var outputTokens = 0
            package var costUSD = 0.0
            package init() {}
        }
        package var stages: [String: Double]
        /// Seconds spent inside runs of the suite, whatever the stage.
        package var playwright: Double
        package var llm = LanguageModel()

        package init(stages: [String: Double], playwright: Double) {
            self.stages = stages
            self.playwright = playwright
        }
    }

    package struct Artifact: Hashable, Sendable, Codable {
        package let name: String
        package let bytes: Int
        package let contentType: String

        package init(name: String, bytes: Int, contentType: String) {
            self.name = name
            self.bytes = bytes
            self.contentType = contentType
        }
    }

    package var schema = "selfheal.report/1"
    package var job: Job
    package var startedAt: Timestamp
    package var finishedAt: Timestamp
    package var dryRun: Bool
    package var summary: Summary
    /// In the order in which they were run; nil where they were not told apart.
    package var projects: [Project]?
    package var failures: [FailureReport]
    /// The failures by cause; nil in reports that are older than this.
    package var groups: [GroupReport]?
    package var fixes: [Fix]
    package var actions: [Action]
    package var metrics: Metrics
    package var artifacts: [Artifact]

    package init(
        job: Job, startedAt: Timestamp, finishedAt: Timestamp, summary: Summary, projects: [Project]? = nil,
        failures: [FailureReport], groups: [GroupReport]? = nil, fixes: [Fix], actions: [Action], metrics: Metrics,
        artifacts: [Artifact]
    ) {
        self.job = job
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.dryRun = job.dryRun
        self.summary = summary
        self.projects = projects
        self.failures = failures
        self.groups = groups
        self.fixes = fixes
        self.actions = actions
        self.metrics = metrics
        self.artifacts = artifacts
    }
}
