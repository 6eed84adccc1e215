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

    /// A store that cannot be written is waited for, as long as restarting a database takes: the work behind a stage's result
    /// is worth more than that, and nobody else can take the job meanwhile.
    private static let patience = (tries: 30, pause: Duration.seconds(1))
    /// A test may end every few milliseconds; each telling is a write to disk.
    private static let progressPause = Duration.milliseconds(250)

    private let sleep: @Sendable (Duration) async throws -> Void

    init(
        store: any JobStore, claim: Claim, logger: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.store = store
        lease = claim
        self.logger = logger
        self.sleep = sleep
    }

    nonisolated var claim: Claim? { lease }

    func result(of stage: Job.Stage) async throws -> Data? {
        try await patiently { try await $0.result(of: stage, for: $1) }
    }

    func begin(_ stage: Job.Stage) async throws {
        try await patiently { try await $0.begin(stage, of: $1) }
        Failpoint.reach(Failpoint.place(stage, of: lease.job), .begin)
    }

    func commit(_ result: Data, of stage: Job.Stage) async throws {
        Failpoint.reach(Failpoint.place(stage, of: lease.job), .end)
        try await patiently { try await $0.commit(result, of: stage, claim: $1) }
    }

    func spending() async throws -> HealingReport.Metrics.LanguageModel? {
        try await patiently { try await $0.spending(of: $1.job.id) }
    }

    func record(_ spending: HealingReport.Metrics.LanguageModel) async throws {
        try await patiently { try await $0.record(spending, of: $1) }
    }

    func resolved(_ revision: Revision) async throws {
        try await patiently { try await $0.update($1, .revision(sha: revision.sha, base: revision.base)) }
    }

    private func patiently<Value>(_ work: (any JobStore, Claim) async throws -> Value) async throws -> Value {
        for _ in 1..<Self.patience.tries {
            do {
                return try await work(store, lease)
            } catch StoreError.unavailable(let why) {
                logger.warning("Store waited for", metadata: ["job.id": "\(lease.job.id)", "error": "\(why)"])
                try await sleep(Self.patience.pause)
            }
        }
        return try await work(store, lease)
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
