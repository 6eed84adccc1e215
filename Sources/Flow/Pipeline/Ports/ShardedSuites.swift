package import Domain
package import Queue

/// What a suite in parts needs.
package struct Sharding: Sendable {
    package var suites: any ShardedSuites
    package var merger: any ReportMerger

    package init(suites: any ShardedSuites, merger: any ReportMerger) {
        self.suites = suites
        self.merger = merger
    }
}

/// Has the parts of a suite run by whoever is free.
package protocol ShardedSuites: Sendable {
    /// Waits for all parts, and does what nobody else does meanwhile. A job that was cut off finds the parts that are done.
    /// - Parameters:
    ///   - parts: of one run of the suite; each has its `shard`.
    ///   - claim: of the job that they are parts of.
    ///   - onProgress: gets the sum over the parts.
    /// - Returns: in the order of the parts, with the archives on this node's disk.
    /// - Throws: `SuiteUnavailable` when one of them cannot be done.
    func run(
        _ parts: [Job], of claim: Claim, onProgress: @escaping @Sendable (Job.Progress) async -> Void
    ) async throws -> [DeliveredShard]
}

/// What the run of a part left behind.
package struct DeliveredShard: Hashable, Sendable {
    /// Playwright's blob report.
    package let blob: String
    package let facts: ShardFacts

    package init(blob: String, facts: ShardFacts) {
        self.blob = blob
        self.facts = facts
    }
}

/// What is told of a part's run beside its blob report.
package struct ShardFacts: Hashable, Sendable, Codable {
    package let exitStatus: Int32
    package let seconds: Double
    /// The end of what the run printed.
    package let output: String
    /// How many tests it had.
    package let tests: Int

    package init(exitStatus: Int32, seconds: Double, output: String, tests: Int) {
        self.exitStatus = exitStatus
        self.seconds = seconds
        self.output = output
        self.tests = tests
    }
}

/// Makes one report of the blob reports of a suite's parts, with the suite's own Playwright.
package protocol ReportMerger: Sendable {
    /// - Throws: `SuiteUnavailable`
    func merge(_ merge: ReportMerge) async throws
}

package struct ReportMerge: Hashable, Sendable {
    package var repository: RepositorySettings
    /// A worktree that is set up.
    package var folder: String
    /// Folder of the archives; what they hold is laid out in it and named by the report.
    package var blobs: String
    /// What the report's files are relative to.
    package var testDirectory: String
    /// Playwright's JSON report, which is made.
    package var report: String

    /// A configuration that says where the tests are lies beside the report while it is made, and is named in it.
    package var configuration: String { report + ".config.mjs" }

    package init(
        repository: RepositorySettings, folder: String, blobs: String, testDirectory: String, report: String
    ) {
        self.repository = repository
        self.folder = folder
        self.blobs = blobs
        self.testDirectory = testDirectory
        self.report = report
    }
}
