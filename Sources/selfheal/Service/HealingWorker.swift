import Domain
import Foundation
import Logging
import Pipeline
import Queue
import Triggers

/// Does one claimed job: runs the pipeline and writes down how it ended.
struct HealingWorker: Sendable {
    let store: any JobStore
    let repositories: RepositoryDirectory
    let pipeline: Pipeline
    let data: String
    let logger: Logger

    /// How often a running job asks whether somebody wants it cancelled.
    private static let cancelPause = Duration.milliseconds(300)

    /// Half an hour; a restart of the service puts the job back into the queue anyway.
    private static let finishAttempts = 360
    private static let finishPause = Duration.seconds(5)

    private enum End: Sendable {
        case report(HealingReport)
        case failure(String)
        case cancelled
        /// The service stops, or the job belongs to somebody else by now.
        case interrupted
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

    /// Tried again while the disk is full or the store busy, because a job without an end blocks its branch.
    private func finish(_ end: End, of claim: Claim, _ logger: Logger) async {
        for attempt in 1...Self.finishAttempts {
            do {
                try await write(end, of: claim)
                logger.notice("Job ended", metadata: ["end": "\(Self.word(end))"])
                break
            } catch StoreError.unavailable(let why) where attempt < Self.finishAttempts {
                logger.error("Job's end not written yet", metadata: ["error": "\(why)"])
                try? await Task.sleep(for: Self.finishPause)
            } catch {
                logger.error("Job's end not written", metadata: ["error": "\(error)"])
                break
            }
        }
        if case .interrupted = end { return }
        guard let repository = repositories.settings(of: claim.job.repository) else { return }
        await pipeline.cleanUp(
            after: HealingRequest(job: claim.job, repository: repository),
            in: JobFolders(data: data, job: claim.job.id))
    }

    private func run(_ claim: Claim, _ logger: Logger) async -> End {
        guard let repository = repositories.settings(of: claim.job.repository) else {
            return .failure("\(claim.job.repository) is not among `repositories` of the configuration any more")
        }
        return await withTaskGroup(of: End?.self) { group in
            group.addTask { await heal(HealingRequest(job: claim.job, repository: repository), claim, logger) }
            group.addTask { await waitForCancel(claim) }
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
        let journal = StoredJournal(store: store, claim: claim, logger: logger)
        do {
            let folders = JobFolders(data: data, job: claim.job.id)
            return .report(try await pipeline.run(request, in: folders, journal: journal))
        } catch is CancellationError {
            return nil
        } catch StoreError.claimLost {
            return .interrupted
        } catch {
            if Task.isCancelled { return nil }
            let text = pipeline.redaction.apply(to: "\(error)")
            logger.warning("Job failed", metadata: ["error": "\(text)"])
            return .failure(text)
        }
    }

    /// - Returns: nil when the job ended before anybody cancelled it.
    private func waitForCancel(_ claim: Claim) async -> End? {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.cancelPause)
                if try await store.cancelRequested(claim) { return .cancelled }
            } catch StoreError.claimLost {
                return .interrupted
            } catch {
                // A store that cannot answer now is asked again; a cancelled task ends the loop.
                continue
            }
        }
        return nil
    }

    private func write(_ end: End, of claim: Claim) async throws {
        switch end {
        case .report(let report):
            let body = try JSON.encode(report)
            try await store.finish(
                claim,
                as: .succeeded(report.job.outcome ?? .needsHuman, summary: report.job.summary ?? "", report: body),
                at: .now())
        case .failure(let error): try await store.finish(claim, as: .failed(error: error, report: nil), at: .now())
        case .cancelled: try await store.finish(claim, as: .cancelled, at: .now())
        case .interrupted: try? await store.release(claim)
        }
    }

    private static func word(_ end: End) -> String {
        switch end {
        case .report(let report): report.job.outcome?.rawValue ?? "succeeded"
        case .failure: "failed"
        case .cancelled: "cancelled"
        case .interrupted: "interrupted"
        }
    }
}
