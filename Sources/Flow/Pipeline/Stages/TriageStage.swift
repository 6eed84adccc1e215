import Cryptography
import Domain
import Foundation
import Triage

/// The failures as their own artifacts explain them; the verdict comes when the last good state is known too.
struct Triaged: Codable, Sendable {
    let failures: [FailureReport]
}

/// Which tests failed the same way. A suite can have thousands of them, so that of each cause only the first are named.
struct AlikeFailures {
    private typealias Named = (id: String, testName: String)

    private static let limit = 20
    private var groups: [String: (first: [Named], count: Int)] = [:]

    init(_ failures: [FailureReport]) {
        for failure in failures {
            var group = groups[failure.group] ?? ([], 0)
            group.count += 1
            // One more, since a failure is not told of itself.
            if group.first.count <= Self.limit { group.first.append((failure.id, failure.testName)) }
            groups[failure.group] = group
        }
    }

    /// Names of the others.
    func names(_ failure: FailureReport) -> ObservedFailure.Excerpt<String> {
        guard let group = groups[failure.group] else { return .init([], limit: Self.limit) }
        let others = group.first.filter { $0.id != failure.id }.prefix(Self.limit)
        return .init(first: others.map(\.testName), of: group.count - 1)
    }
}

/// Classifies each red test from its error, its trace and its page.
struct TriageStage: Sendable {
    let bench: Workbench

    /// Pictures of all failures together; those that do not fit are left to the artifacts.
    private static let pictureBytes = 4 << 20

    func run(_ red: [RedTest]) throws -> Triaged {
        var room = Self.pictureBytes
        return Triaged(
            failures: try red.map { test in
                var report = try report(test)
                room -= report.screenshot?.utf8.count ?? 0
                if room < 0 { report.screenshot = nil }
                return report
            })
    }

    private func report(_ test: RedTest) throws -> FailureReport {
        let failure = TracedFailure(test)
        var report = try FailureTriage.report(failure)
        report.evidence += failure.gaps
        if test.trace == nil {
            report.evidence.append(
                .init(rule: "trace-missing", text: "the run kept no trace of this test", source: "trace"))
        }
        report.trace = failure.tracePath.flatMap { bench.folders.artifactName($0) }
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
