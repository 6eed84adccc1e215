package import Domain
import Foundation
import Pipeline

/// A report for people at a terminal.
package enum ReportConsole {
    package static func text(_ report: HealingReport) -> String {
        let parts = [
            projects(report.projects ?? []), report.failures.map(failure).joined(separator: "\n"),
            report.fixes.map(fix).joined(separator: "\n"), actions(report.actions), links(report), steps(report),
            end(report),
        ]
        return harmless(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    private static func projects(_ projects: [HealingReport.Project]) -> String {
        if projects.count < 2 { return "" }
        return projects.map { project in
            let counts = "\(project.passed) of \(project.tests) passed, \(project.failed) failed"
            return "project \(project.name): \(project.notRun.map { "not run: \($0)" } ?? counts)"
        }.joined(separator: "\n") + "\n"
    }

    private static func failure(_ failure: FailureReport) -> String {
        var lines = ["✗ \(ReportText.test(failure))"]
        lines.append(
            "  \(failure.verdict.rawValue), \(ReportText.percent(failure.confidence)) sure; "
                + "\(failure.category.rawValue)/\(failure.kind), \(failure.severity.rawValue); "
                + "culprit: \(failure.culprit.rawValue); \(failure.resolution.rawValue)")
        if !failure.rootCause.isEmpty { lines.append("  \(failure.rootCause)") }
        lines += failure.evidence.map { item in
            "    · \(item.text.split(separator: "\n").first ?? "") [\(item.rule), \(item.source)]"
        }
        if let suggestion = failure.suggestedFix {
            lines.append("  may help: \(suggestion.playbook) (class \(suggestion.class.rawValue)): \(suggestion.why)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fix(_ fix: Fix) -> String {
        let place = fix.published.pullRequest ?? fix.published.branch.map { "branch \($0)" } ?? ""
        let author = fix.model.map { ", by \($0)" } ?? ""
        var lines = [
            "fix \(fix.id) (class \(fix.class.rawValue), \(fix.kind)\(author)): \(fix.state.rawValue) \(place)"
        ]
        lines.append("  \(fix.why)")
        lines += fix.proof.checks.map { "    \($0.passed ? "✓" : "✗") \($0.name): \($0.text)" }
        lines.append("  risk \(fix.risk.level.rawValue): \(fix.risk.reasons.joined(separator: "; "))")
        if let diff = fix.diff {
            lines.append(diff.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func actions(_ actions: [HealingReport.Action]) -> String {
        if actions.isEmpty { return "" }
        let lines = actions.map { action in
            let time = action.at.description.prefix(19).suffix(8)
            return "  \(time) \(action.what) \(action.target): \(action.result)\(action.dryRun ? " (dry run)" : "")"
        }
        return "actions\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func links(_ report: HealingReport) -> String {
        ReportLink.all(in: report).map { "\($0.kind.rawValue): \($0.place)" }.joined(separator: "\n")
    }

    private static func steps(_ report: HealingReport) -> String {
        let steps = NextSteps(report).steps.map { "  · \($0.text)\($0.link.map { " → \($0)" } ?? "")" }
        return steps.isEmpty ? "" : "what to do next\n" + steps.joined(separator: "\n") + "\n"
    }

    private static func end(_ report: HealingReport) -> String {
        let total = ReportText.seconds(report.finishedAt.seconds(since: report.startedAt))
        var lines = [ReportText.line(report.summary, report.job.outcome)]
        let use = report.metrics.llm
        if use.calls > 0 {
            lines.append(
                "language models: \(use.calls) calls, \(use.inputTokens) tokens in, \(use.outputTokens) out, "
                    + ReportText.dollars(use.costUSD))
        }
        lines.append("took \(total), of which \(ReportText.seconds(report.metrics.playwright)) in Playwright")
        return lines.joined(separator: "\n")
    }

    /// Names of tests and words of pages must not steer the terminal, nor show its lines in another order.
    private static func harmless(_ text: String) -> String {
        let isWanted = { (scalar: Unicode.Scalar) in
            switch scalar.properties.generalCategory {
            case .control: scalar == "\n" || scalar == "\t"
            case .format: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
            default: true
            }
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isWanted)))
    }
}
