import Domain
import Foundation
import Triage

/// Writes down what the job found and did.
struct ReportStage: Sendable {
    let bench: Workbench

    func run(
        _ revision: Revision, _ tests: TestRun, _ repaired: Repaired, _ published: Published, _ runs: SuiteTime,
        _ timings: [StageTiming]
    ) throws -> HealingReport {
        let clock = bench.ports.clock
        var job = bench.request.job
        job.sha = revision.sha
        job.base = revision.base
        job.stage = .report
        job.state = .succeeded
        job.finishedAt = clock.now()
        let summary = Self.summary(repaired.recovered.tests.summary, published.failures)
        job.outcome = Self.outcome(published.failures, published.fixes)
        job.summary = ReportText.line(summary, job.outcome)
        try FileManager.default.createDirectory(atPath: bench.folders.artifacts, withIntermediateDirectories: true)
        for (name, text) in published.texts {
            try Data(text.utf8).write(to: URL(filePath: bench.folders.run(name)), options: .atomic)
        }
        let stages = Dictionary(timings.map { ($0.stage.rawValue, $0.seconds) }, uniquingKeysWith: +)
        var report = HealingReport(
            job: job, startedAt: timings.first?.startedAt ?? clock.now(), finishedAt: clock.now(), summary: summary,
            projects: Self.projects(tests, repaired.recovered.tests), failures: published.failures,
            groups: GroupCause.reports(of: published.failures), fixes: published.fixes, actions: published.actions,
            metrics: .init(stages: stages, playwright: runs.seconds), artifacts: bench.folders.list())
        report.metrics.llm = repaired.usage
        return report
    }

    /// Counts of the suite as it was found, although some of it may be green by now.
    static func summary(_ now: HealingReport.Summary, _ failures: [FailureReport]) -> HealingReport.Summary {
        var summary = now
        summary.failed = failures.count
        summary.passed = max(0, now.tests - now.flaky - now.skipped - failures.count)
        summary.proposed = failures.count { $0.resolution == .fixProposed || $0.resolution == .issueOpened }
        summary.fixed = failures.count { $0.resolution == .fixedByPlaybook }
        summary.remaining = failures.count { $0.resolution == .none }
        return summary
    }

    /// As found; a project that was left out because another was dead, as it was when it could be run.
    static func projects(_ first: TestRun, _ last: TestRun) -> [HealingReport.Project] {
        first.projects.map { project in
            project.notRun == nil ? project : last.projects.first { $0.name == project.name } ?? project
        }
    }

    /// Without a failure it is healed, too, when what made it green was done before the job began anew.
    static func outcome(_ failures: [FailureReport], _ fixes: [Fix] = []) -> Job.Outcome {
        if failures.isEmpty { return fixes.contains { $0.state == .applied } ? .healed : .green }
        let resolutions = Set(failures.map(\.resolution))
        if resolutions == [.fixedByPlaybook] { return .healed }
        return resolutions.contains(.none) ? .needsHuman : .proposed
    }
}
