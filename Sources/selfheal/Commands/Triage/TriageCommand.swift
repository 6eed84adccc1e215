import ArgumentParser
import Domain
import Evidence
import Foundation
import Pipeline

struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage", abstract: "Classifies the failures of Playwright reports; runs nothing.",
        discussion: "Example: selfheal triage report.json blob-report/*.zip --format jsonl")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl }

    @Argument(help: "Reports that `playwright test` wrote with --reporter=json or --reporter=blob.")
    var reports: [String]
    @Option(help: "What is printed: text, json or jsonl.")
    var format = Format.text

    func run() async throws {
        try await Reporting.errors(as: ExitStatus.usage) {
            var output = TriageOutput(format)
            var isSound = true
            for report in reports {
                guard Self.isReadable(report) else {
                    isSound = false
                    Reporting.print(error: "\(report) cannot be read: check the path")
                    continue
                }
                do {
                    let problems = try ReportTriage.read(report) { output.add($0) }
                    for problem in problems { Reporting.print(error: problem) }
                    if !problems.isEmpty { isSound = false }
                } catch {
                    isSound = false
                    Reporting.print(error: "\(error)")
                }
            }
            try output.end()
            if !isSound { throw ExitStatus.usage }
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return kind != nil && kind != .typeDirectory && FileManager.default.isReadableFile(atPath: path)
    }
}

/// Prints failures as they come. Of those that share a cause, text shows the first and counts the others, at the end.
struct TriageOutput {
    private let format: TriageCommand.Format
    private var groups: [String: FailureGroup] = [:]
    private var count = 0
    /// Causes that were met after as many as are shown.
    private var untold: Set<String> = []
    private static let groupLimit = 2_000
    private static let untoldLimit = 200_000
    private var trouble: (any Error)?

    init(_ format: TriageCommand.Format) {
        self.format = format
        if format == .json { write("[") }
    }

    mutating func add(_ failure: FailureReport) {
        count += 1
        do {
            switch format {
            case .text: group(failure)
            case .json:
                write(count == 1 ? "\n" : ",\n")
                write(String(decoding: try JSON.encode(failure, pretty: true), as: UTF8.self))
            case .jsonl: write(String(decoding: try JSON.encode(failure), as: UTF8.self) + "\n")
            }
        } catch {
            trouble = error
        }
    }

    /// A report can have any number of causes; of those that nobody would read only the names are held.
    private mutating func group(_ failure: FailureReport) {
        if groups[failure.group] != nil || groups.count < Self.groupLimit {
            groups[failure.group, default: FailureGroup(failure)].add(failure)
        } else if untold.count < Self.untoldLimit {
            untold.insert(failure.group)
        }
    }

    /// - Throws: what kept a failure from being printed.
    func end() throws {
        if let trouble { throw trouble }
        switch format {
        case .json: write(count == 0 ? "]\n" : "\n]\n")
        case .jsonl: break
        case .text:
            let tests = count == 1 ? "1 red test" : "\(count) red tests"
            let causes = groups.count + untold.count
            write(count == 0 ? "Nothing is red.\n" : "\(tests), \(causes == 1 ? "1 cause" : "\(causes) causes")\n")
            for group in groups.values.sorted() { write("\n" + group.text) }
            if !untold.isEmpty {
                let more = untold.count == Self.untoldLimit ? "more than \(untold.count)" : "\(untold.count)"
                write("\n\(more) further causes are not shown; --format jsonl has all of them\n")
            }
        }
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

/// Failures of one cause, of which the first few are named.
struct FailureGroup: Comparable {
    private var first: FailureReport
    private var count = 0
    private var places: [String] = []
    private static let placeLimit = 5
    private static let width = 100

    init(_ first: FailureReport) {
        self.first = first
        // Thousands of groups may be held, and these are not shown.
        self.first.screenshot = nil
        self.first.errorMessage = ""
    }

    mutating func add(_ failure: FailureReport) {
        count += 1
        if places.count < Self.placeLimit { places.append("\(failure.file):\(failure.line)  \(failure.testName)") }
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

    var text: String {
        var lines = [
            // How sure it is is said of the kind: without another run the verdict is never as sure.
            "\(first.category.rawValue)/\(first.kind), \(Int((first.confidence * 100).rounded())) % sure  "
                + "\(first.severity.rawValue)  \(first.culprit.rawValue)  verdict \(first.verdict.rawValue)  "
                + "[\(first.group.prefix(12))]"
        ]
        lines += Self.wrapped(first.rootCause).map { "  \($0)" }
        if let fix = first.suggestedFix { lines.append("  May be mended by \(fix.playbook): \(fix.why).") }
        // That there was nothing to compare with goes without saying here.
        for item in first.evidence where !item.rule.hasPrefix("circumstance.") {
            lines.append("    · \(item.text.split(separator: "\n").first ?? "") [\(item.rule)]")
        }
        lines += places.map { "    \($0)" }
        if count > places.count { lines.append("    and \(count - places.count) more") }
        return lines.map(Self.printable).joined(separator: "\n") + "\n"
    }

    /// A report can hold what steers a terminal.
    private static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
