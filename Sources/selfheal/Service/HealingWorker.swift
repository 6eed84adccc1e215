import Domain
import Foundation
import Logging
import Pipeline
import Queue
import Synchronization
import Triggers
import Turns

/// Does one claimed job: keeps its lease, runs the pipeline, and writes down how it ended.
struct HealingWorker: Sendable {
    let store: any JobStore & ShardStore
    let signals: StoreSignals
    let policy: QueuePolicy
    let repositories: RepositoryDirectory
    let pipeline: Pipeline
    let data: String
    let logger: Logger
    /// nil: what jobs leave behind stays on this node.
    var vault: (any ArtifactVault)?
    var backoff = Backoff()
    /// For a store that could not be written: a restart of its server is over soon, a full disk is not.
    var storeBackoff = Backoff(first: .seconds(2), longest: .seconds(60), retries: 8)
    /// Of a job's writes.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// On the clock that leases are compared on.
    var now: @Sendable () -> Timestamp = { .now() }

    private var blobs: ShardBlobs { ShardBlobs(data: data, vault: vault) }

    /// Of the jobs of this process: an earlier claim of a job, which was lost or has just ended, may still be at work in its
    /// folders.
    var turns = KeyedTurns()
    var claims = LiveClaims()

    private static let finishPause = Duration.seconds(2)
    /// A service that stops does not wait longer than this for a store that cannot be written.
    private static let triesWhileStopping = 5

    fileprivate enum End: Sendable {
        case report(Healed)
        /// Of a part of a suite: what is told of its run.
        case delivered(ShardFacts)
        case failure(String)
        case postponed(String, Duration)
        /// A person or a newer job of its lane wants it so.
        case stopped
        /// The service stops.
        case interrupted
        /// The job is another worker's by now; nothing that is done here counts any more.
        case lost
    }

    func work(_ claim: Claim) async { await claims.hold(claim) { await carryOut(claim) } }

    private func carryOut(_ claim: Claim) async {
        var logger = logger
        logger[metadataKey: "job.id"] = "\(claim.job.id)"
        logger.notice("Job started", metadata: ["repository": "\(claim.job.repository)", "ref": "\(claim.job.ref)"])
        let (stops, told) = AsyncStream.makeStream(of: End.self)
        // Not cancelled with the job: what it has begun to do to the world it finishes, and its end is to be written.
        let keeper = Task { await keepLease(claim, told) }
        do {
            try await turns.take(claim.job.id.text) {
                await conclude(await run(claim, stops, logger), of: claim, logger)
            }
        } catch {
            await conclude(.interrupted, of: claim, logger)
        }
        keeper.cancel()
        await keeper.value
    }

    /// Writes down how the job ended, and removes what nobody needs any more. Whatever stops the service must not keep the
    /// end of a job from being written.
    private func conclude(_ end: End, of claim: Claim, _ logger: Logger) async {
        let stopping = StopMark(isSet: Task.isCancelled)
        await withTaskCancellationHandler {
            await Task {
                // Before the end is there, after which somebody may retry the job and fan it out anew.
                let forgotten = end.isFinal ? await blobs.delivered(to: claim.job, store) : []
                let isWritten = await finish(end, of: claim, logger) { stopping.isSet }
                guard isWritten, end.isFinal else { return }
                await blobs.remove(forgotten, of: claim.job)
                await cleanUp(after: claim.job)
            }.value
        } onCancel: {
            stopping.set()
        }
    }

    /// Tried until it is written, because a job without an end blocks its branch.
    /// - Returns: whether it is.
    private func finish(
        _ end: End, of claim: Claim, _ logger: Logger, isStopping: () -> Bool
    ) async -> Bool {
        var end = end
        var tries = 0
        while true {
            tries += 1
            // What the job filled the disk with may be what keeps its end from being written; a worktree that is wanted after
            // all is laid out again.
            if tries == 2, end.isFinal { await cleanUp(after: claim.job) }
            do {
                try await write(end, of: claim)
                logger.notice("Job ended", metadata: ["end": "\(end.word)"])
                return true
            } catch StoreError.unavailable(let why) where !isStopping() || tries < Self.triesWhileStopping {
                logger.error("Job's end not written yet", metadata: ["error": "\(why)"])
                try? await Task.sleep(for: Self.finishPause)
            } catch let error where !end.isFailure && !error.leavesTheJob {
                // Its next workers would come to the same end, and die of it as far as the queue can tell.
                let why = pipeline.redaction.apply(to: "\(error)")
                logger.error("Job's end not taken by the store", metadata: ["error": "\(why)"])
                end = .failure("what it came to cannot be stored: \(why)")
            } catch {
                logger.error("Job's end not written", metadata: ["error": "\(error)"])
                return false
            }
        }
    }

    private func cleanUp(after job: Job) async {
        guard let repository = repositories.settings(of: job.repository) else { return }
        await pipeline.cleanUp(
            after: HealingRequest(job: job, repository: repository), in: JobFolders(data: data, job: job.id))
    }

    private func run(_ claim: Claim, _ stops: AsyncStream<End>, _ logger: Logger) async -> End {
        guard let repository = repositories.settings(of: claim.job.repository) else {
            let fault = UnknownRepository(name: claim.job.repository)
            return end(of: claim.job, with: fault, fault.description)
        }
        return await withTaskGroup(of: End?.self) { group in
            group.addTask { await heal(HealingRequest(job: claim.job, repository: repository), claim, logger) }
            group.addTask { await stops.first { _ in true } }
            // The first to know ends the other; the pipeline's answer then is that it was stopped.
            var end: End?
            for await next in group {
                if end == nil, let next { end = next }
                group.cancelAll()
            }
            return end ?? .interrupted
        }
    }

