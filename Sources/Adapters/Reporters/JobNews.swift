import Domain
import Pipeline

/// What of a report the people on a channel want to hear: a section for each of their topics of which something happened.
struct JobNews: Sendable {
    enum Mood: Sendable { case good, waiting, bad }

    struct Item: Hashable, Sendable {
        /// Other people's words, as one name.
        let name: String
        /// A sentence, with code between backticks.
        let text: String
        let link: String?
    }

    struct Section: Sendable {
        let topic: NotificationTopic
        let title: String
        let items: [Item]
        /// How many more there are than are shown.
        let rest: Int

        fileprivate init?(_ topic: NotificationTopic, _ title: String, _ items: [Item]) {
            guard !items.isEmpty else { return nil }
            self.topic = topic
            self.title = title
            self.items = Array(items.prefix(JobNews.itemLimit))
            rest = items.count - self.items.count
        }

        /// A line for each item, as many as fit into `limit`, in UTF-16, and one that says how many do not.
        func lines(limit: Int, _ line: (Item) -> String) -> String {
            let room = limit - 40
            var text = ""
            var hidden = rest
            for item in items {
                let longer = text + (text.isEmpty ? "" : "\n") + line(item)
                if longer.utf16.count <= room { text = longer } else { hidden += 1 }
            }
            let note = hidden > 0 ? "… and \(hidden) more in the report" : ""
            return [text, note].filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    static let itemLimit = 8

    let headline: String
    let mood: Mood
    let sections: [Section]
    let footer: String

    var topics: [NotificationTopic] { sections.map(\.topic) }

    /// nil when nothing happened that anybody on the channel wants to hear.
    init?(_ report: HealingReport, for topics: [NotificationTopic]) {
        let all = [Self.critical(report), Self.fixes(report), Self.links(report), Self.status(report)]
        sections = all.compactMap(\.self).filter { topics.contains($0.topic) }
        guard !sections.isEmpty else { return nil }
        let job = report.job
        headline = "\(job.repository) \(job.ref): \(job.outcome?.rawValue ?? job.state.rawValue)"
        mood =
            switch job.outcome {
            case .green, .healed: .good
            case .proposed: .waiting
            case .needsHuman, nil: .bad
            }
        let commit = job.sha.map { " at \($0.short)" } ?? ""
        footer = "selfheal job \(job.id)\(commit)\(report.dryRun ? ", dry run" : "")"
    }

    /// A job that could not be done: what is red, nobody knows. nil when nobody wants to hear how jobs ended.
    init?(failed job: Job, error: String, for topics: [NotificationTopic]) {
        let line = MarkdownText.oneLine(error)
        guard topics.contains(.status),
            let section = Section(.status, "Could not be done", [Item(name: "job", text: line, link: nil)])
        else { return nil }
        sections = [section]
        headline = "\(job.repository) \(job.ref): failed"
        mood = .bad
        footer = "selfheal job \(job.id)\(job.sha.map { " at \($0.short)" } ?? "")"
    }

    /// Failures with one cause are one item.
    private static func critical(_ report: HealingReport) -> Section? {
        let open = report.failures.filter { $0.severity == .critical && $0.resolution != .fixedByPlaybook }
        var groups: [String] = []
        for failure in open where !groups.contains(failure.group) { groups.append(failure.group) }
        let items = groups.compactMap { group -> Item? in
            let failures = open.filter { $0.group == group }
            guard let first = failures.first else { return nil }
            let more = failures.count > 1 ? "and \(failures.count - 1) more for the same reason. " : ""
            // The paragraph counts all of the group, also what is green again.
            let whole = report.groups?.first { $0.id == group && $0.failures.count == failures.count }
            let cause = whole?.rootCause ?? more + first.rootCause
            let proposal = report.fixes.first { $0.id == first.fix }?.published.pullRequest
            return Item(name: ReportText.test(first), text: cause, link: first.issue ?? proposal)
        }
        return Section(.critical, "Critical and red", items)
    }

    private static func fixes(_ report: HealingReport) -> Section? {
        let items = report.fixes.compactMap { fix -> Item? in
            let count = fix.failures.count == 1 ? "1 test" : "\(fix.failures.count) tests"
            switch fix.state {
            case .applied: return Item(name: fix.id, text: "made \(count) green again: \(fix.why)", link: nil)
            case .proposed:
                let text = "would make \(count) green, proven by \(fix.proof.after.runs) runs: \(fix.why)"
                return Item(name: fix.id, text: text, link: fix.published.pullRequest)
            case .rejected, .wouldApply: return nil
            }
        }
        return Section(.fix, "Fixes", items)
    }

    private static func links(_ report: HealingReport) -> Section? {
        let items = ReportLink.all(in: report).filter { $0.kind != .branch }.map { link in
            Item(name: link.kind.rawValue, text: link.about, link: link.place)
        }
        return Section(.pullRequest, "Pull requests and issues", items)
    }

    private static func status(_ report: HealingReport) -> Section? {
        Section(.status, "Status", [Item(name: "suite", text: ReportText.line(report.summary, nil), link: nil)])
    }
}
