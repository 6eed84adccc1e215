import Evidence
import Locators

/// Finds the step of a good run that is the one which failed.
enum StepMatch {
    /// The same call with the same locator, and as many of them before it.
    static func counterpart(of step: Trace.Step, in failed: Trace, good: Trace) -> Trace.Step? {
        func isSame(_ other: Trace.Step) -> Bool {
            other.selector == step.selector && other.method == step.method && other.expression == step.expression
        }
        let earlier = failed.steps.prefix { $0.callID != step.callID }.count(where: isSame)
        let candidates = good.steps.filter(isSame)
        return candidates.isEmpty ? nil : candidates[min(earlier, candidates.count - 1)]
    }

    /// Earlier states of the pages, the nearest last; more than ten steps back tells nothing new.
    static func pages(before step: Trace.Step, in trace: Trace) -> [PageSnapshot] {
        trace.steps.prefix { $0.callID != step.callID }.suffix(10).compactMap { trace.lastSnapshot(at: $0) }
    }

    /// The page of a step with what its locator found there, as Playwright marked it, or else as the snapshot tells.
    static func targets(of step: Trace.Step, in trace: Trace) -> (PageSnapshot, [PageSnapshot.NodeID])? {
        if let (page, marked) = trace.markedTarget(of: step), !marked.isEmpty { return (page, marked) }
        guard let page = trace.lastSnapshot(at: step), let selector = step.selector.flatMap(Selector.init) else {
            return nil
        }
        let index = PageIndex(page, testIDAttribute: trace.testIDAttribute)
        return (page, SelectorEngine(index).matches(selector) ?? [])
    }

    /// The page of a step in which nothing is marked: an assertion on a list marks nothing in some versions.
    static func page(of step: Trace.Step, in trace: Trace) -> (PageSnapshot, [PageSnapshot.NodeID])? {
        trace.lastSnapshot(at: step).map { ($0, []) }
    }
}
