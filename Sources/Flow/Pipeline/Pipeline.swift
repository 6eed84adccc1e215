package import Domain
import Foundation
package import Logging

/// The way of a job, from the commit to the report. Each stage takes what the ones before returned, and its result is on
/// disk before the next one starts, so that a job that was cut off goes on after its last finished stage.
package struct Pipeline: Sendable {
    let sourceControl: any SourceControl
    let suites: any SuiteRunner
    let publishing: Publishing
    let reporters: [any Reporter]
    package let redaction: Redaction
    let clock: PipelineClock
    let logger: Logger

    package init(
        sourceControl: any SourceControl, suites: any SuiteRunner, publishing: Publishing, reporters: [any Reporter],
        redaction: Redaction, clock: PipelineClock = PipelineClock(), logger: Logger
    ) {
        self.sourceControl = sourceControl
        self.suites = suites
        self.publishing = publishing
        self.reporters = reporters
        self.redaction = redaction
        self.clock = clock
        self.logger = logger
    }

    /// - Returns: the report, which the job's reporters have had by then.
    package func run(
        _ request: HealingRequest, in folders: JobFolders, journal: any StageJournal
    ) async throws -> HealingReport {
        let bench = Workbench(
            request: request, folders: folders, sourceControl: sourceControl, suites: suites, journal: journal,
            logger: logger)
        let log = StageLog(journal: journal, clock: clock)

        let revision = try await log.stage(.checkout) { try await CheckoutStage(bench: bench).run() }
        try await journal.resolved(revision.value)
        let tested = try await log.stage(.test) { try await TestStage(bench: bench).run(revision.value) }
        let triaged = try await log.stage(.triage) { try TriageStage(bench: bench).run(tested.value) }
        let diagnosed = try await log.stage(.diagnose) {
            try await DiagnoseStage(bench: bench).run(revision.value, tested.value, triaged.value)
        }
        let repaired = try await log.stage(.repair) {
            try await RepairStage(bench: bench).run(revision.value, diagnosed.value)
        }
        let verified = try await log.stage(.verify) {
            try await VerifyStage(bench: bench).run(revision.value, tested.value, repaired.value)
        }
        let published = try await log.stage(.publish) {
            try await PublishStage(bench: bench, publishing: publishing, redaction: redaction, clock: clock)
                .run(revision.value, diagnosed.value, repaired.value, verified.value)
        }
        let report = try await log.stage(.report) {
            let timings = [
                revision.timing, tested.timing, triaged.timing, diagnosed.timing, repaired.timing, verified.timing,
                published.timing,
            ]
            let suite = SuiteTime(
                seconds: tested.value.result.seconds + diagnosed.value.baseSeconds + repaired.value.seconds
                    + verified.value.seconds)
            let report = try ReportStage(bench: bench, clock: clock)
                .run(revision.value, tested.value, published.value, suite, timings)
            return try redaction.apply(to: report)
        }
        for reporter in reporters { await reporter.report(report.value, in: folders) }
        return report.value
    }

    /// Removes a job's worktrees. For the end of a job, whatever it was; an interrupted job finds its worktrees again.
    package func cleanUp(after request: HealingRequest, in folders: JobFolders) async {
        for folder in [folders.head, folders.base, folders.proof] {
            await sourceControl.remove(folder, of: request.repository)
        }
        try? FileManager.default.removeItem(atPath: folders.workspace)
    }
}

/// Time as the pipeline sees it; a parameter, so that tests need not wait.
package struct PipelineClock: Sendable {
    package var now: @Sendable () -> Timestamp
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.sleep = sleep
    }
}
