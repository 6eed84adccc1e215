import Domain
import Pipeline

/// The parts of a report's page, in the order in which people need them.
struct ReportSections: Sendable {
    private typealias Markdown = MarkdownText

    struct Section: Sendable {
        let title: String
        let body: String
    }

    /// Rows of one table; the JSON report has the rest.
    private static let rowLimit = 200
    /// Of a cell, in UTF-16.
    private static let cellLimit = 400
    /// Of a diff, in UTF-16.
    private static let diffLimit = 10_000

    let report: HealingReport

    init(_ report: HealingReport) { self.report = report }

    var heading: String {
        let job = report.job
        let outcome = job.outcome?.rawValue ?? job.state.rawValue
        let sign = [.green: "✅", .healed: "✅", .proposed: "🟡", .needsHuman: "🔴"][job.outcome] ?? "⚪"
        let commit = job.sha.map { " at `\($0.short)`" } ?? ""
        let base = job.base.map { ", compared with `\($0.short)`" } ?? ""
        let dryRun = report.dryRun ? "\n\n> Dry run: nothing was executed, pushed, opened or sent." : ""
        return """
            ## \(sign) selfheal: \(outcome)

            \(Markdown.code(job.repository)), \(Markdown.code(job.ref))\(commit)\(base)\(dryRun)

            \(ReportText.line(report.summary, nil)).
            """
    }

    var all: [Section] {
        [
            results, Section(title: "What to do next", optional: nextSteps),
            Section(title: "Actions", optional: actions),
            Section(title: "Pull requests and issues", optional: links), Section(title: "Failures", optional: failures),
            Section(title: "Fixes", optional: fixes), Section(title: "Language models", optional: models), metrics,
        ].compactMap(\.self)
    }

    private var results: Section? {
        let head = ["project", "tests", "passed", "failed", "flaky", "skipped", "fixed", "proposed", "remaining"]
        var rows = (report.projects ?? []).map(row)
        let total = report.summary
        let all = [
            total.tests, total.passed, total.failed, total.flaky, total.skipped, total.fixed, total.proposed,
            total.remaining,
        ]
        if rows.count != 1 { rows.append(["**all**"] + all.map { "**\($0)**" }) }
        let unrun = (report.projects ?? []).compactMap { project in
            project.notRun.map { "- \(Markdown.code(project.name)) was not run: \(Markdown.prose($0))" }
        }
        let note = unrun.isEmpty ? "" : "\n\n" + unrun.joined(separator: "\n")
        return Section(title: "Results", body: Markdown.table(head, rows) + note)
    }

    private func row(_ project: HealingReport.Project) -> [String] {
        let name = Markdown.plain(project.name)
        if project.notRun != nil { return [name, "not run"] + Array(repeating: "–", count: 7) }
        let failures = report.failures.filter { $0.project == project.name }
        func count(_ resolutions: FailureReport.Resolution...) -> Int {
            failures.count { resolutions.contains($0.resolution) }
        }
        let counts = [
            project.tests, project.passed, project.failed, project.flaky, project.skipped, count(.fixedByPlaybook),
            count(.fixProposed, .issueOpened), count(.none),
        ]
        return [name] + counts.map(String.init)
    }

    private var nextSteps: String? {
        let steps = NextSteps(report).steps.map { step in
            let link = step.link.map { " → \(Self.place($0))" } ?? ""
            return "\(Markdown.prose(Markdown.cut(step.text, to: Self.cellLimit)))\(link)"
        }
        return steps.isEmpty ? nil : Self.lines(steps.map { "- \($0)" })
    }

    private var actions: String? {
        guard !report.actions.isEmpty else { return nil }
        let rows = report.actions.map { action in
            [
                Self.time(action.at), Markdown.plain(action.what), Self.place(action.target), Self.cell(action.why),
                Self.place(action.result) + (action.dryRun ? " (dry run)" : ""),
            ]
        }
        return Self.table(["time (UTC)", "what", "target", "why", "result"], rows)
    }

    private var links: String? {
        let items = ReportLink.all(in: report).map { link in
            let place =
                switch link.kind {
                case .branch: "branch \(Markdown.code(link.place))"
                case .closedIssue: "closed: \(Self.place(link.place))"
                case .pullRequest, .issue: Self.place(link.place)
                }
            return "- \(place): \(Self.cell(link.about))"
        }
        return items.isEmpty ? nil : Self.lines(items)
    }

