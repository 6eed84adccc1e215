import Domain
import Foundation
import Logging
import Pipeline
import Queue

/// Runs the parts of a suite as jobs of the queue.
struct QueuedShards: ShardedSuites {
    let store: any ShardStore
    let signals: StoreSignals
    let blobs: ShardBlobs
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// Does one part, and ends it in the store.
    let work: @Sendable (Claim) async -> Void

    /// A part whose report does not arrive is run again so often, before the place where reports go is taken to be at fault.
    private static let redoLimit = 2
    /// Also how late the end of a part is seen for which nobody raised a signal.
    private static let pause = Duration.seconds(1)

    func run(
        _ parts: [Job], of claim: Claim, onProgress: @escaping @Sendable (Job.Progress) async -> Void
    ) async throws -> [DeliveredShard] {
        let parts = try await store.fanOut(into: parts, of: claim).map(\.id)
        return try await withThrowingTaskGroup(of: [DeliveredShard]?.self) { group in
            group.addTask {
                await help(claim)
                return nil
            }
            group.addTask { try await wait(for: parts, of: claim, onProgress) }
            defer { group.cancelAll() }
            for try await end in group {
                if let end { return end }
            }
            throw CancellationError()
        }
    }

    /// Does what nobody else does yet, until the task is cancelled: a job that only waited for its parts would keep its worker
    /// from them.
    private func help(_ claim: Claim) async {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            do {
                if let part = try await store.claim(shardOf: claim.job.id, for: claim.worker, at: now()) {
                    await work(part)
                    continue
                }
            } catch {
                logger.warning("Part not claimed", metadata: ["job.id": "\(claim.job.id)", "error": "\(error)"])
            }
            seen = await signals.work.wait(after: seen, atMost: Self.pause)
        }
    }

    private func wait(
        for parts: [JobID], of claim: Claim, _ onProgress: @Sendable (Job.Progress) async -> Void
    ) async throws -> [DeliveredShard] {
        var seen: UInt64 = 0
        var told: Job.Progress?
        var redone: [JobID: Int] = [:]
        while true {
            try Task.checkCancellation()
            let states = try await states(of: parts, claim)
            for state in states { try Self.check(state.job) }
            let facts = states.map { $0.result.flatMap { try? JSON.decode(ShardFacts.self, from: $0) } }
            let progress = Self.progress(states, facts)
            if progress != told { await onProgress(progress) }
            told = progress
            if let delivered = try await delivered(states, facts, claim, &redone) { return delivered }
            seen = await signals.work.wait(after: seen, atMost: Self.pause)
        }
    }

    private func states(of parts: [JobID], _ claim: Claim) async throws -> [ShardState] {
        let known = Dictionary(
            try await store.shards(of: claim.job.id).map { ($0.job.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try parts.map { part in
            guard let state = known[part] else { throw StoreError.noSuchJob(part) }
            return state
        }
    }

    /// - Returns: nil while a part is not done, or has to be done again.
    private func delivered(
        _ states: [ShardState], _ facts: [ShardFacts?], _ claim: Claim, _ redone: inout [JobID: Int]
    ) async throws -> [DeliveredShard]? {
        guard states.allSatisfy({ $0.job.state == .succeeded }) else { return nil }
        var delivered: [DeliveredShard] = []
        for (state, facts) in zip(states, facts) {
            if let facts, let blob = try await blobs.fetch(state) {
                delivered.append(DeliveredShard(blob: blob, facts: facts))
            } else {
                redone[state.job.id, default: 0] += 1
                guard redone[state.job.id, default: 0] <= Self.redoLimit else {
                    throw SuiteUnavailable(
                        """
                        the report of \(Self.name(state.job)) does not arrive, although it was run \(Self.redoLimit + 1) \
                        times: look whether every node sees the same place under `artifacts`, and runs the same version
                        """)
                }
                // Its node is another one, or its disk was cleaned.
                logger.notice("Part is done again", metadata: ["job.id": "\(claim.job.id)", "part": "\(state.job.id)"])
                try await store.redo(state.job.id, of: claim, at: now())
            }
        }
        return delivered.count == states.count ? delivered : nil
    }

    private static func check(_ part: Job) throws {
        let name = name(part)
        switch part.state {
        case .queued, .running, .succeeded: return
        case .failed: throw SuiteUnavailable("\(name) of the suite of \(part.repository) failed: \(part.error ?? "")")
        case .cancelled, .superseded:
            throw SuiteUnavailable("\(name) of the suite of \(part.repository) was cancelled: retry the job")
        }
    }

    private static func name(_ part: Job) -> String {
        part.shard.map { "part \($0.index) of \($0.total)" } ?? "a part"
    }

    private static func progress(_ states: [ShardState], _ facts: [ShardFacts?]) -> Job.Progress {
        var sum = Job.Progress(done: 0, total: 0, unit: "tests")
        for (state, facts) in zip(states, facts) {
            sum.done += facts?.tests ?? state.job.progress?.done ?? 0
            sum.total += facts?.tests ?? state.job.progress?.total ?? 0
        }
        return sum
    }
}
