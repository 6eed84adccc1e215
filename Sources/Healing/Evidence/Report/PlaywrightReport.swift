package import Domain

/// What Playwright's JSON reporter tells of a run (versions 1.30 to 1.63): the suites flattened into tests.
package struct PlaywrightReport: Hashable, Sendable {
    package struct Project: Hashable, Sendable {
        package let id: String
        package let name: String
        package let testDirectory: String
        package let outputDirectory: String
        package let retries: Int
        /// Of one test; zero for no limit.
        package let timeout: Duration
    }

    /// As Playwright counts: a test that passed on a retry is flaky, one that failed as it should is expected.
    package struct Statistics: Hashable, Sendable {
        package let expected: Int
        package let unexpected: Int
        package let flaky: Int
        package let skipped: Int
        package let duration: Duration
        /// RFC 3339, as reported; empty before Playwright 1.37.
        package let startTime: String
    }

    /// One thrown error.
    package struct Failure: Hashable, Sendable {
        /// Without colours, source snippet and stack.
        package let message: String
        /// As thrown; empty when the report has none.
        package let stack: String
        package let location: SourceLocation?
        /// The lines of source around the place, without colours.
        package let snippet: String?
    }

    package struct Step: Hashable, Sendable {
        package let title: String
        package let duration: Duration
        package let error: Failure?
        package let steps: [Step]
    }

    package struct Attachment: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            /// As the reporter wrote it: absolute, on the machine that ran the tests.
            case file(String)
            case inline([UInt8])
            case missing
        }
        package let name: String
        package let contentType: String
        package let content: Content
    }

    package struct Annotation: Hashable, Sendable {
        package let type: String
        package let description: String
    }

    /// One attempt at a test.
    package struct Result: Hashable, Sendable {
        package enum Status: String, Hashable, Sendable { case passed, failed, timedOut, skipped, interrupted, unknown }
        package let status: Status
        package let duration: Duration
        /// 0 for the first attempt.
        package let retry: Int
        /// The one that ended the attempt first, soft assertions in order.
        package let errors: [Failure]
        package let steps: [Step]
        /// Without colours.
        package let output: String
        package let errorOutput: String
        package let attachments: [Attachment]
        /// RFC 3339, as reported.
        package let startTime: String
    }

    package struct Test: Hashable, Sendable {
        package enum Outcome: String, Hashable, Sendable { case expected, unexpected, flaky, skipped, unknown }
        /// Playwright's own, the same for one test in all projects in older versions; empty before it had one.
        package let id: String
        /// Describe blocks and the test, joined with ` › `, without the file.
        package let title: String
        package let project: String
        /// Relative to `rootDirectory`, as reported.
        package let file: String
        package let line: Int
        package let column: Int
        /// With `@`.
        package let tags: [String]
        package let annotations: [Annotation]
        package let expectedStatus: Result.Status
        package let outcome: Outcome
        package let timeout: Duration
        /// Empty when the test never started.
        package let results: [Result]
    }

    /// A test that stands in the report in a form that we do not understand.
    package struct Unreadable: Hashable, Sendable {
        /// File and titles as far as they are known.
        package let place: String
        package let reason: String
    }

    package let playwrightVersion: String
    /// What `file` of a test is relative to.
    package let rootDirectory: String
    package let configFile: String
    package let workers: Int
    package let projects: [Project]
    /// Errors outside of any test: a broken configuration, a web server that did not start, a spec that does not load.
    package let errors: [Failure]
    package let statistics: Statistics
    package private(set) var tests: [Test]
    package let unreadable: [Unreadable]

    func with(_ tests: [Test]) -> PlaywrightReport {
        var report = self
        report.tests = tests
        return report
    }
}
