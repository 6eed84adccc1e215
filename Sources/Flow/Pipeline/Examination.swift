import Domain
import Evidence
import Foundation
import Locators
import Repairers
import Triage

/// One red test, held against its last good run.
struct Examination {
    private let failure: TracedFailure
    private let evidence: FailureEvidence
    private let classification: Classification
    private let decision: Decision
    /// What stands in for a good run of an earlier commit.
    private let remembered: Recall.Memory?
    /// Of the test's last good run; nil when there is none that can be seen.
    let goodTrace: String?
    private let now: Timestamp
    /// Set when the element that the failing locator meant was found again, or one that an earlier action missed.
    let repairCase: RepairCase?
    /// Whether an earlier action went to something else.
    let isStrayed: Bool
    /// Set when the commit itself shows what the test should say now.
    let intended: SuiteChange?

    init(
        _ test: RedTest, base: BaseRun, remembered: Recall.Memory?, isGreenAgain: Bool?, commit: CommitReading,
        isGreenLater: Bool, suite: SuiteSources, folder: String, alike: ObservedFailure.Excerpt<String>?, others: Int,
        memory: TestMemory
    ) {
        self.init(
            test, colour: base.colour(of: test), good: remembered == nil ? base.trace(of: test) : remembered?.trace,
            remembered: remembered, isGreenAgain: isGreenAgain, commit: commit, isGreenLater: isGreenLater,
            suite: suite, folder: folder, alike: alike, others: others,
            memory: memory)
    }

    /// - Parameters:
    ///   - good: trace of the last good run.
    ///   - isGreenAgain: whether the test was green on a rerun of the same commit, without anything being done; nil when it
    ///     was not run again.
    ///   - isGreenLater: whether it was green when its assertion waited longer.
    ///   - alike: names of the other tests that failed the same way.
    ///   - suite: the sources of the test, as they are in `folder`, in which it ran.
    init(
        _ test: RedTest, colour: BaseRun.Colour, good: String?, remembered: Recall.Memory? = nil, isGreenAgain: Bool?,
        commit: CommitReading, isGreenLater: Bool = false, suite: SuiteSources, folder: String,
        alike: ObservedFailure.Excerpt<String>? = nil, others: Int, memory: TestMemory
    ) {
        // A commit before which the test was red already did not break it, and shows nothing of what the test should say.
        let cause = colour == .red ? nil : commit.changes
        let changes = commit.changes
        now = memory.now
        failure = TracedFailure(test)
        self.remembered = remembered
        goodTrace = colour == .green || remembered != nil ? good : nil
        let asked = IntendedChange(failure, good: goodTrace, in: suite, folder: folder, by: commit)
        intended = colour == .red ? nil : isGreenLater ? asked.laterContent : asked.change
        let recall: Circumstances.Recall
        var evidence: FailureEvidence
        var strayed: StrayedStep?
        if let good = goodTrace, let trace = try? TraceFile.read(good) {
            let recalled = Self.recall(
                failure, good: trace, path: good, changes: cause, wording: commit.tellsPurpose ? commit.wording : nil)
            // Where nothing else says what the test should do now, an earlier step may be to blame.
            if recalled.repairCase == nil, intended == nil, commit.tellsPurpose, let cause {
                strayed = StrayedStep(failure, good: trace, path: good, changes: cause)
            }
            (recall, repairCase) = (recalled.recall, recalled.repairCase ?? strayed?.repairCase)
            evidence = failure.evidence(without: trace)
            evidence.lastGreen = recalled.greenStep
        } else if let remembered {
            let recalled = FingerprintRecall(failure, remembered.locators)
            (recall, repairCase) = (recalled.recall, nil)
            evidence = failure.evidence
            evidence.lastGreen = recalled.greenStep
        } else {
            (recall, repairCase) = (.notRecalled(reason: "there is no trace of a good run"), nil)
            evidence = failure.evidence
        }
        evidence.lastGreen?.commit = remembered?.sha.short ?? memory.base?.short
        evidence.lastGreen?.isRemembered = remembered != nil
        isStrayed = strayed != nil
        classification = Classifier.standard.classify(evidence)
        evidence.alike = alike
        evidence.circumstances = Circumstances(
            baseRun: Self.baseRun(colour), greenBefore: memory.greenBefore(test), base: memory.base?.short,
            rerunIsGreen: isGreenAgain,
            changed: Self.change(changes, around: test, suite), changedFiles: changes?.files ?? [],
            replaced: commit.replaced.texts.map { .init(old: $0.old, new: $0.new, file: $0.file) },
            replacedNames: Set(commit.replaced.names.map(\.old)), recall: recall,
            otherFailures: others,
            isOldPageServed: failure.isServedOldPage(changes),
            isPageFromCache: failure.servedPage?.isFromCache ?? false,
            intended: intended?.why, strayed: strayed?.text,
            past: memory.past(
                of: test, kind: classification.kind, isGreenAgain: isGreenAgain,
                changedTest: changes.map { $0.files.contains(test.file) }))
        decision = VerdictDecision.decide(classification, evidence)
        self.evidence = evidence
    }

