package import Domain

/// A failure as the choice of a playbook sees it.
package struct PlaybookCase: Hashable, Sendable {
    package let failure: FailureReport
    /// Names of the playbooks that the evidence asks for, the likeliest first.
    package let suggestions: [FailureReport.SuggestedFix]

    package init(failure: FailureReport, suggestions: [FailureReport.SuggestedFix]) {
        self.failure = failure
        self.suggestions = suggestions
    }
}

/// A configured playbook that the evidence of some failures asks for.
package struct PlaybookCandidate: Hashable, Sendable {
    package let playbook: PlaybookSettings
    /// Ids of the failures that it may repair.
    package let failures: [String]
    package let why: String
    /// 0 for the likeliest of each of its failures; its condition counts as that.
    package let rank: Int

    package init(playbook: PlaybookSettings, failures: [String], why: String, rank: Int) {
        self.playbook = playbook
        self.failures = failures
        self.why = why
        self.rank = rank
    }

    /// Those that are worth a look, the likeliest first. What is not configured is not among them, whatever the evidence.
    /// - Parameter tried: names that have had their turn in this job.
    package static func all(
        for cases: [PlaybookCase], configured: [PlaybookSettings], tried: Set<String>
    ) -> [Self] {
        let open = configured.filter { $0.class == .a && !tried.contains($0.name) }
        let names = Set(configured.map(\.name))
        let found = open.compactMap { playbook -> Self? in
            let matches = cases.compactMap { $0.match(playbook, configured: names) }
            guard let best = matches.min(by: { $0.rank < $1.rank }) else { return nil }
            return Self(playbook: playbook, failures: matches.map(\.failure), why: best.why, rank: best.rank)
        }
        // The sort is stable, so that the order of the configuration decides the rest.
        return found.sorted { ($0.rank, -$0.failures.count) < ($1.rank, -$1.failures.count) }
    }
}

extension PlaybookCase {
    struct Match {
        let failure: String
        let rank: Int
        let why: String
    }

    func match(_ playbook: PlaybookSettings, configured: Set<String>) -> Match? {
        guard mayAct else { return nil }
        if let condition = playbook.when, condition.holds(for: failure) {
            return Match(failure: failure.id, rank: 0, why: "its condition fits: \(condition.words)")
        }
        // Only what is configured has a rank: what the evidence asks for first may not exist here.
        let known = suggestions.filter { configured.contains($0.playbook) }
        guard let rank = known.firstIndex(where: { $0.playbook == playbook.name }) else { return nil }
        return Match(failure: failure.id, rank: rank, why: known[rank].why)
    }

    /// An app bug, an outdated test and a flaky one are not mended by acting on the environment.
    private var mayAct: Bool { failure.verdict == .environment || failure.verdict == .unknown }
}

extension PlaybookSettings.Condition {
    /// Every part that is given must fit; a condition without parts fits nothing.
    func holds(for failure: FailureReport) -> Bool {
        if category == nil, kind == nil, text == nil { return false }
        if let category, category != failure.category { return false }
        if let kind, kind != failure.kind { return false }
        guard let text = text?.lowercased(), !text.isEmpty else { return true }
        return ([failure.errorMessage] + failure.evidence.map(\.text)).contains { $0.lowercased().contains(text) }
    }

    var words: String {
        [category?.rawValue, kind, text.map { "“\($0)”" }].compactMap(\.self).joined(separator: ", ")
    }
}
