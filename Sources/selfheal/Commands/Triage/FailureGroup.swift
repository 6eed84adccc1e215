import Domain

/// Failures of one cause, of which the first few are named.
struct FailureGroup: Comparable {
    private var first: FailureReport
    private var count = 0
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

    init(_ first: FailureReport) {
        self.first = first
        // Thousands of groups may be held, and these are not shown.
        self.first.screenshot = nil
        self.first.errorMessage = ""
    }

    mutating func add(_ failure: FailureReport) {
        count += 1
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
            (severities.firstIndex(of: group.first.severity) ?? 0, -group.count, group.first.group)
        }
        return ranks[0] < ranks[1]
    }

    static func == (left: Self, right: Self) -> Bool { left.first.group == right.first.group }

    /// The named failures as rows of the table, and below them what is said of all of them.
    func text(in table: TextTable) -> String {
        var lines = rows.map(table.line)
        if count > rows.count { lines.append("and \(count - rows.count) more") }
        lines += Self.paragraph("[\(first.group.prefix(12))] \(first.rootCause)", first: "  ", further: "  ")
        if let fix = first.suggestedFix {
            lines += Self.paragraph("May be mended by \(fix.playbook): \(fix.why).", first: "  ", further: "  ")
        }
        // That there was nothing to compare with goes without saying here.
        for item in first.evidence where !item.rule.hasPrefix("circumstance.") {
            let line = item.text.split(whereSeparator: \.isNewline).first ?? ""
            lines += Self.paragraph("\(line) [\(item.rule)]", first: "  · ", further: "    ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func paragraph(_ text: String, first: String, further: String) -> [String] {
        TerminalText.wrapped(text, width: width).enumerated().map { ($0.offset == 0 ? first : further) + $0.element }
    }
}
