import Domain
import Foundation
import Logging
import Pipeline
import Queue
import Triggers

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
    /// On the clock that leases are compared on.
    var now: @Sendable () -> Timestamp = { .now() }

    private var blobs: ShardBlobs { ShardBlobs(data: data, vault: vault) }

    private static let finishPause = Duration.seconds(2)
    /// A service that stops does not wait longer than this for a store that cannot be written.
    private static let releaseTries = 5

    private enum End: Sendable {
        case report(Healed)
        /// Of a part of a suite: what is told of its run.
        case delivered(ShardFacts)
        case failure(String)
        case postponed(String, Duration)
        /// The store could not be written for a while; the job goes on where it was as soon as it can.
        case unwritten(String)
        /// A person or a newer job of its lane wants it so.
        case stopped
        /// The service stops.
        case interrupted
        /// The job is another worker's by now; nothing that is done here counts any more.
        case lost
    }

    func work(_ claim: Claim) async {
        var logger = logger
        logger[metadataKey: "job.id"] = "\(claim.job.id)"
        logger.notice("Job started", metadata: ["repository": "\(claim.job.repository)", "ref": "\(claim.job.ref)"])
        let end = await run(claim, logger)
        // Whatever stops the service must not keep the end of a job from being written.
        let prepared = logger
        await Task { await finish(end, of: claim, prepared) }.value
    }

    /// Tried until it is written, because a job without an end blocks its branch.
    private func finish(_ end: End, of claim: Claim, _ logger: Logger) async {
        var tries = 0
        while true {
            tries += 1
            do {
                try await write(end, of: claim)
                logger.notice("Job ended", metadata: ["end": "\(Self.word(end))"])
            } catch StoreError.unavailable(let why) where !Self.isInterrupted(end) || tries < Self.releaseTries {
                logger.error("Job's end not written yet", metadata: ["error": "\(why)"])
                try? await Task.sleep(for: Self.finishPause)
                continue
            } catch {
                logger.error("Job's end not written", metadata: ["error": "\(error)"])
            }
            break
        }
        switch end {
        // It goes on in the same folder.
        case .interrupted, .unwritten, .postponed: return
        default: break
        }
        await blobs.forget(claim.job, store)
        guard let repository = repositories.settings(of: claim.job.repository) else { return }
        await pipeline.cleanUp(
            after: HealingRequest(job: claim.job, repository: repository),
            in: JobFolders(data: data, job: claim.job.id))
    }

    private func run(_ claim: Claim, _ logger: Logger) async -> End {
        guard let repository = repositories.settings(of: claim.job.repository) else {
            return .failure("\(claim.job.repository) is not among `repositories` of the configuration any more")
        }
        let (stops, told) = AsyncStream.makeStream(of: End.self)
        // Not cancelled with the job: what it has begun to do to the world it finishes, and for that it needs its lease.
        let keeper = Task { await keepLease(claim, told) }
        let end = await withTaskGroup(of: End?.self) { group in
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
        keeper.cancel()
        await keeper.value
        return end
    }

    private func heal(_ request: HealingRequest, _ claim: Claim, _ logger: Logger) async -> End? {
        let journal = StoredJournal(store: store, claim: claim, logger: logger)
        do {
            let folders = JobFolders(data: data, job: claim.job.id)
            if claim.job.parent != nil {
                return .delivered(
                    try await pipeline.runPart(request, in: folders, journal: journal) { blob in
                        try await blobs.put(blob, of: claim.job)
                    })
            }
            let healed = try await pipeline.run(request, in: folders, journal: journal)
            await keepArtifacts(of: claim, logger)
            return .report(healed)
        } catch is CancellationError {
            return nil
        } catch StoreError.leaseLost {
            return .lost
        } catch StoreError.unavailable(let why) {
            return Task.isCancelled ? nil : .unwritten(why)
        } catch {
            if Task.isCancelled { return nil }
            let text = pipeline.redaction.apply(to: "\(error)")
            logger.warning("Job failed", metadata: ["error": "\(text)"])
            let end = end(of: claim.job, with: error, text)
            if case .failure = end { await keepArtifacts(of: claim, logger) }
            return end
        }
    }

    /// While the lease is kept. A vault that is down does not undo what the job has done: the files stay on this node.
    private func keepArtifacts(of claim: Claim, _ logger: Logger) async {
        guard let vault, claim.job.parent == nil else { return }
        do {
            let folders = JobFolders(data: data, job: claim.job.id)
            try await JobArchive(vault: vault).keep(claim.job, of: claim.worker.node, in: folders)
        } catch {
            logger.error("Artifacts not put into the vault", metadata: ["error": "\(error)"])
        }
    }

    private func end(of job: Job, with error: any Error, _ text: String) -> End {
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
                    report: try JobReport(report)), messages: healed.messages, at: .now())
        case .delivered(let facts):
            Failpoint.reach(Failpoint.place(.test, of: claim.job), .end)
            try await store.deliver(try JSON.encode(facts), of: claim, at: .now())
        case .failure(let error):
            // Of a part that failed the job tells that it belongs to.
            let messages = claim.job.parent == nil ? pipeline.messages(aboutFailed: claim.job, error: error) : []
            try await store.finish(claim, as: .failed(error: error), messages: messages, at: .now())
        case .postponed(let error, let delay):
            try await store.finish(
                claim, as: .postponed(error: error, until: now().advanced(by: delay)), messages: [], at: .now())
        case .stopped: try await store.finish(claim, as: .stopped, messages: [], at: .now())
        case .interrupted, .unwritten: try await store.release(claim, at: now())
        case .lost: break
        }
    }

    private static func isInterrupted(_ end: End) -> Bool { if case .interrupted = end { true } else { false } }

    private static func word(_ end: End) -> String {
        switch end {
        case .report(let healed): healed.report.job.outcome?.rawValue ?? "succeeded"
        case .delivered: "delivered"
        case .failure: "failed"
        case .postponed(let error, let delay): "postponed for \(delay): \(error)"
        case .stopped: "stopped"
        case .unwritten(let why): "put back, because the store could not be written: \(why)"
        case .interrupted: "interrupted"
        case .lost: "another worker has it"
        }
    }
}
