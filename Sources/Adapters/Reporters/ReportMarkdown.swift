package import Domain
import Pipeline

/// A report as a page of markdown.
package struct ReportMarkdown: Sendable {
    package let text: String

    package init(_ report: HealingReport) {
        var lines = ["## selfheal: \(report.job.outcome?.rawValue ?? report.job.state.rawValue)", ""]
        lines += [ReportText.line(report.summary, nil), ""]
        if !report.failures.isEmpty {
            lines += ["| test | verdict | what is wrong | resolution |", "| --- | --- | --- | --- |"]
            lines += report.failures.map { failure in
                "| \(Self.cell(failure.testName)) | \(failure.verdict.rawValue) | \(Self.cell(failure.rootCause)) "
                    + "| \(failure.resolution.rawValue) |"
            }
            lines.append("")
        }
        for fix in report.fixes {
            let place = fix.published.pullRequest ?? fix.published.branch.map { "branch `\($0)`" } ?? fix.state.rawValue
            lines += ["### Fix \(fix.id): \(place)", "", Self.plain(fix.why), ""]
            lines += fix.proof.checks.filter { !$0.passed }.map { "- ❌ \(Self.plain($0.name)): \(Self.plain($0.text))" }
            lines += ["", "Risk: \(fix.risk.level.rawValue)", ""]
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ text: String) -> String { plain(text).replacing("|", with: "\\|") }

    private static func plain(_ text: String) -> String {
        text.replacing("<", with: "&lt;").replacing("\n", with: " ")
    }
}
