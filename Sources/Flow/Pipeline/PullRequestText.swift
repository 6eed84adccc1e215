import Domain
import Foundation
import Proof
import Triage

/// What a pull request says: what was changed and why, how it was proven, what could be wrong with it.
struct PullRequestText: Sendable {
    private typealias Markdown = MarkdownText

    let title: String
    let body: String
    let commitMessage: String

    /// More of a diff than this is left to the files of the pull request.
    private static let diffLimit = 20_000
    /// Failures that one change repairs mostly have one.
    private static let causeLimit = 5

    /// - Parameter redaction: of what is cut here; half a secret would pass it afterwards.
    init(
        _ judged: JudgedRepair, revision: Revision, repository: String, failures: [FailureReport],
        redaction: Redaction = Redaction(secrets: [])
    ) {
        let repair = judged.repair
        let subject = redaction.apply(to: Self.subject(repair, failures.count))
        let names = failures.map(ReportText.test)
        title = Markdown.cut(subject, to: 100)
        commitMessage = """
            \(Markdown.cut(subject, to: 72))

            \(Markdown.unlinked(repair.why))

            Selfheal-Fix: \(repair.fingerprint)
            """
        body = [
            "## What changed\n\n\(Self.why(judged, failures))\n",
            repair.locators.isEmpty ? "" : Self.locators(repair),
            Self.results(judged, names),
            Self.checks(judged.proof),
            "## Risk: \(judged.risk.level.rawValue)\n\n\(Markdown.list(judged.risk.reasons))\n",
            Self.diff(redaction.apply(to: repair.diff)),
            """
            ## If this is wrong

            Close this pull request, and the same proposal is not made again. \(Self.otherwise(judged.change)) To hold it, leave it open: nothing is merged by itself, and with the label \
            `selfheal:hold` nothing is changed in it either.

            <sub>Proven at \(revision.sha.short) (\(Markdown.plain(revision.subject))) of `\(repository)`, compared with \
            \(revision.base.map(\.short) ?? "no earlier commit"). \(Self.level(judged.change))</sub>
            """,
        ].joined(separator: "\n")
    }

    private static func subject(_ repair: Repair, _ tests: Int) -> String {
        if let path = repair.files.first?.path, repair.takenBack != nil {
            return "Take back a part of \(path), for \(tests) \(tests == 1 ? "test" : "tests")"
        }
        if repair.locators.isEmpty {
            let more = repair.files.count > 1 ? " and \(repair.files.count - 1) more" : ""
            return
                "Heal \(tests) \(tests == 1 ? "test" : "tests"): change \(repair.files.first?.path ?? "nothing")\(more)"
        }
        let elements = Set(repair.locators.map(\.before)).count
        let what = repair.locators.first.map { "the \(Markdown.unlinked($0.element))" } ?? "the app"
        let more = elements > 1 ? " and \(elements - 1) more" : ""
        return "Heal \(tests) \(tests == 1 ? "test" : "tests"): find \(what)\(more) again"
    }

    /// The same as `repair.why`, with what comes from the page made harmless.
    private static func why(_ judged: JudgedRepair, _ failures: [FailureReport]) -> String {
        let repair = judged.repair
        if repair.locators.isEmpty {
            let files = repair.files.map { Markdown.code($0.path) }.joined(separator: ", ")
            let writer = repair.origin.model.map { "The language model \(Markdown.code($0)) wrote" } ?? "A rule made"
            let causes = GroupCause.reports(of: failures).map { "\n\n\(Markdown.prose($0.rootCause))" }
            let cause = causes.prefix(causeLimit).joined()
            let change =
                repair.takenBack == nil ? "\(writer) this change of \(files)." : "\(Markdown.prose(repair.why))"
            return "\(change) It was held to the checks below; no person has read it yet.\(cause)"
        }
        var seen: Set<String> = []
        return repair.locators.filter { seen.insert("\($0.before)\n\($0.after)").inserted }.map { locator in
            "\(Markdown.code(locator.before)) found the \(Markdown.plain(locator.element)) at the last good commit; "
                + "that element is found by \(Markdown.code(locator.after)) now."
        }.joined(separator: " ")
    }

    /// What it means that nobody takes the proposal.
    private static func otherwise(_ change: ChangeAssessment) -> String {
        change.class == .c
            ? "The app stays as it is then, and its tests stay red."
            : "The tests stay red then, as they should where the app and not the test is at fault."
    }

    private static func level(_ change: ChangeAssessment) -> String {
        change.class == .c
            ? "Class C: a change of the product (\(change.kinds.map(\.rawValue).joined(separator: ", "))), for a person to decide."
            : "Class B: a change of tests only."
    }

    private static func locators(_ repair: Repair) -> String {
        var seen: Set<String> = []
        let rows = repair.locators.filter { seen.insert("\($0.before) \($0.after)").inserted }.map { locator in
            [
                Markdown.code(locator.before), Markdown.code(locator.after), Markdown.plain(locator.element),
                Markdown.prose(locator.why),
            ]
        }
        return Markdown.table(["before", "after", "the element", "why it is the same one"], rows) + "\n"
    }

    private static func results(_ judged: JudgedRepair, _ names: [String]) -> String {
        let proof = judged.proof
        return """
            ## Results

            | | before | after |
            | --- | --- | --- |
            | the \(names.count == 1 ? "test" : "\(names.count) tests") below | \(proof.before.red) red \
            | \(proof.after.green) of \(proof.after.runs) runs green |

            \(Markdown.list(names))

            """
    }

    private static func checks(_ proof: Fix.Proof) -> String {
        let rows = proof.checks.map {
            "- \($0.passed ? "✅" : "❌") **\(Markdown.plain($0.name))**: \(Markdown.prose($0.text))"
        }
        return "## Proof\n\n\(rows.joined(separator: "\n"))\n"
    }

    private static func diff(_ diff: String) -> String {
        let shown = diff.prefix(diffLimit)
        let rest = shown.endIndex < diff.endIndex ? "\n(cut: see the files of this pull request)" : ""
        return "## Diff\n\n\(Markdown.block(String(shown), language: "diff"))\(rest)\n"
    }
}
