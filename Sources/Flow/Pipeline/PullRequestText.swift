import Domain
import Foundation

/// What a pull request says: what was changed and why, how it was proven, what could be wrong with it.
struct PullRequestText: Sendable {
    let title: String
    let body: String
    let commitMessage: String

    /// More of a diff than this is left to the files of the pull request.
    private static let diffLimit = 20_000

    init(_ judged: JudgedRepair, revision: Revision, repository: String, failures: [FailureReport]) {
        let repair = judged.repair
        let names = failures.map { failure in
            let project = failure.project.isEmpty ? "" : "[\(failure.project)] "
            return "\(project)\(failure.testName) (\(failure.file):\(failure.line))"
        }
        title = Self.cut(Self.subject(repair, failures.count), to: 100)
        commitMessage = """
            \(Self.cut(Self.subject(repair, failures.count), to: 72))

            \(Self.unlinked(repair.why))

            Selfheal-Fix: \(repair.fingerprint)
            """
        body = [
            "## What changed\n\n\(Self.why(repair))\n",
            Self.locators(repair),
            Self.results(judged, names),
            Self.checks(judged.proof),
            "## Risk: \(judged.risk.level.rawValue)\n\n\(Self.list(judged.risk.reasons))\n",
            Self.diff(repair),
            """
            ## If this is wrong

            Close this pull request, and the same proposal is not made again. The tests stay red then, as they should where \
            the app and not the test is at fault. To hold it, leave it open: nothing is merged by itself.

            <sub>Proven at \(revision.sha.short) (\(Self.plain(revision.subject))) of `\(repository)`, compared with \
            \(revision.base.map(\.short) ?? "no earlier commit"). Class B: a change of tests only.</sub>
            """,
        ].joined(separator: "\n")
    }

    private static func subject(_ repair: Repair, _ tests: Int) -> String {
        let elements = Set(repair.locators.map(\.before)).count
        let what = repair.locators.first.map { "the \(unlinked($0.element))" } ?? "the app"
        let more = elements > 1 ? " and \(elements - 1) more" : ""
        return "Heal \(tests) \(tests == 1 ? "test" : "tests"): find \(what)\(more) again"
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }

    /// The same as `repair.why`, with what comes from the page made harmless.
    private static func why(_ repair: Repair) -> String {
        var seen: Set<String> = []
        return repair.locators.filter { seen.insert("\($0.before)\n\($0.after)").inserted }.map { locator in
            "\(code(locator.before)) found the \(plain(locator.element)) at the last good commit; "
                + "that element is found by \(code(locator.after)) now."
        }.joined(separator: " ")
    }

    private static func locators(_ repair: Repair) -> String {
        var seen: Set<String> = []
        let rows = repair.locators.filter { seen.insert("\($0.before) \($0.after)").inserted }.map { locator in
            "| \(code(locator.before)) | \(code(locator.after)) | \(cell(locator.element)) | \(cell(locator.why)) |"
        }
        return "| before | after | the element | why it is the same one |\n| --- | --- | --- | --- |\n"
            + rows.joined(separator: "\n") + "\n"
    }

    private static func results(_ judged: JudgedRepair, _ names: [String]) -> String {
        let proof = judged.proof
        return """
            ## Results

            | | before | after |
            | --- | --- | --- |
            | the \(names.count == 1 ? "test" : "\(names.count) tests") below | \(proof.before.red) red \
            | \(proof.after.green) of \(proof.after.runs) runs green |

            \(list(names))

            """
    }

    private static func checks(_ proof: Fix.Proof) -> String {
        let rows = proof.checks.map { "- \($0.passed ? "✅" : "❌") **\(plain($0.name))**: \(plain($0.text))" }
        return "## Proof\n\n\(rows.joined(separator: "\n"))\n"
    }

    private static func diff(_ repair: Repair) -> String {
        let shown = repair.diff.prefix(diffLimit)
        let fence = fence(for: String(shown))
        let rest = shown.count < repair.diff.count ? "\n(cut: see the files of this pull request)" : ""
        return "## Diff\n\n\(fence)diff\n\(shown)\(shown.hasSuffix("\n") ? "" : "\n")\(fence)\(rest)\n"
    }

    private static func list(_ items: [String]) -> String { items.map { "- \(plain($0))" }.joined(separator: "\n") }

    /// Text of the repository and of its pages must not become markup, a mention, or a word that closes an issue.
    private static func plain(_ text: String) -> String {
        var result = ""
        for character in unlinked(text) {
            if "\\*_[]!|~".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result.replacing("<", with: "&lt;")
    }

    /// On one line, and without what GitHub links by itself.
    private static func unlinked(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
            .replacing("@", with: "@\u{200B}").replacing("#", with: "#\u{200B}")
    }

    private static func cell(_ text: String) -> String { plain(text) }

    private static func code(_ text: String) -> String {
        var fence = "`"
        while text.contains(fence) { fence += "`" }
        let inner = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("|", with: "\\|")
        return fence.count > 1 ? "\(fence) \(inner) \(fence)" : fence + inner + fence
    }

    private static func fence(for text: String) -> String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return fence
    }
}