    private var failures: String? {
        guard !report.failures.isEmpty else { return nil }
        let rows = report.failures.map { failure in
            [
                "\(Self.cell(failure.testName))<br>\(Markdown.code("\(failure.file):\(failure.line)"))",
                Markdown.plain(failure.project),
                "\(failure.verdict.rawValue), \(ReportText.percent(failure.confidence))",
                "\(failure.category.rawValue), \(Markdown.plain(failure.kind))", failure.severity.rawValue,
                Self.cell(failure.rootCause), failure.resolution.rawValue,
            ]
        }
        return Self.table(["test", "project", "verdict", "kind", "severity", "what is wrong", "resolution"], rows)
    }

    private var fixes: String? {
        let parts = report.fixes.map { fix in
            let place = fix.published.pullRequest.map(Self.place) ?? fix.published.branch.map(Markdown.code)
            let model = fix.model.map { ", by \(Markdown.code($0))" } ?? ""
            let head = "**\(Markdown.code(fix.id))**: \(fix.state.rawValue)\(place.map { ", \($0)" } ?? "")"
            return [
                "\(head) (class \(fix.class.rawValue), \(Markdown.plain(fix.kind))\(model))", Markdown.prose(fix.why),
                "Proof: \(fix.proof.before.red) red before, \(fix.proof.after.green) of \(fix.proof.after.runs) runs green after.",
                Self.checks(fix),
                "Risk: \(fix.risk.level.rawValue). \(Self.cell(fix.risk.reasons.joined(separator: "; ")))",
                fix.diff.map(Self.diff),
            ].compactMap(\.self).joined(separator: "\n\n")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n---\n\n")
    }

    private var models: String? {
        let use = report.metrics.llm
        guard use.calls > 0 else { return nil }
        let names = Set(report.fixes.compactMap(\.model)).sorted().map(Markdown.code).joined(separator: ", ")
        return Markdown.table(
            ["calls", "input tokens", "output tokens", "cost", "wrote fixes"],
            [
                [
                    "\(use.calls)", "\(use.inputTokens)", "\(use.outputTokens)", ReportText.dollars(use.costUSD),
                    names.isEmpty ? "–" : names,
                ]
            ])
    }

    private var metrics: Section? {
        let order = Job.Stage.allCases.map(\.rawValue)
        let stages = report.metrics.stages.sorted {
            (order.firstIndex(of: $0.key) ?? 99) < (order.firstIndex(of: $1.key) ?? 99)
        }
        .map { "\($0.key) \(ReportText.seconds($0.value))" }
        let total = ReportText.seconds(report.finishedAt.seconds(since: report.startedAt))
        let suite = ReportText.seconds(report.metrics.playwright)
        let list = stages.isEmpty ? "" : ": \(stages.joined(separator: ", "))"
        return Section(
            title: "Time",
            body: "\(total) in all, \(suite) of it in Playwright\(list). Job \(Markdown.code(report.job.id.text)).")
    }

    private static func checks(_ fix: Fix) -> String? {
        let rows = fix.proof.checks.map { check in
            "- \(check.passed ? "✅" : "❌") \(Markdown.plain(check.name)): \(Self.cell(check.text))"
        }
        return rows.isEmpty ? nil : rows.joined(separator: "\n")
    }

    private static func diff(_ text: String) -> String {
        "<details><summary>Diff</summary>\n\n\(Markdown.block(Markdown.cut(text, to: diffLimit), language: "diff"))\n\n</details>"
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let rest = rows.count > rowLimit ? "\n\n\(rows.count - rowLimit) more are in the JSON report." : ""
        return Markdown.table(head, Array(rows.prefix(rowLimit))) + rest
    }

    private static func lines(_ items: [String]) -> String {
        let rest = items.count > rowLimit ? ["- \(items.count - rowLimit) more are in the JSON report."] : []
        return (items.prefix(rowLimit) + rest).joined(separator: "\n")
    }

    /// A cell with a link where the text is an address.
    private static func place(_ text: String) -> String {
        WebAddress(text).map { Markdown.link(shortName($0), to: $0.text) } ?? cell(text)
    }

    /// `#12` of an address that ends in a number, else the address without its scheme.
    private static func shortName(_ address: WebAddress) -> String {
        let parts = address.text.split(separator: "/")
        if let last = parts.last, Int(last) != nil, parts.count > 4 {
            return "\(parts[parts.count - 2] == "pull" ? "pull request" : "issue") \(last)"
        }
        return parts.dropFirst().joined(separator: "/")
    }

    private static func cell(_ text: String) -> String { Markdown.prose(Markdown.cut(text, to: cellLimit)) }

    /// `11-22 13:10:16`, which is not broken in two.
    private static func time(_ time: Timestamp) -> String {
        String(time.description.prefix(19).dropFirst(5)).replacing("T", with: "\u{A0}")
    }
}

extension ReportSections.Section {
    fileprivate init?(title: String, optional body: String?) {
        guard let body else { return nil }
        self.init(title: title, body: body)
    }
}
