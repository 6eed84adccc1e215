import Domain
import Evidence
import Locators

/// An action before the failing step that went well on another element than in the good run: its locator takes the first of
/// several, and the commit brought one that comes before what was meant. What the test says in the end is a consequence.
struct StrayedStep {
    let repairCase: RepairCase
    /// What was meant, and what got it.
    let text: String

    private static let actions: Set<String> = [
        "click", "dblclick", "tap", "hover", "focus", "fill", "type", "press", "check", "uncheck", "selectOption",
        "setInputFiles",
    ]
    /// The nearest to the failing step; each costs two pages.
    private static let limit = 20

    /// - Parameter path: of the good run's trace.
    /// - Returns: nil when every action acted on what it meant, or the commit does not show that the other element is wanted.
    init?(_ failure: TracedFailure, good: Trace, path: String, changes: CommitChanges) {
        guard let failed = failure.test.trace, let trace = failure.trace, let last = failure.step else { return nil }
        let earlier = trace.steps.prefix { $0.callID != last.callID }.filter {
            $0.error == nil && Self.actions.contains($0.method)
        }
        for step in earlier.suffix(Self.limit) {
            guard let found = Self.find(step, in: trace, good: good, changes: changes) else { continue }
            repairCase = RepairCase(
                test: failure.test, selector: found.selector,
                failed: StepReference(trace: failed, callID: step.callID),
                memory: StepReference(trace: path, callID: found.before.callID))
            text = found.text
            return
        }
        return nil
    }

    /// Playwright marks all that the locator finds; where a method does not insist on one, the first one is acted on.
    private static func find(
        _ step: Trace.Step, in trace: Trace, good: Trace, changes: CommitChanges
    ) -> (selector: String, before: Trace.Step, text: String)? {
        guard let text = step.selector, let selector = Selector(text),
            let (shown, marked) = trace.markedTarget(of: step), marked.count > 1,
            let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (page, meant) = good.markedTarget(of: before), meant.count == 1
        else { return nil }
        let index = PageIndex(shown, testIDAttribute: trace.testIDAttribute)
        guard let hit = SelectorEngine(index).matches(selector)?.first(where: marked.contains) else { return nil }
        let (old, new) = (PreparedPage(PageIndex(page, testIDAttribute: good.testIDAttribute)), PreparedPage(index))
        guard let recall = try? LocatorRecall(selector, targets: meant, old: old, new: new, foundSeveral: true),
            let element = recall.elements.first?.new, recall.newcomers.contains(hit)
        else { return nil }
        // Under the same words it is the same thing, drawn twice.
        let (wanted, got) = (ElementTraits(element, in: index), ElementTraits(hit, in: index))
        guard wanted.words != got.words || wanted.words.isEmpty else { return nil }
        let intent = Intent(selector, recall, old: old, new: new, isAssertion: false)
        guard intent.objection(changes: changes, earlier: StepMatch.pages(before: before, in: good)) == nil else {
            return nil
        }
        let why = "`\(step.method)` means the \(wanted.short), and the \(got.short), which the commit brought, got it"
        return (text, before, why)
    }
}