    private var circumstances: Circumstances { evidence.circumstances }

    func verdict(on report: FailureReport) -> FailureReport {
        var result = classified(report)
        result.verdict = decision.verdict
        result.confidence = decision.confidence
        result.culprit = decision.culprit ?? classification.culprit
        result.evidence += decision.evidence
        if let remembered {
            result.evidence.append(
                .init(
                    rule: "circumstance.remembered",
                    text:
                        "what it looked like is remembered of a good run at \(remembered.sha.short), \(remembered.at)",
                    source: "recall"))
        }
        result.rootCause = RootCause.text(
            for: evidence, classification: classification, decision: decision, hasTrace: failure.trace != nil)
        result.observed = evidence.observed
        result.suggestedFix =
            playbooks.first?.suggestedFix
            ?? Quarantine.proposal(for: decision.verdict, circumstances.past, at: now)
        result.autoFixable = decision.verdict == .testOutdated && (repairCase != nil || intended != nil)
        return result
    }

    /// What the good run shows, too, has misled whoever saw only the red one.
    private func classified(_ report: FailureReport) -> FailureReport {
        let known = failure.evidence
        guard evidence.network != known.network || evidence.console != known.console,
            let anew = try? FailureTriage.report(failure.test, evidence, classification)
        else {
            return report
        }
        var result = report
        (result.category, result.kind, result.severity) = (anew.category, anew.kind, anew.severity)
        (result.fingerprint, result.group) = (anew.fingerprint, anew.group)
        let misled = Classifier.standard.classify(known).evidence
        result.evidence = anew.evidence + report.evidence.filter { !misled.contains($0) }
        return result
    }

    /// What may repair it, the likeliest first.
    var playbooks: [SuggestedPlaybook] {
        SuggestedPlaybook.candidates(for: classification, verdict: decision.verdict, circumstances: circumstances)
    }

    private static func baseRun(_ colour: BaseRun.Colour) -> Circumstances.BaseRun {
        switch colour {
        case .green: .green
        case .red: .red
        case .notRun(let reason): .notRun(reason: reason)
        }
    }

    private static func change(
        _ changes: CommitChanges?, around test: RedTest, _ suite: SuiteSources
    ) -> Circumstances.Change {
        guard let changes else { return .unknown }
        if changes.files.isEmpty { return .nothing }
        let folder = test.file.split(separator: "/").dropLast().joined(separator: "/")
        let tests = changes.files.filter { file in
            // A spec can lie beside the code that it tests; what else lies there are data and pictures.
            TestFiles.isTest(file) || suite.editable.contains(file)
                || !folder.isEmpty && file.hasPrefix(folder + "/") && !TestFiles.isCode(file)
        }
        if tests.isEmpty { return .appOnly }
        // A document for people breaks nothing; one in a folder may be a page of the app.
        return changes.files.allSatisfy { tests.contains($0) || isForPeople($0) } ? .testsOnly : .both
    }

