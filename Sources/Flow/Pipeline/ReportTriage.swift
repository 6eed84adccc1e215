package import Domain
import Evidence
import Foundation
import Triage

/// Triage of a report from anywhere: no repository and no other run, so that the verdict rests on the report alone.
package enum ReportTriage {
    /// Reads a report of any size, of which only one test is held at a time.
    /// - Parameters:
    ///   - path: file that `playwright test --reporter=json` wrote.
    ///   - onFailure: gets each red test; `trace` is the path that the runner gave to it.
    /// - Throws: `EvidenceError` when it is no report or ends too early, after what was read before.
    package static func read(_ path: String, onFailure: (FailureReport) -> Void) throws {
        var isRed = false
        // Only hashing can fail, and that for one as for all.
        var trouble: (any Error)?
        let rest = try PlaywrightReport.read(file: path) { test, root in
            guard test.outcome == .unexpected, trouble == nil else { return }
            isRed = true
            let key = SuiteReading.key(test, root: root, folder: root)
            do { onFailure(try report(RedTest(test, file: key.file, folder: root))) } catch { trouble = error }
        }
        if let trouble { throw trouble }
        // What kept the suite from running stands outside of any test.
        if !isRed, let error = rest.errors.first {
            onFailure(try report(RedTest(outside: error.message, suite: rest.configFile, output: "")))
        }
    }

    private static func report(_ test: RedTest) throws -> FailureReport {
        let failure = TracedFailure(test)
        let evidence = failure.evidence
        let classification = Classifier.standard.classify(evidence)
        var report = try FailureTriage.report(test, evidence, classification)
        let decision = VerdictDecision.decide(classification, .reportAlone)
        report.verdict = decision.verdict
        report.evidence += decision.evidence + failure.gaps
        report.rootCause = RootCause.text(for: evidence, classification: classification, decision: decision)
        report.suggestedFix =
            SuggestedPlaybook.candidates(
                for: classification, verdict: decision.verdict, circumstances: .reportAlone
            ).first?.suggestedFix
        report.trace = test.trace
        report.screenshot = test.screenshotText
        return report
    }
}

extension Circumstances {
    /// Nothing is known but the report.
    fileprivate static let reportAlone = Circumstances(
        baseRun: .notRun(reason: "there is only this report"), changed: .unknown,
        recall: .notRecalled(reason: "there is no other run"))
}
