package import Domain

/// Triage of a report from anywhere: no repository, no earlier run, so that no verdict is given.
package enum ReportTriage {
    /// - Parameter path: file that `playwright test --reporter=json` wrote.
    package static func failures(ofReport path: String) throws -> [FailureReport] {
        let result = SuiteResult(report: path, exitStatus: 1, seconds: 0, output: "")
        return try SuiteReading(result, folder: nil).red.map { try FailureTriage.report(TracedFailure($0)) }
    }
}
