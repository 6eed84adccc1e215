package import Domain
import Evidence
import Foundation
import Triage

/// Triage of a report from anywhere: no repository and no other run, so that the verdict rests on the report alone.
package enum ReportTriage {
    /// Reads a report of any size, of which only some tests are held at a time.
    /// - Parameters:
    ///   - path: file that `playwright test` wrote with the reporter `json` or `blob`.
    ///   - onFailure: gets each red test; `trace` and `videos` are the paths that the runner
    ///     gave to them, or the names in the blob report.
    /// - Returns: what could not be read of it, in words that name the report; tests may be missing for that.
    /// - Throws: `EvidenceError` when it is no report or ends too early, `ZIPError` for a damaged blob report; both after what
    ///   was read before.
    @discardableResult
    package static func read(
        _ path: String, onFailure: @escaping (FailureReport) -> Void
    ) throws -> [String] {
        let rest = try rest(path, onFailure)
        return rest.unreadable.map { part in
            "\(path): " + (part.place.isEmpty ? part.reason : "\(part.place): \(part.reason)")
        }
    }

    private static func rest(
        _ path: String, _ onFailure: @escaping (FailureReport) -> Void
    ) throws -> PlaywrightReport {
        if isArchive(path) { return try BlobTriage(path).read(onFailure) }
        var failures = ReportFailures(onFailure)
        let artifacts = CarriedArtifacts(beside: path)
        do {
            let rest = try PlaywrightReport.read(file: path) { test, root in
                failures.gather(test, root: root, artifact: artifacts.place(of:))
            }
            try failures.end(rest)
            return rest
        } catch {
            failures.lookAtGathered()
            throw error
        }
    }

    private static func isArchive(_ path: String) -> Bool {
        (try? ArtifactFile.beginning(of: path, limitBytes: 4)) == Array("PK\u{3}\u{4}".utf8)
    }

    static func report(_ test: RedTest) throws -> FailureReport {
        let failure = TracedFailure(test)
        let evidence = failure.evidence
        let classification = Classifier.standard.classify(evidence)
        var report = try FailureTriage.report(test, evidence, classification)
        let decision = VerdictDecision.decide(classification, evidence)
        report.verdict = decision.verdict
        report.culprit = decision.culprit ?? classification.culprit
        report.evidence += decision.evidence + failure.gaps
        report.rootCause = RootCause.text(
            for: evidence, classification: classification, decision: decision, hasTrace: failure.trace != nil)
        report.observed = evidence.observed
        report.suggestedFix =
            SuggestedPlaybook.candidates(
                for: classification, verdict: decision.verdict, circumstances: evidence.circumstances
            ).first?.suggestedFix
        report.trace = failure.tracePath
        report.videos = test.videos.isEmpty ? nil : test.videos
        report.screenshot = test.screenshotText
        return report
    }
}
