package import Domain

/// Runs a Playwright suite, or a few tests of it, in a folder.
package protocol SuiteRunner: Sendable {
    /// Makes the folder ready: set-up commands, packages.
    func setUp(_ folder: String, for repository: RepositorySettings) async throws
    /// Of a part the result's report is a blob report, which is an archive to be merged.
    func run(_ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void) async throws -> SuiteResult
}

/// One run of Playwright.
package struct SuiteRun: Hashable, Sendable {
    /// Which tests have their trace kept.
    package enum Tracing: String, Hashable, Sendable, Codable {
        case failed = "retain-on-failure"
        case all = "on"
        case none = "off"
    }

    package var repository: RepositorySettings
    /// The worktree.
    package var folder: String
    /// Where report, traces and screenshots go; made when missing.
    package var output: String
    /// Empty: all.
    package var projects: [String]
    /// Empty: all tests of the projects.
    package var tests: [TestSelection]
    package var tracing: Tracing
    package var repeats: Int
    /// nil: as the suite says.
    package var retries: Int?
    /// nil: the whole suite.
    package var shard: Job.Shard?
    /// Selectors of Playwright's own form: what they find is taken away from each page before a step can use it.
    package var takingAway: [String] = []
    /// For one test; nil: as the suite says.
    package var testTimeoutSeconds: Double?

    package init(
        repository: RepositorySettings, folder: String, output: String, projects: [String],
        tests: [TestSelection] = [], tracing: Tracing, repeats: Int = 1, retries: Int? = nil
    ) {
        self.repository = repository
        self.folder = folder
        self.output = output
        self.projects = projects
        self.tests = tests
        self.tracing = tracing
        self.repeats = repeats
        self.retries = retries
    }
}

/// Names a test by what stays when lines move.
package struct TestSelection: Hashable, Sendable, Codable {
    /// Relative to the repository.
    package let file: String
    /// Titles from the outermost `describe` to the test.
    package let titles: [String]

    package init(file: String, titles: [String]) {
        self.file = file
        self.titles = titles
    }
}

/// How a run ended. Red tests are a result; `SuiteUnavailable` is thrown when there is none.
package struct SuiteResult: Hashable, Sendable, Codable {
    /// Playwright's JSON report.
    package let report: String
    package let exitStatus: Int32
    package let seconds: Double
    /// The end of what the run printed.
    package let output: String
    /// How many parts the report was merged of; nil for one run.
    package var shards: Int?
    /// Those of the run's `takingAway` that found something; nil where nothing was to be taken away.
    package var takenAway: [String]?

    package init(
        report: String, exitStatus: Int32, seconds: Double, output: String, shards: Int? = nil,
        takenAway: [String]? = nil
    ) {
        self.report = report
        self.exitStatus = exitStatus
        self.seconds = seconds
        self.output = output
        self.shards = shards
        self.takenAway = takenAway
    }
}

/// The suite could not be run at all: what is missing, and what to do.
package struct SuiteUnavailable: PassingFault, Hashable, CustomStringConvertible {
    package let description: String
    /// Packages that could not be fetched may be there later; what is missing or broken is so the next time.
    package let mayPass: Bool

    package init(_ description: String, mayPass: Bool = false) {
        self.description = description
        self.mayPass = mayPass
    }
}
