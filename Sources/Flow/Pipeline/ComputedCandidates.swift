import Domain
import Evidence
import Foundation
import Locators

/// Elements that may be what a failing locator meant, computed where ranking alone may not decide: each has a locator that
/// finds it alone, could be used as the old one was, and bears a name that the commit itself brought while it took the
/// old one away. Choosing among them is a matter of judgement; being one of them is not.
struct ComputedCandidates: Sendable {
    struct Candidate: Hashable, Sendable {
        let node: PageSnapshot.NodeID
        /// In a few words.
        let element: String
        /// As a test would write it.
        let locator: String
    }

    let repairCase: RepairCase
    /// What the element was when all was well, in a few words.
    let remembered: String
    let all: [Candidate]
    /// Ranking took none because several are as likely, so that it is not known that the element is gone.
    let isUndecided: Bool
    private let old: PreparedPage
    private let new: PreparedPage
    private let selector: Selector
    private let target: PageSnapshot.NodeID
    private let brokenPart: Int

    /// nil when there are none: no last good run, no locator, more than one remembered element, no commit to read.
    init?(_ test: RedTest, good path: String?, changes: CommitChanges?) {
        let failure = TracedFailure(test)
        guard let path, let changes, let failed = test.trace, let trace = failure.trace, let step = failure.step,
            let text = step.selector, let selector = Selector(text), let now = trace.lastSnapshot(at: step),
            let good = try? TraceFile.read(path),
            let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (page, targets) = good.markedTarget(of: before), targets.count == 1
        else { return nil }
        let old = PreparedPage(PageIndex(page, testIDAttribute: good.testIDAttribute))
        let new = PreparedPage(PageIndex(now, testIDAttribute: trace.testIDAttribute))
        guard let part = SelectorEngine(new.index).matchingPrefix(of: selector), part < selector.parts.count else {
            return nil
        }
        let diff = AppDiff(changes.diff)
        let writer = LocatorWriter(new.index)
        let counterpart = Ranking.counterpart(of: targets[0], in: old, new: new)
        let nodes = counterpart.runnersUp.filter {
            diff.shows(ElementTraits(targets[0], in: old.index), ElementTraits($0, in: new.index))
        }
        all = nodes.compactMap { node in
            writer.locator(for: node).map {
                Candidate(node: node, element: new.index.describe(node), locator: $0.source(quote: "'"))
            }
        }
        guard !all.isEmpty else { return nil }
        isUndecided = counterpart.isUndecided && all.count > 1
        remembered = old.index.describe(targets[0])
        repairCase = RepairCase(
            test: test, selector: text, failed: StepReference(trace: failed, callID: step.callID),
            memory: StepReference(trace: path, callID: before.callID))
        (self.old, self.new, self.selector, target, brokenPart) = (old, new, selector, targets[0], part)
    }

    /// The recall as if ranking had found this one.
    func recall(_ candidate: Candidate, reason: String) -> LocatorRecall {
        LocatorRecall(brokenPart: brokenPart, old: target, new: candidate.node, reason: reason)
    }
}

extension AppDiff {
    /// The commit takes an old name of the element away and brings a new one.
    func shows(_ before: ElementTraits, _ now: ElementTraits) -> Bool {
        let gone = before.tokens.subtracting(now.tokens)
        let come = now.tokens.subtracting(before.tokens)
        return !gone.isDisjoint(with: removed) && !come.isDisjoint(with: added)
    }
}