    private func heal(_ request: HealingRequest, _ claim: Claim, _ logger: Logger) async -> End? {
        let journal = StoredJournal(store: store, claim: claim, logger: logger, sleep: sleep)
        do {
            let folders = JobFolders(data: data, job: claim.job.id)
            if claim.job.parent != nil {
                return .delivered(
                    try await pipeline.runPart(request, in: folders, journal: journal) { blob in
                        try await blobs.put(blob, of: claim)
                    })
            }
            let healed = try await pipeline.run(request, in: folders, journal: journal)
            try await keepArtifacts(of: claim, logger)
            return .report(healed)
        } catch is CancellationError {
            return nil
        } catch StoreError.leaseLost {
            return .lost
        } catch StoreError.unavailable(let why) {
            if Task.isCancelled { return nil }
            let fault = UnwritableStore(why: why)
            return end(of: claim.job, with: fault, fault.description, storeBackoff)
        } catch {
            if Task.isCancelled { return nil }
            let text = pipeline.redaction.apply(to: "\(error)")
            logger.warning("Job failed", metadata: ["error": "\(text)"])
            let end = end(of: claim.job, with: error, text)
            if case .failure = end { try? await keepArtifacts(of: claim, logger) }
            return end
        }
    }

    /// While the lease is kept. A vault that is down does not undo what the job has done: the files stay on this node.
    /// - Throws: `CancellationError`, so that a job which is cut off here puts its files there when it goes on.
    private func keepArtifacts(of claim: Claim, _ logger: Logger) async throws {
        guard let vault, claim.job.parent == nil else { return }
        do {
            let folders = JobFolders(data: data, job: claim.job.id)
            try await JobArchive(vault: vault).keep(claim.job, of: claim.worker.node, in: folders) {
                _ = try await store.renew(claim, at: now())
            }
        } catch let error as CancellationError {
            throw error
        } catch StoreError.leaseLost(let job) {
            throw StoreError.leaseLost(job)
        } catch {
            try Task.checkCancellation()
            logger.error("Artifacts not put into the vault", metadata: ["error": "\(error)"])
        }
    }

    private func end(of job: Job, with error: any Error, _ text: String, _ backoff: Backoff? = nil) -> End {
        let backoff = backoff ?? self.backoff
        guard let fault = error as? any PassingFault, fault.mayPass else { return .failure(text) }
        let delay = backoff.delay(
            afterRetries: job.retries ?? 0, jitter: .random(in: 0...1), atLeast: fault.wait)
        guard let delay else { return .failure("\(text) (tried \(backoff.retries + 1) times)") }
        return .postponed(text, delay)
    }

    /// Renews the lease until the task is cancelled or the lease is lost, and tells when the job is to stop.
    private func keepLease(_ claim: Claim, _ told: AsyncStream<End>.Continuation) async {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            do {
                if try await store.renew(claim, at: now()) != nil { told.yield(.stopped) }
            } catch StoreError.leaseLost {
                told.yield(.lost)
                return
            } catch {
                // A store that cannot answer now is asked again; nobody else gets an answer from it either.
                logger.warning("Lease not renewed", metadata: ["job.id": "\(claim.job.id)", "error": "\(error)"])
            }
            seen = await signals.stops.wait(after: seen, atMost: policy.renewalPause)
        }
    }

    private func write(_ end: End, of claim: Claim) async throws {
        switch end {
        case .report(let healed):
            let report = healed.report
            try await store.finish(
                claim,
                as: .succeeded(
                    report.job.outcome ?? .needsHuman, summary: report.job.summary ?? "",
                    report: try JobReport(report, tests: healed.tests)), messages: healed.messages, at: now())
        case .delivered(let facts):
            Failpoint.reach(Failpoint.place(.test, of: claim.job), .end)
            try await store.deliver(try JSON.encode(facts), of: claim, at: now())
        case .failure(let error):
            // Of a part that failed the job tells that it belongs to.
            let messages = claim.job.parent == nil ? pipeline.messages(aboutFailed: claim.job, error: error) : []
            try await store.finish(claim, as: .failed(error: error), messages: messages, at: now())
        case .postponed(let error, let delay):
            try await store.finish(
                claim, as: .postponed(error: error, until: now().advanced(by: delay)), messages: [], at: now())
        case .stopped: try await store.finish(claim, as: .stopped, messages: [], at: now())
        case .interrupted: try await store.release(claim, at: now())
        case .lost: break
        }
    }
}

extension HealingWorker.End {
    /// The job needs its folders no more, as far as this worker may say so.
    fileprivate var isFinal: Bool {
        switch self {
        case .report, .delivered, .failure, .stopped: true
        // The job goes on in the same folder, or another worker does not want it touched.
        case .interrupted, .postponed, .lost: false
        }
    }

    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }

    fileprivate var word: String {
        switch self {
        case .report(let healed): healed.report.job.outcome?.rawValue ?? "succeeded"
        case .delivered: "delivered"
        case .failure: "failed"
        case .postponed(let error, let delay): "postponed for \(delay): \(error)"
        case .stopped: "stopped"
        case .interrupted: "interrupted"
        case .lost: "another worker has it"
        }
    }
}

extension Error {
    /// Another worker has the job, or the store cannot be written while the service stops: its next worker ends it.
    fileprivate var leavesTheJob: Bool {
        switch self as? StoreError {
        case .leaseLost, .unavailable: true
        default: false
        }
    }
}

private final class StopMark: Sendable {
    private let value: Atomic<Bool>

    init(isSet: Bool) { value = Atomic(isSet) }

    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
