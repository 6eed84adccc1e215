import Domain
import Evidence
import Locators
import Triage

/// What became of a failing locator's element, by its fingerprint alone: for when no page of a good run is at hand.
///
/// It shows neither what else the page had nor what the test's own steps had made true, so that it never says that something
/// is gone, and follows no assertion.
struct FingerprintRecall {
    let recall: Circumstances.Recall
    /// The step as it is remembered.
    private(set) var greenStep: ObservedFailure.GreenStep?

    init(_ failure: TracedFailure, _ index: LocatorIndex) {
        guard let trace = failure.trace, let step = failure.step, let text = step.selector,
            let page = trace.lastSnapshot(at: step)
        else {
            recall = .notRecalled(reason: "the failing step has no locator, or its page is not in the trace")
            return
        }
        let earlier = trace.steps.prefix { $0.callID != step.callID }.count { $0.selector == text }
        guard let memory = index.memory(of: text, after: earlier) else {
            recall = .notRecalled(reason: "the good run that is remembered has no such locator")
            return
        }
        greenStep = ObservedFailure.GreenStep(
            url: memory.url, title: memory.title, element: memory.element.description)
        let now = PreparedPage(PageIndex(page, testIDAttribute: trace.testIDAttribute))
        let told = Self.recall(memory, text, on: now, isAssertion: step.method == "expect")
        guard case .counterpartFound = told, let node = memory.counterpart(in: now).node,
            index.names(node, otherwiseThan: text, in: now)
        else {
            recall = told
            return
        }
        recall = .notRecalled(
            reason:
                "other steps use the same element by another locator, so that this one may name a state and no element")
    }

    private static func recall(
        _ memory: LocatorMemory, _ selector: String, on page: PreparedPage, isAssertion: Bool
    ) -> Circumstances.Recall {
        let found = memory.counterpart(in: page)
        guard let node = found.node else {
            return .notRecalled(reason: "by its fingerprint it is not clearly found: \(found.reason)")
        }
        let name = page.index.describe(node)
        if let selector = Selector(selector), let matches = SelectorEngine(page.index).matches(selector),
            !matches.isEmpty
        {
            return matches.contains(node)
                ? .elementStillThere("\(name): \(found.reason)")
                : .notRecalled(reason: "the locator finds something else than the remembered element, \(name)")
        }
        if isAssertion {
            return .notRecalled(
                reason: "an assertion is not followed by a fingerprint alone, although \(name) is there")
        }
        let words = [memory.element["accessibleName"], page.index.accessibleName(of: node)].map {
            $0.filter(\.isNumber)
        }
        guard !page.index.accessibleName(of: node).isEmpty || memory.element["accessibleName"].isEmpty else {
            return .notRecalled(reason: "\(name) is there, but without its name")
        }
        guard words[0] == words[1] else {
            return .notRecalled(reason: "\(name) has another number in its name, which is another value")
        }
        return .counterpartFound("\(name): \(found.reason), by its fingerprint")
    }
}
