import Domain
import Foundation
import Logging
import Pipeline
import Queue

/// Deletes what was kept for long enough, a little at a time, so that no claim waits for it.
struct Upkeep: Sendable {
    let store: any StoreUpkeep & JobReading & GoodRuns
    let retention: QueueSettings.Retention
    let data: String
    let archive: JobArchive?
    let logger: Logger
    var now: @Sendable () -> Timestamp = { .now() }

    private static let pause = Duration.seconds(3600)
    /// After a failure, which on a disk that is full this upkeep may be about to end.
    private static let pauseAfterFailure = Duration.seconds(60)
    /// Jobs in one transaction, each with thousands of rows of its own, and the pause after each.
    private static let jobs = 10
    /// Of what has but one row.
    private static let rows = 100
    /// Of all good runs together: their traces, and what is kept of them for longer.
    private static let traceBytes = 512 << 20
    private static let locatorBytes = 128 << 20
    private static let breath = Duration.milliseconds(200)

    private static let longestCommand = Duration.seconds(86_400)

    /// Until the task is cancelled.
    func run() async throws {
        while true {
            let isDone = try await carryOut()
            try await Task.sleep(for: isDone ? Self.pause : Self.pauseAfterFailure)
        }
    }

    /// Folders first, for which the store is only read: on a full disk nothing can be deleted from it before there is room.
    /// - Returns: whether all of it could be done.
    func carryOut() async throws -> Bool {
        var isDone = true
        for step in [clearWorkspaces, clearArtifacts, prune] {
            do {
                try await step()
            } catch let error as StoreError {
                isDone = false
                logger.warning("Old jobs not deleted", metadata: ["error": "\(error)"])
            }
        }
        return isDone
    }

    /// Of a job that went on at another node, or whose end was written when its folder could not be removed. One that the
    /// store does not know may be of a command that runs beside the service, unless it is old.
    func clearWorkspaces() async throws {
        for id in JobFolders.jobsWithWorkspaces(in: data) {
            let isOld = id.time < now().advanced(by: .zero - Self.longestCommand)
            guard try await store.job(id)?.state.isFinal ?? isOld else { continue }
            try? FileManager.default.removeItem(atPath: JobFolders(data: data, job: id).workspace)
        }
    }

    /// Of jobs that another node has deleted, or this one right before it died, and of those that are about to be deleted: on
    /// a full disk that has to wait for the room which their artifacts take. What is younger than jobs are kept for may belong
    /// to a command that needs no store.
    func clearArtifacts() async throws {
        let oldest = now().advanced(by: .zero - retention.jobs)
        for job in JobFolders.jobsWithArtifacts(in: data) where job.time < oldest {
            // Asked right before, because somebody may have queued it again.
            let isKept = try await !store.known([job], notEndedBefore: oldest).isEmpty
            if !isKept { JobFolders(data: data, job: job).removeAll() }
        }
    }

    func prune() async throws {
        var count = 0
        while true {
            let jobs = try await store.prune(
                endedBefore: now().advanced(by: .zero - retention.jobs), limit: Self.jobs)
            for job in jobs {
                JobFolders(data: data, job: job).removeAll()
                await archive?.remove(job)
            }
            count += jobs.count
            let keys = try await store.pruneKeys(
                before: now().advanced(by: .zero - retention.keys), at: now(), limit: Self.rows * 10)
            let runs = try await store.forgetGoodRuns(
                before: now().advanced(by: .zero - retention.jobs), limit: Self.rows)
            let shrunk = try await store.shrinkGoodRuns(
                traceBytes: Self.traceBytes, locatorBytes: Self.locatorBytes, limit: Self.rows)
            let tests = try await store.pruneTests(
                notSeenSince: now().advanced(by: .zero - retention.jobs), limit: Self.rows * 10)
            if jobs.isEmpty, keys == 0, runs == 0, shrunk == 0, tests == 0 { break }
            try await Task.sleep(for: Self.breath)
        }
        if count > 0 { logger.notice("Old jobs deleted", metadata: ["jobs": "\(count)"]) }
    }
}
