package import Domain
import Foundation
import Pipeline

/// A report for people at a terminal.
package enum ReportConsole {
    package static func text(_ report: HealingReport) -> String {
        var lines: [String] = []
        for failure in report.failures {
            let project = failure.project.isEmpty ? "" : "[\(failure.project)] "
            lines.append("✗ \(project)\(failure.testName)  (\(failure.file):\(failure.line))")
            lines.append(
                "  \(failure.verdict.rawValue), \(percent(failure.confidence)); \(failure.category.rawValue)/\(failure.kind); "
                    + "culprit: \(failure.culprit.rawValue)")
            if !failure.rootCause.isEmpty { lines.append("  \(failure.rootCause)") }
            lines += failure.evidence.map { item in
                "    · \(item.text.split(separator: "\n").first ?? "") [\(item.rule), \(item.source)]"
            }
            lines.append("")
        }
        for fix in report.fixes {
            let place = fix.published.pullRequest ?? fix.published.branch.map { "branch \($0)" } ?? ""
            lines.append("fix \(fix.id): \(fix.state.rawValue) \(place)")
            lines.append("  \(fix.why)")
            lines += fix.proof.checks.map { "    \($0.passed ? "✓" : "✗") \($0.name): \($0.text)" }
            lines.append("  risk \(fix.risk.level.rawValue): \(fix.risk.reasons.joined(separator: "; "))")
            if let diff = fix.diff {
                lines.append(diff.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            }
            lines.append("")
        }
        lines += report.actions.filter { $0.result.hasPrefix("failed") || $0.result.hasPrefix("not published") }.map {
            "\($0.what) \($0.target): \($0.result)"
        }
        lines.append(ReportText.line(report.summary, report.job.outcome))
        let total = report.finishedAt.seconds(since: report.startedAt)
        lines.append("took \(seconds(total)), of which \(seconds(report.metrics.playwright)) in Playwright")
        return lines.joined(separator: "\n")
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) % sure" }
    private static func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) s" }
}
