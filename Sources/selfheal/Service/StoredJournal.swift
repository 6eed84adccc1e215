import Domain
import Foundation
import Logging
import Pipeline
import Queue

/// The journal of a job in the store.
actor StoredJournal: StageJournal {
    private let store: any JobStore
    private let lease: Claim
    private let logger: Logger
    private var toldProgress: ContinuousClock.Instant?

    /// A test may end every few milliseconds; each telling is a write to disk.
    private static let progressPause = Duration.milliseconds(250)

    init(store: any JobStore, claim: Claim, logger: Logger) {
        self.store = store
        lease = claim
        self.logger = logger
    }

    nonisolated var claim: Claim? { lease }

    func result(of stage: Job.Stage) async throws -> Data? { try await store.result(of: stage, for: lease) }

    func begin(_ stage: Job.Stage) async throws {
        try await store.begin(stage, of: lease)
        Failpoint.reach(Failpoint.place(stage, of: lease.job), .begin)
    }

    func commit(_ result: Data, of stage: Job.Stage) async throws {
        Failpoint.reach(Failpoint.place(stage, of: lease.job), .end)
        try await store.commit(result, of: stage, claim: lease)
    }

    func spending() async throws -> HealingReport.Metrics.LanguageModel? {
        try await store.spending(of: lease.job.id)
    }

    func record(_ spending: HealingReport.Metrics.LanguageModel) async throws {
        try await store.record(spending, of: lease)
    }

    func resolved(_ revision: Revision) async throws {
        try await store.update(lease, .revision(sha: revision.sha, base: revision.base))
    }

    func tell(_ event: PipelineEvent) async {
        if case .progress(let progress) = event {
            let isLast = progress.done == progress.total
            if let told = toldProgress, !isLast, ContinuousClock.now - told < Self.progressPause { return }
            toldProgress = .now
        }
        do {
            if case .progress(let progress) = event { try await store.update(lease, .progress(progress)) }
            let entry = try EventEntry(event)
            try await store.append(entry.kind, entry.data, of: lease, at: .now())
        } catch {
            logger.warning("Event lost", metadata: ["job.id": "\(lease.job.id)", "error": "\(error)"])
        }
    }
}

/// A pipeline's event as viewers get it.
struct EventEntry {
    let kind: JobLogEntry.Kind
    let data: Data

    private struct Failure: Encodable {
        let id: String
        let testName: String
        let project: String
        let file: String
        let line: Int
        let category: FailureReport.Category
        let kind: String
        let severity: FailureReport.Severity
        let verdict: FailureReport.Verdict
        let confidence: Double
        let rootCause: String
    }

    private struct Repair: Encodable {
        let id: String
        let `class`: FixClass
        let state: Fix.State
        let why: String
        let published: Fix.Published
    }

    init(_ event: PipelineEvent) throws {
        switch event {
        case .stage(let stage): (kind, data) = (.stage, try JSON.encode(["stage": stage.rawValue]))
        case .progress(let progress): (kind, data) = (.progress, try JSON.encode(progress))
        case .log(let text): (kind, data) = (.log, try JSON.encode(["text": text]))
        case .failure(let failure):
            kind = .failure
            data = try JSON.encode(
                Failure(
                    id: failure.id, testName: failure.testName, project: failure.project, file: failure.file,
                    line: failure.line, category: failure.category, kind: failure.kind, severity: failure.severity,
                    verdict: failure.verdict, confidence: failure.confidence, rootCause: failure.rootCause))
        case .fix(let fix):
            kind = .fix
            data = try JSON.encode(
                Repair(id: fix.id, class: fix.class, state: fix.state, why: fix.why, published: fix.published))
        }
    }
}
