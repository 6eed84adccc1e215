import Domain
import Evidence
import Foundation
import Locators
import Triage

/// One red test, held against its last good run.
struct Examination {
    private let test: RedTest
    private let failure: TracedFailure
    private let colour: BaseRun.Colour
    private let changes: CommitChanges?
    private let others: Int
    private let recall: Circumstances.Recall
    /// Set when the element that the failing locator meant was found again.
    let repairCase: RepairCase?

    init(_ test: RedTest, base: BaseRun, changes: CommitChanges?, others: Int) {
        self.test = test
        self.failure = TracedFailure(test)
        self.colour = base.colour(of: test)
        self.changes = changes
        self.others = others
        guard colour == .green, let path = base.trace(of: test), let trace = try? TraceFile.read(path) else {
            (recall, repairCase) = (.notRecalled(reason: "there is no trace of a good run"), nil)
            return
        }
        (recall, repairCase) = Self.recall(failure, good: trace, path: path, changes: changes)
    }

    func verdict(on report: FailureReport) -> FailureReport {
        let evidence = failure.evidence
        let classification = Classifier.standard.classify(evidence)
        let circumstances = Circumstances(
            baseRun: baseRun, rerunIsGreen: nil, changed: changed, recall: recall, otherFailures: others)
        let decision = VerdictDecision.decide(classification, circumstances)
        var result = report
        result.verdict = decision.verdict
        result.confidence = decision.confidence
        result.culprit = decision.culprit ?? classification.culprit
        result.evidence += decision.evidence
        result.rootCause = RootCause.text(for: evidence, classification: classification, decision: decision)
        result.suggestedFix = SuggestedPlaybook(for: classification, verdict: decision.verdict)?.suggestedFix
        result.autoFixable = decision.verdict == .testOutdated && repairCase != nil
        return result
    }

    private var baseRun: Circumstances.BaseRun {
        switch colour {
        case .green: .green
        case .red: .red
        case .notRun(let reason): .notRun(reason: reason)
        }
    }

    private var changed: Circumstances.Change {
        guard let changes else { return .unknown }
        if changes.files.isEmpty { return .nothing }
        // The folder of the specs holds what belongs to the tests; so do files that are named like tests.
        let folder = test.file.split(separator: "/").dropLast().first.map { "\($0)/" }
        let tests = changes.files.filter { file in
            folder.map { file.hasPrefix($0) } == true || file.contains(".spec.") || file.contains(".test.")
                || file.contains("playwright.config")
        }
        if tests.isEmpty { return .appOnly }
        return tests.count == changes.files.count ? .testsOnly : .both
    }

    private static func recall(
        _ failure: TracedFailure, good: Trace, path: String, changes: CommitChanges?
    ) -> (Circumstances.Recall, RepairCase?) {
        guard let trace = failure.trace, let step = failure.step, let text = step.selector,
            let selector = Selector(text)
        else { return (.notRecalled(reason: "the failing step has no locator"), nil) }
        guard let now = trace.lastSnapshot(at: step) else {
            return (.notRecalled(reason: "the trace has no snapshot of the failing step"), nil)
        }
        guard let before = StepMatch.counterpart(of: step, in: trace, good: good) else {
            return (.notRecalled(reason: "the good run has no such step"), nil)
        }
        guard let (page, targets) = good.markedTarget(of: before) ?? StepMatch.page(of: before, in: good) else {
            return (.notRecalled(reason: "the good run does not show what the locator found"), nil)
        }
        let old = PreparedPage(PageIndex(page, testIDAttribute: good.testIDAttribute))
        let new = PreparedPage(PageIndex(now, testIDAttribute: trace.testIDAttribute))
        do {
            let recall = try LocatorRecall(selector, targets: targets, old: old, new: new)
            if let objection = Intent(selector, recall, old: old.index, new: new.index).objection(in: changes) {
                return (.elementGone(objection), nil)
            }
            let found = recall.elements.first.map { new.index.describe($0.new) } ?? ""
            let repairCase = failure.test.trace.map { failed in
                RepairCase(
                    test: failure.test, selector: text, failed: StepReference(trace: failed, callID: step.callID),
                    memory: StepReference(trace: path, callID: before.callID))
            }
            return (.counterpartFound("\(found): \(recall.reason)"), repairCase)
        } catch {
            switch error {
            case .gone(let reason): return (.elementGone(reason), nil)
            case .otherPage(let reason): return (.otherPage(reason), nil)
            case .stillThere(let reason): return (.elementStillThere(reason), nil)
            case .unclear(let reason): return (.notRecalled(reason: reason), nil)
            }
        }
    }
}
