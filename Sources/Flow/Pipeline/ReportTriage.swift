package import Domain

/// Triage of a report from anywhere: no repository, no earlier run, so that no verdict is given.
package enum ReportTriage {
    /// - Parameter path: file that `playwright test --reporter=json` wrote.
    /// - Returns: one report a red test; `trace` is the path that the runner gave to it.
    package static func failures(ofReport path: String) throws -> [FailureReport] {
        let result = SuiteResult(report: path, exitStatus: 1, seconds: 0, output: "")
        return try SuiteReading(result, folder: nil).red.map { test in
            var report = try FailureTriage.report(TracedFailure(test))
            report.trace = test.trace
            report.screenshot = test.screenshotText
            return report
        }
    }
}
