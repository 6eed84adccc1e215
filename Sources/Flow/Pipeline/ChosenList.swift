import Evidence
import Locators
import Repairers

/// The list that a failing step chooses from, as it was when all was well and as it is now.
struct ChosenList {
    let old: [RewordedItem.Item]
    let new: [RewordedItem.Item]

    /// - Parameter path: of the trace of the test's last good run.
    init?(_ failure: TracedFailure, good path: String) {
        guard let trace = failure.trace, let step = failure.step, step.method == "selectOption",
            let text = step.selector, let selector = Selector(text), let now = trace.lastSnapshot(at: step),
            let good = try? TraceFile.read(path), let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (page, targets) = good.markedTarget(of: before), targets.count == 1
        else { return nil }
        let index = PageIndex(now, testIDAttribute: trace.testIDAttribute)
        guard let found = SelectorEngine(index).matches(selector), found.count == 1 else { return nil }
        let former = FormControl(targets[0], in: PageIndex(page, testIDAttribute: good.testIDAttribute))
        let present = FormControl(found[0], in: index)
        guard former.isList, present.isList else { return nil }
        (old, new) = (former.items, present.items)
    }
}
