import Cryptography
import Domain
import Foundation
import Triage

/// The failures as their own artifacts explain them; the verdict comes when the last good state is known too.
struct Triaged: Codable, Sendable {
    let failures: [FailureReport]

    /// Names of the other tests that failed the same way.
    func alike(_ failure: FailureReport) -> [String] {
        failures.filter { $0.group == failure.group && $0.id != failure.id }.map(\.testName)
    }
}

/// Classifies each red test from its error, its trace and its page.
struct TriageStage: Sendable {
    let bench: Workbench

    func run(_ red: [RedTest]) throws -> Triaged { Triaged(failures: try red.map(report)) }

    private func report(_ test: RedTest) throws -> FailureReport {
        let failure = TracedFailure(test)
        var report = try FailureTriage.report(failure)
        report.evidence += failure.gaps
        if test.trace == nil {
            report.evidence.append(
                .init(rule: "trace-missing", text: "the run kept no trace of this test", source: "trace"))
        }
        report.trace = test.trace.flatMap { bench.folders.artifactName($0) }
        let videos = test.videos.compactMap(bench.folders.artifactName)
        report.videos = videos.isEmpty ? nil : videos
        report.screenshot = test.screenshotText
        return report
    }
}

/// What a failure's own artifacts say about it.
enum FailureTriage {
    static func report(_ failure: TracedFailure) throws -> FailureReport {
        let evidence = failure.evidence
        return try report(failure.test, evidence, Classifier.standard.classify(evidence))
    }

    static func report(
        _ test: RedTest, _ evidence: FailureEvidence, _ classification: Classification
    ) throws -> FailureReport {
        let grouping = Grouping { text in (try? SHA256.hexadecimal(of: Array(text.utf8))) ?? text }
        let names = grouping.names(of: evidence, classification)
        return FailureReport(
            id: test.id, fingerprint: names.fingerprint, testName: test.title,
            project: test.project, file: test.file, line: test.line,
            errorMessage: test.errors.joined(separator: "\n\n"), category: classification.category,
            kind: classification.kind.rawValue, severity: classification.severity, culprit: classification.culprit,
            confidence: classification.confidence, verdict: .unknown, evidence: classification.evidence,
            rootCause: "", group: names.group)
    }
}
