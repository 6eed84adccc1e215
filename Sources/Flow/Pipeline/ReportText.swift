package import Domain

/// A report in words, for consoles and summaries.
package enum ReportText {
    /// One line: what the suite said and what came of it.
    package static func line(_ summary: HealingReport.Summary, _ outcome: Job.Outcome?) -> String {
        var parts = ["\(summary.tests) tests", "\(summary.passed) passed"]
        if summary.failed > 0 { parts.append("\(summary.failed) failed") }
        if summary.flaky > 0 { parts.append("\(summary.flaky) flaky") }
        if summary.skipped > 0 { parts.append("\(summary.skipped) skipped") }
        if summary.proposed > 0 { parts.append("\(summary.proposed) with a proposed fix") }
        if summary.remaining > 0 { parts.append("\(summary.remaining) left for people") }
        return parts.joined(separator: ", ") + (outcome.map { " (\($0.rawValue))" } ?? "")
    }

    /// `[project] title (file:line)`.
    package static func test(_ failure: FailureReport) -> String {
        let project = failure.project.isEmpty ? "" : "[\(failure.project)] "
        return "\(project)\(failure.testName) (\(failure.file):\(failure.line))"
    }

    /// - Parameter share: 0 to 1.
    package static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    package static func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) s" }

    package static func dollars(_ value: Double) -> String {
        "\((value * 10_000).rounded() / 10_000) USD"
    }
}
