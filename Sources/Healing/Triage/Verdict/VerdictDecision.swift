import Domain

/// Decides who is at fault, above the rules: the same symptom belongs to several verdicts, and the circumstances tell which.
package enum VerdictDecision {
    /// Below it the verdict is `unknown`: a wrong verdict costs more than none.
    package static let threshold = 0.55

    package static func decide(_ classification: Classification, _ evidence: FailureEvidence) -> Decision {
        let failure = VerdictRule.Case(classification: classification, evidence: evidence)
        guard let rule = VerdictRules.all.first(where: { $0.holds(failure) }) else { return undecided(failure) }
        let confidence =
            rule.restsOnClassification ? rule.confidence * classification.confidence.squareRoot() : rule.confidence
        let items = [FailureReport.Evidence(rule: rule.id, text: rule.says(failure), source: rule.source)]
        guard rule.verdict != .unknown, confidence >= threshold else {
            return Decision(
                verdict: .unknown, confidence: 1 - confidence, evidence: items + context(failure), culprit: nil)
        }
        return Decision(
            verdict: rule.verdict, confidence: confidence, evidence: items + context(failure),
            culprit: rule.culprit == classification.culprit ? nil : rule.culprit)
    }

    private static func undecided(_ failure: VerdictRule.Case) -> Decision {
        // Without a change the app is as it was when it was green.
        let isAppExcluded = failure.circumstances.changed == .nothing && failure.classification.culprit == .app
        let culprit = isAppExcluded ? .unknown : failure.classification.culprit
        let text =
            if isAppExcluded {
                "nothing was changed, so that the test's data or what surrounds the app are likelier than a bug"
            } else if culprit == .unknown {
                "nothing in the evidence tells app and test apart"
            } else {
                "that is where the cause of such a symptom mostly lies, and nothing else in the evidence confirms it"
            }
        let item = FailureReport.Evidence(rule: "verdict.undecided", text: text, source: "error")
        return Decision(
            verdict: .unknown, confidence: 0.5, evidence: [item] + context(failure),
            culprit: isAppExcluded ? culprit : nil)
    }

    /// What else was known, so that a reader can disagree.
    private static func context(_ failure: VerdictRule.Case) -> [FailureReport.Evidence] {
        var items: [FailureReport.Evidence] = []
        let add = { (rule: String, text: String, source: String) in
            items.append(.init(rule: rule, text: text, source: source))
        }
        switch failure.circumstances.baseRun {
        case .green: add("circumstance.base-green", "the test is green on the base commit\(failure.base)", "base-run")
        case .red: add("circumstance.base-red", "the test is red on the base commit\(failure.base)", "base-run")
        case .notRun(let reason): add("circumstance.base-not-run", "the base commit was not run: \(reason)", "base-run")
        }
        switch failure.circumstances.changed {
        case .appOnly:
            add("circumstance.app-changed", "the change\(failure.since) touches the app, not the tests", "diff")
        case .testsOnly: add("circumstance.tests-changed", "the change\(failure.since) touches only tests", "diff")
        case .both: add("circumstance.both-changed", "the change\(failure.since) touches the app and the tests", "diff")
        case .nothing: add("circumstance.nothing-changed", "nothing was changed\(failure.since)", "diff")
        case .unknown: break
        }
        if let past = failure.circumstances.past, past.standing.word != .new {
            add("circumstance.history", past.words, "history")
        }
        switch failure.circumstances.recall {
        case .notRecalled(let reason):
            add("circumstance.not-recalled", "the element was not looked up: \(reason)", "recall")
        case .counterpartFound(let text), .elementGone(let text), .otherPage(let text), .elementStillThere(let text):
            // No rule rests on it there, so that nothing else says it.
            if failure.baseWasRed {
                add("circumstance.recalled", "beside the last good run, from before the base commit: \(text)", "recall")
            } else if failure.circumstances.strayed != nil {
                add("circumstance.recalled", "of the failing step's own element: \(text)", "recall")
            }
        }
        return items
    }
}
