import Domain

/// What a person should do next, by what remains: one step for all failures of one kind.
struct NextSteps: Sendable {
    struct Step: Hashable, Sendable {
        /// A sentence, with code between backticks.
        let text: String
        let link: String?
    }

    let steps: [Step]

    init(_ report: HealingReport) {
        let proposals = ReportLink.all(in: report).compactMap(Self.step)
        let open = report.failures.filter { $0.resolution == .none }
        let groups = Dictionary(grouping: open) { Group($0) }.sorted {
            ($1.value.count, $0.key) < ($0.value.count, $1.key)
        }
        steps =
            proposals + groups.map { Step(text: Self.advice($0.key, $0.value, report), link: nil) }
            + Self.unrun(report.projects ?? [])
    }

    /// What failures have in common that the same advice is for.
    private struct Group: Hashable, Comparable {
        let verdict: String, kind: String, category: String, playbook: String, fix: String

        init(_ failure: FailureReport) {
            verdict = failure.verdict.rawValue
            kind = failure.kind
            category = failure.category.rawValue
            playbook = failure.suggestedFix?.playbook ?? ""
            fix = failure.fix ?? ""
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.verdict, left.category, left.kind, left.playbook, left.fix)
                < (right.verdict, right.category, right.kind, right.playbook, right.fix)
        }
    }

    private static func step(_ link: ReportLink) -> Step? {
        switch link.kind {
        case .pullRequest: Step(text: "Review the pull request, and merge or close it: \(link.about)", link: link.place)
        case .branch:
            Step(text: "Review the branch \(Self.code(link.place)), and merge or delete it: \(link.about)", link: nil)
        case .issue: Step(text: "Look at the issue: \(link.about)", link: link.place)
        case .closedIssue: nil
        }
    }

    private static func advice(_ group: Group, _ failures: [FailureReport], _ report: HealingReport) -> String {
        let count = failures.count == 1 ? "1 test" : "\(failures.count) tests"
        return "\(count) (\(group.category), \(group.kind)): \(advice(on: failures[0], report))"
    }

    private static func advice(on failure: FailureReport, _ report: HealingReport) -> String {
        if let id = failure.fix, let fix = report.fixes.first(where: { $0.id == id }) {
            return unpublished(fix, report)
        }
        if let suggestion = failure.suggestedFix, suggestion.class == .a {
            return playbook(suggestion, report.actions)
        }
        switch failure.verdict {
        case .appBug: return "have somebody who knows the app look at this commit. \(failure.rootCause)"
        case .testOutdated:
            return "the test is out of date, and no repair of it could be proven. Bring it up to date by hand."
        case .testBug: return "look at what was last changed in the test. \(failure.rootCause)"
        case .environment where failure.evidence.contains { $0.rule == "verdict.recovered-by-itself" }:
            return "nothing: the environment recovered by itself. \(failure.rootCause)"
        case .environment: return "restore the environment, and run the job again. \(failure.rootCause)"
        case .flaky:
            if let suggestion = failure.suggestedFix {
                return "flaky. Find out why; meanwhile consider \(Self.code(suggestion.playbook)): \(suggestion.why)."
            }
            return "flaky. Look for a race between the test and the app; the evidence says what differed between tries."
        case .unknown:
            let trace = failure.trace.map { " The trace is \(Self.code($0))." } ?? ""
            return "nobody knows yet who is at fault. Run the commit before, and look at the first red step.\(trace)"
        }
    }

    private static func unpublished(_ fix: Fix, _ report: HealingReport) -> String {
        let action = report.actions.last { $0.what == "pull-request" && $0.target.contains(fix.id) }
        let reason = action.map { " (\($0.result))" } ?? ""
        return
            "the fix \(Self.code(fix.id)) is proven and not published\(reason). Its diff is below and in the report: apply it by hand."
    }

    private static func playbook(_ suggestion: FailureReport.SuggestedFix, _ actions: [HealingReport.Action]) -> String
    {
        let name = suggestion.playbook
        let done = actions.last { $0.what == "playbook" && $0.target.hasPrefix("\(name) on ") }
        if let done {
            return
                "the playbook \(Self.code(name)) did not help (\(done.result)). Restore this by hand: \(suggestion.why)"
        }
        return
            "\(suggestion.why). Allow the playbook \(Self.code(name)) under `playbooks` of this repository in `selfheal.yaml`, or "
            + "restore it by hand."
    }

    /// A name that stands for itself, for markdown and consoles alike.
    private static func code(_ name: String) -> String { "`\(name.replacing("`", with: "'"))`" }

    private static func unrun(_ projects: [HealingReport.Project]) -> [Step] {
        let names = projects.filter { $0.notRun != nil }.map { Self.code($0.name) }
        if names.isEmpty { return [] }
        return [
            Step(
                text:
                    "Run the job again when the rest is mended: nothing is known of \(names.joined(separator: ", ")).",
                link: nil)
        ]
    }
}
