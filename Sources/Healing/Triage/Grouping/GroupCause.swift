package import Domain

/// What failures of one group have in common, in one paragraph and the facts that it rests on. The same failures say the same
/// in whatever order they come, and of any number of them only a few are held.
package struct GroupCause: Sendable {
    private typealias Place = (file: String, line: Int, project: String, name: String, id: String)

    /// Named in the paragraph; the rest is counted.
    private static let nameLimit = 3
    private static let nameLength = 80
    private static let evidenceLimit = 20
    /// Counted until they are told: what most show may come late.
    private static let factLimit = 200

    package private(set) var count = 0
    /// The gravest of them.
    package private(set) var severity = FailureReport.Severity.low
    private var verdicts: [FailureReport.Verdict: Voice] = [:]
    private var named: [FailureReport] = []
    private var facts: [Fact] = []
    private var file: String?
    private var isOfOneFile = true

    /// The clearest of the failures with one verdict speaks for them.
    private struct Voice {
        var failure: FailureReport
        var count = 0
    }

    /// The same fact has other numbers in each test.
    private struct Fact {
        let rule: String
        let sign: Normalised
        var item: GroupReport.Item
    }

    /// - Parameter failures: with the same `group`.
    package init(_ failures: [FailureReport] = []) {
        // Which facts are held must not depend on which failure came first.
        for failure in failures.sorted(by: { Self.place($0) < Self.place($1) }) { add(failure) }
    }

    package mutating func add(_ failure: FailureReport) {
        // Thousands of groups may be held, and these are not told.
        var failure = failure
        failure.screenshot = nil
        failure.errorMessage = ""
        failure.observed = nil
        failure.videos = nil
        count += 1
        if rank(failure.severity) < rank(severity) { severity = failure.severity }
        isOfOneFile = isOfOneFile && failure.file == file ?? failure.file
        file = failure.file
        var voice = verdicts[failure.verdict] ?? Voice(failure: failure)
        voice.count += 1
        if Self.isClearer(failure, than: voice.failure) { voice.failure = failure }
        verdicts[failure.verdict] = voice
        named = Array((named + [failure]).sorted { Self.place($0) < Self.place($1) }.prefix(Self.nameLimit + 1))
        var told: Set<Int> = []
        for item in failure.evidence { note(item, &told) }
    }

    private mutating func note(_ item: FailureReport.Evidence, _ told: inout Set<Int>) {
        let sign = Normalised(item.text)
        if let known = facts.firstIndex(where: { $0.rule == item.rule && $0.sign == sign }) {
            if told.insert(known).inserted { facts[known].item.failures += 1 }
        } else if facts.count < Self.factLimit {
            told.insert(facts.count)
            facts.append(Fact(rule: item.rule, sign: sign, item: .init(item, failures: 1)))
        }
    }

    private func rank(_ severity: FailureReport.Severity) -> Int {
        FailureReport.Severity.allCases.firstIndex(of: severity) ?? 0
    }

    private static func isClearer(_ failure: FailureReport, than other: FailureReport) -> Bool {
        failure.confidence == other.confidence
            ? place(failure) < place(other) : failure.confidence > other.confidence
    }

    private static func place(_ failure: FailureReport) -> Place {
        (failure.file, failure.line, failure.project, failure.testName, failure.id)
    }
}

extension GroupCause {
    /// The clearest failure with the verdict that most of them have; nil when there is none. Without error and picture.
    package var speaker: FailureReport? {
        verdicts.values.max { left, right in
            left.count == right.count
                ? Self.isClearer(right.failure, than: left.failure) : left.count < right.count
        }?.failure
    }

    /// What failed and how often, what was seen, who is at fault and why, and what would disprove it.
    package var rootCause: String {
        guard let speaker else { return "" }
        return [count > 1 ? head(speaker) : nil, speaker.rootCause, dissent(from: speaker.verdict)]
            .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What most of the failures show first.
    package var evidence: [GroupReport.Item] {
        facts.enumerated().sorted { ($1.element.item.failures, $0.offset) < ($0.element.item.failures, $1.offset) }
            .prefix(Self.evidenceLimit).map(\.element.item)
    }

    private func head(_ speaker: FailureReport) -> String {
        let others = named.filter { $0.id != speaker.id }
        var names = ([speaker] + others).prefix(Self.nameLimit).map(Self.name)
        let rest = count - names.count
        if rest > 0 { names.append("\(rest) more") }
        let list = names.dropLast().joined(separator: ", ") + " and \(names.last ?? "")"
        return "\(count) tests\(isOfOneFile ? "" : " in several files") fail for one cause: \(list)."
    }

    private static func name(_ failure: FailureReport) -> String {
        let project = failure.project.isEmpty ? "" : " of \(failure.project)"
        return "“\(failure.testName.shortened(to: nameLength))”\(project)"
    }

    /// A group is of one symptom; other runs may tell its failures apart.
    private func dissent(from verdict: FailureReport.Verdict) -> String? {
        let others = FailureReport.Verdict.allCases.filter { $0 != verdict }.compactMap { other in
            verdicts[other].map { "\($0.count) \(other.rawValue)" }
        }
        return others.isEmpty ? nil : "Not all of them have this verdict: \(others.joined(separator: ", "))."
    }

    /// - Returns: one for each group, in the order of their first failures.
    package static func reports(of failures: [FailureReport]) -> [GroupReport] {
        var order: [String] = []
        let groups = failures.reduce(into: [String: [FailureReport]]()) { groups, failure in
            if groups[failure.group] == nil { order.append(failure.group) }
            groups[failure.group, default: []].append(failure)
        }
        return order.compactMap { groups[$0].flatMap(report) }
    }

    private static func report(of failures: [FailureReport]) -> GroupReport? {
        GroupCause(failures).report(of: failures.map(\.id))
    }

    /// - Parameter ids: of all failures of the group.
    package func report(of ids: [String]) -> GroupReport? {
        guard let speaker else { return nil }
        return GroupReport(
            id: speaker.group, failures: ids, verdict: speaker.verdict, culprit: speaker.culprit,
            confidence: speaker.confidence, severity: severity, rootCause: rootCause, evidence: evidence)
    }
}
