package import Domain
package import Logging
package import Queue

/// Everything outside of itself that the pipeline works with. What is nil or empty is not there, and costs nothing but what
/// it would have done.
package struct PipelinePorts: Sendable {
    package var sourceControl: any SourceControl
    package var suites: any SuiteRunner
    package var actions: any ActionLog
    package var override: any HumanOverride
    /// nil: there is no queue, and nobody takes a job up again.
    package var effects: EffectBooks?
    /// nil: nobody keeps the histories of tests, and no verdict rests on one.
    package var histories: (any TestHistories)?
    package var publishing = Publishing.none
    package var issues: (any IssueTracker)?
    package var playbookTools: [any PlaybookTool] = []
    package var advisors: (any AdvisorSource)?
    package var livePages: (any LivePages)?
    /// nil: nothing is remembered from one job to the next.
    package var goodRuns: (any GoodRuns)?
    /// nil: suites run whole.
    package var sharding: Sharding?
    package var notifiers: [any Notifier] = []
    /// Write the finished report down, after everybody was told.
    package var reporters: [any Reporter] = []
    package var limits = Limits()
    /// What the repository's own `.selfheal.yaml`, given as text, takes away from the settings; it can add nothing.
    package var narrow: @Sendable (RepositorySettings, String) throws -> RepositorySettings = { settings, _ in settings
    }
    package var redaction = Redaction(secrets: [])
    package var clock = PipelineClock()
    package var logger: Logger

    package init(
        sourceControl: any SourceControl, suites: any SuiteRunner, actions: any ActionLog,
        override: any HumanOverride, logger: Logger
    ) {
        self.sourceControl = sourceControl
        self.suites = suites
        self.actions = actions
        self.override = override
        self.logger = logger
    }
}
