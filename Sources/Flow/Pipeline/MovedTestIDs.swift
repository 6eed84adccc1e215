import Domain
import Evidence
import Repairers

/// Test ids that stand in another attribute since the commit: the page has the value that a locator looks for, and nothing in the
/// attribute in which the suite looks.
struct MovedTestIDs: Hashable {
    let old: String
    let new: String

    init?(_ failure: TracedFailure, by commit: CommitReading) {
        guard let changes = commit.changes, let trace = failure.trace, let step = failure.step,
            let page = trace.lastSnapshot(at: step), let selector = step.selector,
            let match = selector.firstMatch(of: /internal:testid=\[([A-Za-z0-9_-]+)="([^"\\]+)"s?\]/)
        else { return nil }
        let (old, value) = (String(match.1), String(match.2))
        let attributes = page.nodes.indices.map(page.attributes)
        guard !attributes.contains(where: { $0[old] != nil }) else { return nil }
        let names = Set(attributes.flatMap { $0.filter { $0.key.hasPrefix("data-") && $0.value == value }.keys })
        guard names.count == 1, let new = names.first, AppDiff(changes.diff).brings(new) else { return nil }
        (self.old, self.new) = (old, new)
    }
}

extension AppDiff {
    /// Whether a name such as `data-test-id` came with the commit, or some of its words.
    fileprivate func brings(_ name: String) -> Bool {
        let words = ElementTraits.tokens(name).subtracting(["data"])
        // In scripts it is written `dataset.testId`.
        let joined = name.split(separator: "-").dropFirst().enumerated()
            .map { $0.offset == 0 ? String($0.element) : $0.element.prefix(1).uppercased() + $0.element.dropFirst() }
            .joined()
        return added.contains(joined) || !words.isDisjoint(with: added)
    }
}
