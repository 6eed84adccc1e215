package import Domain
package import Foundation

/// How a worker leaves its job.
package enum JobEnd: Hashable, Sendable {
    case succeeded(Job.Outcome, summary: String, report: JobReport)
    case failed(error: String)
    /// What failed may pass: the job is queued again, and goes on after its last finished stage.
    case postponed(error: String, until: Timestamp)
    /// It was told to stop; the store knows why.
    case stopped
}

/// A finished report, and what the history keeps of it.
package struct JobReport: Hashable, Sendable {
    /// `selfheal.report/1`
    package let body: Data
    /// Without screenshots.
    package let failures: [FailureReport]
    /// Seconds by stage.
    package let stages: [String: Double]
    /// How the suite's tests ended; empty when they tell nothing about the tests.
    package let tests: [TestResult]

    package init(_ report: HealingReport, tests: [TestResult] = []) throws {
        body = try JSON.encode(report)
        failures = report.failures.map { failure in
            var failure = failure
            failure.screenshot = nil
            return failure
        }
        stages = report.metrics.stages
        self.tests = tests
    }

    package init(
        body: Data, failures: [FailureReport] = [], stages: [String: Double] = [:], tests: [TestResult] = []
    ) {
        self.body = body
        self.failures = failures
        self.stages = stages
        self.tests = tests
    }
}
