import Domain
import Foundation
import Queue
import RelationalStore
import SQLiteStore

@testable import Pipeline

/// A store, and what happens to it right after an intent was written down.
struct LeasedStore: EffectLog, JobLeases {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    let jobs: RelationalJobStore
    var afterIntent: @Sendable (RelationalJobStore) async throws -> Void = { _ in }

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        jobs = try .sqlite(path: path.path(percentEncoded: false))
    }

    /// A new job that the worker of this node has taken.
    func claim(_ node: String = "anna") async throws -> Claim {
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: Self.start)
        _ = try await jobs.enqueue([job], delivery: nil)
        return try await next(node)
    }

    func next(_ node: String) async throws -> Claim {
        guard let claim = try await jobs.claim(for: WorkerName(node: node, slot: 1), at: Self.start) else {
            throw StoreError.unavailable("there is no job")
        }
        return claim
    }

    func begin(_ effect: Effect, under claim: Claim) async throws(StoreError) -> Effect? {
        let known = try await jobs.begin(effect, under: claim)
        do { try await afterIntent(jobs) } catch { throw .unavailable("\(error)") }
        return known
    }

    func end(
        _ key: String, as state: Effect.State, result: String, under claim: Claim, at time: Timestamp
    ) async throws(StoreError) { try await jobs.end(key, as: state, result: result, under: claim, at: time) }

    func effects(of job: JobID) async throws(StoreError) -> [Effect] { try await jobs.effects(of: job) }

    func claim(for worker: WorkerName, at time: Timestamp) async throws(StoreError) -> Claim? {
        try await jobs.claim(for: worker, at: time)
    }

    func renew(_ claim: Claim, at time: Timestamp) async throws(StoreError) -> StopReason? {
        try await jobs.renew(claim, at: time)
    }

    func release(_ claim: Claim, at time: Timestamp) async throws(StoreError) {
        try await jobs.release(claim, at: time)
    }

    func rescue(
        by node: String, living: Set<ClaimKey>, others: Bool, at time: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue] {
        try await jobs.rescue(by: node, living: living, others: others, at: time, messages: messages)
    }

    func rescue(
        jobsOf node: String, at time: Timestamp, messages: @escaping FailureMessages
    ) async throws(StoreError) -> [Rescue] { try await jobs.rescue(jobsOf: node, at: time, messages: messages) }
}
