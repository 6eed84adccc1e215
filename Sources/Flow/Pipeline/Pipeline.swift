package import Domain
import Foundation
package import Queue

/// The way of a job, from the commit to the report. Each stage takes what the ones before returned, and its result is on
/// disk before the next one starts, so that a job that was cut off goes on after its last finished stage.
package struct Pipeline: Sendable {
    let ports: PipelinePorts

    package init(_ ports: PipelinePorts) { self.ports = ports }

    package var redaction: Redaction { ports.redaction }

    /// - Returns: the report, which the job's reporters have had by then.
    package func run(
        _ request: HealingRequest, in folders: JobFolders, journal: any StageJournal
    ) async throws -> Healed {
        let journal = RedactedJournal(journal: journal, redaction: redaction)
        let bench = Workbench(request: request, folders: folders, ports: ports, journal: journal)
        let log = StageLog(journal: journal, clock: ports.clock)

        let revision = try await log.stage(.checkout) { try await CheckoutStage(bench: bench).run() }
        try await journal.resolved(revision.value)
        return try await heal(revision, try await bench.narrowed(at: revision.value.sha), log)
    }

    private func heal(
        _ revision: Staged<Revision>, _ bench: Workbench, _ log: StageLog
    ) async throws -> Healed {
        let tested = try await log.stage(.test) { try await TestStage(bench: bench).run(revision.value, inParts: true) }
        let triaged = try await log.stage(.triage) { try TriageStage(bench: bench).run(tested.value.red) }
        let diagnosed = try await log.stage(.diagnose) {
            try await DiagnoseStage(bench: bench).run(
                revision.value, tested.value.red, among: tested.value.summary.tests, triaged.value)
        }
        let repaired = try await log.stage(.repair) {
            let recovered = try await RecoveryStage(bench: bench).run(revision.value, tested.value, diagnosed.value)
            let bench = bench.with(recovered.files)
            let repaired = try await RepairStage(bench: bench).run(revision.value, recovered)
            let reverted = try await RevertStage(bench: bench).run(revision.value, repaired)
            let seen = try await LiveLook(bench: bench).run(revision.value, reverted)
            return try await AdviceStage(bench: bench).run(revision.value, seen)
        }
        let verified = try await log.stage(.verify) {
            try await VerifyStage(bench: bench.with(repaired.value.recovered.files))
                .run(revision.value, repaired.value)
        }
        let published = try await log.stage(.publish) {
            try await PublishStage(bench: bench).run(revision.value, repaired.value, verified.value)
        }
        let report = try await log.stage(.report) {
            let timings = [
                revision.timing, tested.timing, triaged.timing, diagnosed.timing, repaired.timing, verified.timing,
                published.timing,
            ]
            let suite = SuiteTime(
                seconds: tested.value.seconds + diagnosed.value.seconds + repaired.value.seconds
                    + verified.value.seconds)
            let report = try ReportStage(bench: bench)
                .run(revision.value, tested.value, repaired.value, published.value, suite, timings)
            return try redaction.apply(to: report)
        }
        var told = try await Notifying(bench: bench).tell(report.value)
        told.tests = await TestResults(bench: bench).all(tested.value, diagnosed.value, published.value.failures)
        for reporter in ports.reporters { await reporter.report(told.report, in: bench.folders) }
        return told
    }

    /// What people are told of a job of a queue that could not be done. A dry run tells nobody.
    /// - Parameter error: why, without secrets.
    package func messages(aboutFailed job: Job, error: String) -> [OutboxMessage] {
        if job.dryRun { return [] }
        return ports.notifiers.compactMap { notifier in
            notifier.message(aboutFailed: job, error: error).map {
                OutboxMessage($0, of: job, to: notifier, at: ports.clock.now())
            }
        }
    }

    /// Removes a job's worktrees. For the end of a job, whatever it was; an interrupted job finds its worktrees again.
    package func cleanUp(after request: HealingRequest, in folders: JobFolders) async {
        for folder in [folders.head, folders.base, folders.proof] {
            await ports.sourceControl.remove(folder, of: request.repository)
        }
        try? FileManager.default.removeItem(atPath: folders.workspace)
        try? FileManager.default.removeItem(atPath: folders.blobs)
    }
}

/// Time as the pipeline sees it; a parameter, so that tests need not wait.
package struct PipelineClock: Sendable {
    package var now: @Sendable () -> Timestamp
    package var sleep: @Sendable (Duration) async throws -> Void
    /// Goes on while the process is stopped, and knows no time of day.
    package var instant: @Sendable () -> ContinuousClock.Instant = { .now }

    package init(
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.sleep = sleep
    }
}
