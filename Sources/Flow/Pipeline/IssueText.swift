import Domain
import Triage

/// What an issue says of failures with one cause: what is red, who is at fault and why, and how it ends. The same failures
/// make the same text on every run of a commit, so that an issue is not touched when nothing is new.
struct IssueText: Sendable {
    private typealias Markdown = MarkdownText

    let title: String
    let body: String
    /// For the mark: `[project] file: title`, sorted.
    let tests: [String]

    private static let testLimit = 50
    /// Of an error, in UTF-16; the trace and the report have all of it.
    private static let errorLimit = 2_000

    /// - Parameter failures: one group, not empty.
    init(_ failures: [FailureReport], revision: Revision, repository: String) {
        tests = Self.names(of: failures)
        let cause = GroupCause(failures)
        let first = cause.speaker
        let error = failures.first { $0.id == first?.id }?.errorMessage
        title = Markdown.cut(Self.subject(first, failures.count), to: 120)
        body = [
            Self.red(failures),
            first.map { Self.fault($0, cause.rootCause) },
            Self.evidence(cause),
            error.flatMap(Self.error),
            Self.since(revision, repository: repository),
            Self.check(first?.verdict ?? .unknown, revision),
            first?.suggestedFix.map(Self.suggestion),
            Self.end(revision.branch),
        ].compactMap(\.self).joined(separator: "\n\n")
    }

    /// As the tests are called by their suite, by which they are found again.
    static func names(of failures: [FailureReport]) -> [String] {
        failures.map { "[\($0.project)] \($0.file): \($0.testName)" }.sorted()
    }

    private static func subject(_ failure: FailureReport?, _ tests: Int) -> String {
        guard let failure else { return "Red tests" }
        let more = tests > 1 ? " and \(tests - 1) more" : ""
        return "\(who(failure)): \(Markdown.unlinked(failure.testName))\(more)"
    }

    private static func who(_ failure: FailureReport) -> String {
        switch failure.verdict {
        case .appBug: "The app fails"
        case .environment: "The environment fails"
        case .testOutdated: "A test is out of date"
        case .testBug: "A test is wrong"
        case .flaky: "A test is flaky"
        case .unknown: "A test is red"
        }
    }

    private static func red(_ failures: [FailureReport]) -> String {
        let rows = failures.sorted { ($0.project, $0.file, $0.line) < ($1.project, $1.file, $1.line) }.prefix(testLimit)
            .map { failure in
                [
                    Markdown.plain(failure.project), Markdown.plain(failure.testName),
                    Markdown.code("\(failure.file):\(failure.line)"), failure.severity.rawValue,
                ]
            }
        let rest =
            failures.count > testLimit ? "\n\n\(failures.count - testLimit) more are red for the same reason." : ""
        return "## What is red\n\n\(Markdown.table(["project", "test", "where", "severity"], rows))\(rest)"
    }

    private static func fault(_ failure: FailureReport, _ rootCause: String) -> String {
        let culprit = failure.culprit == .unknown ? "not known" : "the \(failure.culprit.rawValue)"
        return """
            ## Who is at fault

            **\(culprit)** (\(failure.verdict.rawValue), \(ReportText.percent(failure.confidence)) sure; \
            \(failure.category.rawValue), \(Markdown.plain(failure.kind)))

            \(Markdown.prose(rootCause))
            """
    }

    /// What several failures of the group rest on is said once.
    private static func evidence(_ cause: GroupCause) -> String? {
        let rows = cause.evidence.map { item in
            [
                Markdown.prose(Markdown.cut(item.text, to: 500)), Markdown.plain(item.source), Markdown.code(item.rule),
                "\(item.failures) of \(cause.count)",
            ]
        }
        return rows.isEmpty
            ? nil : "## Evidence\n\n\(Markdown.table(["what was seen", "where", "rule", "in tests"], rows))"
    }

    private static func error(_ text: String) -> String? {
        text.isEmpty ? nil : "## Error\n\n\(Markdown.block(Markdown.cut(text, to: errorLimit)))"
    }

    private static func since(_ revision: Revision, repository: String) -> String {
        let base = revision.base.map { "the commit that it was compared with is `\($0.short)`" }
        return """
            ## Since when

            Red at `\(revision.sha.short)` (\(Markdown.plain(revision.subject))) of \(Markdown.code(revision.branch)) in \
            `\(repository)`; \(base ?? "there was no earlier commit to compare it with").
            """
    }

    /// What a person can do to find this wrong.
    private static func check(_ verdict: FailureReport.Verdict, _ revision: Revision) -> String {
        let base = revision.base.map { "`\($0.short)`" } ?? "an earlier commit"
        let way =
            switch verdict {
            case .appBug:
                "Run these tests at \(base): red there too, it was not this commit. A commit which says that the new behaviour "
                    + "is wanted makes it the tests that have to follow."
            case .environment:
                "Restore the environment and run `\(revision.sha.short)` again: red as before, it was not the environment."
            case .testOutdated:
                "Do by hand what the tests do: if the app does not do it, the app is at fault and not the tests."
            case .testBug:
                "Run the tests as they were at \(base) with the app of today: red too, it was not the change of the tests."
            case .flaky: "Run `\(revision.sha.short)` several times: red every time, it is not flaky."
            case .unknown: "Nothing is claimed yet. A run of \(base), and the trace, tell more."
            }
        return "## How to check this\n\n\(way)"
    }

    private static func suggestion(_ fix: FailureReport.SuggestedFix) -> String {
        "## What may help\n\n\(Markdown.code(fix.playbook)) (class \(fix.class.rawValue)): \(Markdown.prose(fix.why))."
    }

    private static func end(_ branch: String) -> String {
        """
        ## How this is closed

        selfheal closes this issue when these tests are green again on \(Markdown.code(branch)), and opens it again when they \
        turn red. Close it as *not planned*, and it stays closed. With the label `selfheal:hold` it is left as it is.
        """
    }
}
