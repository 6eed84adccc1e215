import Domain
import Triage

/// Failures of one cause, of which the first few are named.
struct FailureGroup: Comparable {
    let id: String
    private var cause = GroupCause()
    private var count: Int { cause.count }
    /// A line of the table for each failure that is named.
    private(set) var rows: [[String]] = []
    private static let rowLimit = 5
    private static let width = 100

    /// How sure it is is said of the kind, and stands beside it: without another run the verdict is never as sure.
    static let columns: [TextTable.Column] = [
        .init("TEST", limit: 60), .init("CATEGORY", limit: 8), .init("KIND", limit: 26),
        .init("CONFIDENCE", limit: 10, isNumber: true), .init("SEVERITY", limit: 8), .init("CULPRIT", limit: 11),
        .init("VERDICT", limit: 13),
    ]

    /// - Parameter id: what its failures have as their `group`.
    init(_ id: String) { self.id = id }

    mutating func add(_ failure: FailureReport) {
        cause.add(failure)
        guard rows.count < Self.rowLimit else { return }
        rows.append([
            Self.name(of: failure), failure.category.rawValue, failure.kind,
            "\(Int((failure.confidence * 100).rounded())) %", failure.severity.rawValue, failure.culprit.rawValue,
            failure.verdict.rawValue,
        ])
    }

    /// Of a long path the end is told, and of all the name's end is what may be cut.
    private static func name(of failure: FailureReport) -> String {
        let project = failure.project.isEmpty ? "" : "[\(failure.project)] "
        return "\(project)\(TerminalText.end(of: failure.file, width: 28)):\(failure.line) \(failure.testName)"
    }

    /// The most severe first, then the largest.
    static func < (left: Self, right: Self) -> Bool {
        let severities = FailureReport.Severity.allCases
        let ranks = [left, right].map { group in
            (severities.firstIndex(of: group.cause.severity) ?? 0, -group.count, group.id)
        }
        return ranks[0] < ranks[1]
    }

    static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    /// As a job's report has it; nil for a group of nothing.
    /// - Parameter ids: of all of its failures.
    func report(of ids: [String]) -> GroupReport? { cause.report(of: ids) }

    /// The named failures as rows of the table, and below them what is said of all of them.
    func text(in table: TextTable) -> String {
        var lines = rows.map(table.line)
        if count > rows.count { lines.append("and \(count - rows.count) more") }
        lines += Self.paragraph("[\(id.prefix(12))] \(cause.rootCause)", first: "  ", further: "  ")
        if let fix = cause.speaker?.suggestedFix {
            lines += Self.paragraph("May be mended by \(fix.playbook): \(fix.why).", first: "  ", further: "  ")
        }
        // That there was nothing to compare with goes without saying here.
        for item in cause.evidence where !item.rule.hasPrefix("circumstance.") {
            let line = item.text.split(whereSeparator: \.isNewline).first ?? ""
            lines += Self.paragraph("\(line) [\(item.rule)]", first: "  · ", further: "    ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func paragraph(_ text: String, first: String, further: String) -> [String] {
        TerminalText.wrapped(text, width: width).enumerated().map { ($0.offset == 0 ? first : further) + $0.element }
    }
}