    private static func isForPeople(_ file: String) -> Bool {
        let parts = file.lowercased().split(separator: "/")
        guard file.hasSuffix(".md"), let first = parts.first, let last = parts.last else { return false }
        return parts.count == 1 || ["docs", "doc", ".github", ".changeset"].contains(first)
            || ["readme.md", "changelog.md", "contributing.md"].contains(last)
    }

    /// What became of the failing locator's element, and the step as the good run shows it.
    private struct Recalled {
        let recall: Circumstances.Recall
        var repairCase: RepairCase?
        var greenStep: ObservedFailure.GreenStep?

        init(_ recall: Circumstances.Recall, _ repairCase: RepairCase? = nil, _ step: ObservedFailure.GreenStep? = nil)
        {
            self.recall = recall
            self.repairCase = repairCase
            greenStep = step
        }
    }

    private static func recall(
        _ failure: TracedFailure, good: Trace, path: String, changes: CommitChanges?, wording: CommitWording?
    ) -> Recalled {
        guard let trace = failure.trace, let step = failure.step, let text = step.selector,
            let selector = Selector(text)
        else { return Recalled(.notRecalled(reason: "the failing step has no locator")) }
        guard let now = trace.lastSnapshot(at: step) else {
            return Recalled(.notRecalled(reason: "the trace has no snapshot of the failing step"))
        }
        guard let before = StepMatch.counterpart(of: step, in: trace, good: good) else {
            return Recalled(.notRecalled(reason: "the good run has no such step"))
        }
        guard let (page, targets) = good.markedTarget(of: before) ?? StepMatch.page(of: before, in: good) else {
            return Recalled(.notRecalled(reason: "the good run does not show what the locator found"))
        }
        let old = PreparedPage(PageIndex(page, testIDAttribute: good.testIDAttribute))
        let green = ObservedFailure.GreenStep(
            url: page.url, title: page.title, element: targets.first.map { old.index.describe($0) })
        let new = PreparedPage(PageIndex(now, testIDAttribute: trace.testIDAttribute))
        do {
            let recall = try LocatorRecall(
                selector, targets: targets, old: old, new: new, foundSeveral: failure.test.foundSeveral(at: step))
            let intent = Intent(
                selector, recall, old: old, new: new, isAssertion: step.method == "expect", wording: wording)
            if let objection = intent.objection(changes: changes, earlier: StepMatch.pages(before: before, in: good)) {
                // One that is found among others is not gone, whatever speaks against following it.
                let isGone = recall.newcomers.isEmpty
                return Recalled(isGone ? .elementGone(objection) : .elementStillThere(objection), nil, green)
            }
            let found = recall.elements.first.map { new.index.describe($0.new) } ?? ""
            let repairCase = failure.test.trace.map { failed in
                RepairCase(
                    test: failure.test, selector: text, failed: StepReference(trace: failed, callID: step.callID),
                    memory: StepReference(trace: path, callID: before.callID))
            }
            return Recalled(.counterpartFound("\(found): \(recall.reason)"), repairCase, green)
        } catch {
            switch error {
            case .gone(let reason):
                // With two that are as likely, of which the commit itself brought the names, nobody may say that it is gone.
                let rivals = ComputedCandidates(failure.test, good: path, changes: changes)
                let isUndecided = rivals?.isUndecided ?? false
                return Recalled(isUndecided ? .notRecalled(reason: reason) : .elementGone(reason), nil, green)
            case .otherPage(let reason): return Recalled(.otherPage(reason), nil, green)
            case .stillThere(let reason): return Recalled(.elementStillThere(reason), nil, green)
            case .unclear(let reason): return Recalled(.notRecalled(reason: reason), nil, green)
            }
        }
    }
}
