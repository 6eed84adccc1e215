import Domain
import Foundation
import Queue

/// Does things to the world such that a job that is cut off or told to stop leaves none of them half known: the intent is on
/// disk before the call, its end after it, and both only while the job is this worker's.
///
/// Without a queue, as for the command `heal`, nobody takes a job up again, and a call is just a call.
struct EffectJournal: Sendable {
    let claim: Claim?
    let books: EffectBooks?
    let clock: PipelineClock
    let redaction: Redaction

    /// Calls at most once at a time, and not again once it is known to be done on the same ground.
    /// - Returns: what the call returned, now or in an earlier life of the job.
    /// - Throws: `StoreError.leaseLost`, after which nothing was called or its end is not written; `CancellationError` when the
    ///   job is to stop, before the call; what the call throws, which is `StoppedWaiting` when it would have waited.
    func perform<Value: Codable & Sendable>(
        _ plan: EffectPlan, _ call: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let claim, let books else { return try await call() }
        try Task.checkCancellation()
        let page = EffectPage(plan: plan, claim: claim, books: books)
        let asked = clock.instant()
        let known = try await page.begin()
        if let known, let value: Value = page.value(of: known) { return value }
        do {
            try await hold(since: asked)
            try Task.checkCancellation()
        } catch {
            try await Task { try await page.notBegun(after: known, error) }.value
            throw error
        }
        return try await seeThrough(WritePermit(claim, books, clock, heldSince: asked)) {
            let value: Value
            do {
                value = try await call()
            } catch {
                try await page.end(.unknown, redaction.apply(to: "\(error)"))
                throw error
            }
            try await page.end(.done, String(decoding: try JSON.encode(value), as: UTF8.self))
            return value
        }
    }

    /// Does what is begun to its end also when the job is told to stop meanwhile, but for the waits in it.
    private func seeThrough<Value: Sendable>(
        _ permit: WritePermit, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signal = StopSignal()
        return try await withTaskCancellationHandler {
            try await WritePermit.$current.withValue(permit) {
                try await StopSignal.$current.withValue(signal) { try await Task { try await work() }.value }
            }
        } onCancel: {
            signal.raise()
        }
    }

    /// Renews the lease when more than half of it may be over: a process that was stopped between asking for its intent and
    /// having it must not act on a lease that another worker may have by now.
    func hold(since asked: ContinuousClock.Instant) async throws {
        guard let claim, let books, clock.instant() - asked > books.lease / 2 else { return }
        if try await books.store.renew(claim, at: books.now()) != nil { throw CancellationError() }
    }

    /// Does to the end what is begun, with its waits, also when the job is told to stop meanwhile.
    func whole<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard claim != nil else { return try await work() }
        return try await Task { try await work() }.value
    }
}

/// One effect in the log of its job.
private struct EffectPage: Sendable {
    let plan: EffectPlan
    let claim: Claim
    let books: EffectBooks

    /// - Returns: the effect as it stood before; nil when the intent is new.
    func begin() async throws -> Effect? {
        try await books.store.begin(
            Effect(key: plan.key, kind: plan.kind, precondition: plan.precondition, at: books.now()), under: claim)
    }

    /// Of an earlier try it says nothing: what was done then stands, and what may have been done still may.
    func notBegun(after known: Effect?, _ error: any Error) async throws {
        switch known?.state {
        case .done: try await end(.done, known?.result ?? "")
        case .intended, .unknown: try await end(.unknown, "not begun again: \(error)")
        case .failed, nil: try await end(.failed, "not begun: \(error)")
        }
    }

    func end(_ state: Effect.State, _ result: String) async throws {
        try await books.store.end(plan.key, as: state, result: result, under: claim, at: books.now())
    }

    /// What the call returned in an earlier life of the job; nil when it is to be made again, see `EffectPlan`: for what has no
    /// end, what was done when the other side looked different, and what another version has written.
    func value<Value: Decodable>(of known: Effect) -> Value? {
        guard known.state == .done, known.precondition == plan.precondition else { return nil }
        return try? JSON.decode(Value.self, from: Data(known.result.utf8))
    }
}
