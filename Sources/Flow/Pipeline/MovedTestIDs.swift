import Domain
import Evidence
import Locators
import Repairers

/// Test ids that stand in another attribute since the commit: the page has the value that a locator looks for on the same kind of
/// element, nothing in the attribute in which the suite looks, and the other test ids of the good page in the new one, too.
struct MovedTestIDs: Hashable {
    let old: String
    let new: String

    /// - Parameter good: trace of the test's last good run.
    init?(_ failure: TracedFailure, good path: String, changes: CommitChanges) {
        guard let trace = failure.trace, let step = failure.step, let page = trace.lastSnapshot(at: step),
            let selector = step.selector, let good = try? TraceFile.read(path),
            let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (former, targets) = good.markedTarget(of: before), let target = targets.first,
            let match = selector.firstMatch(of: /internal:testid=\[([A-Za-z0-9_-]+)="([^"\\]+)"s?\]/)
        else { return nil }
        let (old, value) = (String(match.1), String(match.2))
        let attributes = page.nodes.indices.map(page.attributes)
        guard !attributes.contains(where: { $0[old] != nil }) else { return nil }
        let holders = page.nodes.indices.filter {
            attributes[$0].contains { $0.key.hasPrefix("data-") && $0.value == value }
        }
        let names = Set(
            holders.flatMap { attributes[$0].filter { $0.value == value && $0.key.hasPrefix("data-") }.keys })
        guard names.count == 1, let new = names.first, Self.brings(new, changes.diff) else { return nil }
        // Of a chain the target may be something else than the element with the test id.
        let isWhole = !selector.contains(" >> ")
        guard !isWhole || holders.contains(where: { page.tag($0) == former.tag(target) }) else { return nil }
        let formerValues = Set(former.nodes.indices.compactMap { former.attributes($0)[old] })
        let values = Set(attributes.compactMap { $0[new] })
        guard formerValues.intersection(values).count * 2 > formerValues.count else { return nil }
        (self.old, self.new) = (old, new)
    }

    /// Whether a line that came with the commit has the name, in markup or as scripts write it: `dataset.testId`.
    private static func brings(_ name: String, _ diff: String) -> Bool {
        let words = name.split(separator: "-").dropFirst()
        let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
        let property = "dataset." + (words.first ?? "") + rest.joined()
        return diff.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("+") && (line.contains(name + "=") || line.contains(property) || line.contains("'\(name)'"))
        }
    }
}
