import Domain
import Foundation

/// Prints failures as they come, or their causes at the end: of those that share one, the table shows the first few and counts
/// the others.
struct TriageOutput {
    private let format: TriageCommand.Format
    /// Causes instead of failures.
    private let tellsGroups: Bool
    private let write: (String) -> Void
    private var groups: [String: FailureGroup] = [:]
    /// Ids of the failures of each group, held only where they are told: a report can have any number of them.
    private var members: [String: [String]] = [:]
    private var count = 0
    /// Causes that were met after as many as are shown.
    private var untold: Set<String> = []
    private static let groupLimit = 2_000
    private static let untoldLimit = 200_000
    private var trouble: (any Error)?

    init(_ format: TriageCommand.Format, tellsGroups: Bool = false, write: @escaping (String) -> Void) {
        self.format = format
        self.tellsGroups = tellsGroups && format != .table
        self.write = write
        if format == .json { write("[") }
    }

    mutating func add(_ failure: FailureReport) {
        count += 1
        do {
            switch format {
            case .json where !tellsGroups: try writeItem(failure, isFirst: count == 1)
            case .jsonl where !tellsGroups: write(failure.jsonText() + "\n")
            case .table, .json, .jsonl: group(failure)
            }
        } catch {
            trouble = error
        }
    }

    /// A report can have any number of causes; of those that nobody would read only the names are held.
    private mutating func group(_ failure: FailureReport) {
        if groups[failure.group] != nil || groups.count < Self.groupLimit {
            groups[failure.group, default: FailureGroup(failure.group)].add(failure)
            if tellsGroups { members[failure.group, default: []].append(failure.id) }
        } else if untold.count < Self.untoldLimit {
            untold.insert(failure.group)
        }
    }

    private func writeItem(_ item: some Encodable, isFirst: Bool) throws {
        write(isFirst ? "\n" : ",\n")
        write(String(decoding: try JSON.encode(item, pretty: true), as: UTF8.self))
    }

    private func writeGroups() throws {
        let reports = groups.values.sorted().compactMap { $0.report(of: members[$0.id] ?? []) }
        for (number, report) in reports.enumerated() {
            if format == .json {
                try writeItem(report, isFirst: number == 0)
            } else {
                write(String(decoding: try JSON.encode(report), as: UTF8.self) + "\n")
            }
        }
    }

    /// - Throws: what kept a failure from being printed, or that there are more causes than can be told.
    func end() throws {
        if let trouble { throw trouble }
        if tellsGroups { try writeGroups() }
        switch format {
        case .json: write(count == 0 ? "]\n" : "\n]\n")
        case .jsonl: break
        case .table: writeTable()
        }
        if tellsGroups, !untold.isEmpty {
            throw TooManyCauses(
                description: "there are more than \(Self.groupLimit) causes; without --groups all are told")
        }
    }

    struct TooManyCauses: Error, CustomStringConvertible { let description: String }

    private func writeTable() {
        guard count > 0 else { return write("Nothing is red.\n") }
        let causes = groups.count + untold.count
        write(
            "\(count == 1 ? "1 red test" : "\(count) red tests"), \(causes == 1 ? "1 cause" : "\(causes) causes")\n\n")
        let groups = groups.values.sorted()
        let table = TextTable(columns: FailureGroup.columns, rows: groups.flatMap(\.rows))
        write(table.header + "\n")
        for (number, group) in groups.enumerated() { write((number == 0 ? "" : "\n") + group.text(in: table)) }
        guard !untold.isEmpty else { return }
        let more = untold.count == Self.untoldLimit ? "more than \(untold.count)" : "\(untold.count)"
        let subject = untold.count == 1 ? "1 further cause is" : "\(more) further causes are"
        write("\n\(subject) not shown; --format jsonl has every failure\n")
    }
}
