import Domain
import Foundation

/// Writes down what the job found and did.
struct ReportStage: Sendable {
    let bench: Workbench
    let clock: PipelineClock

    func run(
        _ revision: Revision, _ tests: TestRun, _ published: Published, _ runs: SuiteTime, _ timings: [StageTiming]
    ) throws -> HealingReport {
        var job = bench.request.job
        job.sha = revision.sha
        job.base = revision.base
        job.stage = .report
        job.state = .succeeded
        job.finishedAt = clock.now()
        var summary = tests.summary
        summary.proposed = published.failures.count { $0.resolution == .fixProposed }
        summary.fixed = published.failures.count { $0.resolution == .fixedByPlaybook }
        summary.remaining = published.failures.count { $0.resolution == .none }
        job.outcome = Self.outcome(published.failures)
        job.summary = ReportText.line(summary, job.outcome)
        for (id, text) in published.texts {
            let path = bench.folders.run("pull-request-\(id).md")
            try FileManager.default.createDirectory(
                atPath: bench.folders.artifacts, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        }
        let stages = Dictionary(timings.map { ($0.stage.rawValue, $0.seconds) }, uniquingKeysWith: +)
        return HealingReport(
            job: job, startedAt: timings.first?.startedAt ?? clock.now(), finishedAt: clock.now(), summary: summary,
            failures: published.failures, fixes: published.fixes, actions: published.actions,
            metrics: .init(stages: stages, playwright: runs.seconds), artifacts: bench.folders.list())
    }

    static func outcome(_ failures: [FailureReport]) -> Job.Outcome {
        if failures.isEmpty { return .green }
        let resolutions = Set(failures.map(\.resolution))
        if resolutions == [.fixedByPlaybook] { return .healed }
        return resolutions.contains(.none) ? .needsHuman : .proposed
    }
}
