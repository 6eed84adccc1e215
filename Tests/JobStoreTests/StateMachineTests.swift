import Domain
import Foundation
import Queue
import RelationalStore
import TestKit
import Testing

/// Random lives of jobs, and what a model says of them. A seed that failed is in the message; `SELFHEAL_QUEUE_SEED` runs it
/// alone.
struct StateMachineTests {
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["SELFHEAL_QUEUE_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? Array(1...6)
    private static let steps = 200

    @Test("Whatever happens in whatever order, the store and the model agree", arguments: StoreKind.allCases, seeds)
    func agrees(kind: StoreKind, seed: UInt64) async throws {
        var walk = Walk(store: try await kind.open(Walk.policy), seed: seed)
        for _ in 1...Self.steps {
            try await walk.step()
            try await walk.compare()
        }
    }
}

/// One random walk through what may happen to a queue.
private struct Walk {
    static let policy: @Sendable (inout QueuePolicy) -> Void = {
        $0.deathsWithoutProgress = 2
        $0.settle = .seconds(3)
    }

    let store: RelationalJobStore
    private let seed: UInt64
    private var model: QueueModel
    private var random: SeededGenerator
    private var moment = time
    /// Also those that are over.
    private var claims: [Claim] = []
    private var story: [String] = []

    init(store: RelationalJobStore, seed: UInt64) {
        self.store = store
        self.seed = seed
        var policy = QueuePolicy()
        Self.policy(&policy)
        model = QueueModel(policy: policy)
        random = SeededGenerator(seed: seed)
    }

    /// What had happened, for whoever reads a failure.
    private var comment: Comment { "seed \(seed), after: \(story.suffix(12).joined(separator: "; "))" }

    mutating func step() async throws {
        moment = moment.advanced(by: .milliseconds(Int64.random(in: 0...2500, using: &random)))
        switch Int.random(in: 0..<100, using: &random) {
        case ..<22: try await enqueue()
        case ..<48: try await claim()
        case ..<56: try await renew()
        case ..<64: try await finishStage()
        case ..<76: try await finish()
        case ..<80: try await cancel()
        case ..<85: try await retry()
        case ..<90: try await rescue()
        case ..<94: try await crash()
        case ..<97: try await release()
        // A stall of everybody.
        default: moment = moment.advanced(by: .seconds(10))
        }
    }

    func compare() async throws {
        for id in model.ids {
            guard let entry = model[id] else { continue }
            let job = try #require(try await store.job(id), comment)
            #expect(job.state == entry.job.state, comment)
            #expect(job.attempt == entry.job.attempt, comment)
            if job.state == .superseded { #expect(job.supersededBy == entry.job.supersededBy, comment) }
            #expect(job.finishedAt != nil || !job.state.isFinal, comment)
        }
        let running = model.ids.compactMap { model[$0]?.job }.filter { $0.state == .running }
        #expect(Set(running.map { [$0.repository, $0.ref] }).count == running.count, comment)
    }

    private mutating func enqueue() async throws {
        let (repository, ref) = ("acme/\(pick(0...1))", "b\(pick(0...1))")
        var new =
            pick(0...2) == 0
            ? job(repository, ref: ref, priority: pick(1...3), at: moment) : push(repository, ref: ref, at: moment)
        // Some were overtaken on their way, and some do not tell.
        if pick(0...4) > 0 { new.trigger.occurredAt = moment.advanced(by: .seconds(-pick(0...4))) }
        story.append("\(new.trigger.kind.rawValue) \(repository) \(ref)")
        try await store.add(new)
        model.enqueue(new)
    }

    private mutating func claim() async throws {
        let worker = WorkerName(node: pick(0...1) == 0 ? "anna" : "bert", slot: pick(1...2))
        story.append("claim by \(worker)")
        let candidates = model.candidates(at: moment)
        guard let claim = try await store.claim(for: worker, at: moment) else {
            #expect(candidates.isEmpty, comment)
            return
        }
        #expect(candidates.contains(claim.job.id), comment)
        // The answer of one in eight gets lost: nobody here knows of the claim.
        let isHeard = pick(0...7) > 0
        model.claim(claim, isHeard: isHeard, at: moment)
        #expect(claim.generation == model[claim.job.id]?.generation, comment)
        if isHeard { claims.append(claim) } else { story.append("unheard") }
    }

    private mutating func renew() async throws {
        guard let claim = claims.randomElement(using: &random) else { return }
        story.append("renew \(claim.generation)")
        let expected = model[claim.job.id]?.stop
        try await write(claim) { store, moment in
            let reason = try await store.renew(claim, at: moment)
            #expect(reason == expected)
        } then: {
            $0.renew(claim, at: $1)
        }
    }

    private mutating func finishStage() async throws {
        guard let claim = claims.randomElement(using: &random) else { return }
        story.append("stage of \(claim.generation)")
        try await write(claim) { store, _ in
            try await store.commit(Data("x".utf8), of: .test, claim: claim)
        } then: { model, _ in
            model.finishStage(claim)
        }
    }

    private mutating func finish() async throws {
        guard let claim = claims.randomElement(using: &random) else { return }
        let kind = pick(0...3)
        story.append("finish \(claim.generation) as \(["green", "failed", "postponed", "stopped"][kind])")
        try await write(claim) { store, moment in
            let end: JobEnd =
                switch kind {
                case 0: green
                case 1: .failed(error: "x")
                case 2: .postponed(error: "x", until: moment.advanced(by: .seconds(4)))
                default: .stopped
                }
            try await store.finish(claim, as: end, messages: [], at: moment)
        } then: { model, moment in
            switch kind {
            case 0: model.finish(claim, as: .succeeded)
            case 1: model.finish(claim, as: .failed)
            case 2: model.postpone(claim, until: moment.advanced(by: .seconds(4)))
            default: model.stop(claim.job.id)
            }
        }
    }

    private mutating func release() async throws {
        guard let claim = claims.randomElement(using: &random) else { return }
        story.append("release \(claim.generation)")
        try await write(claim) { store, moment in
            try await store.release(claim, at: moment)
        } then: {
            $0.release(claim, at: $1)
        }
    }

    private mutating func cancel() async throws {
        guard let id = model.ids.randomElement(using: &random), let entry = model[id] else { return }
        story.append("cancel")
        if entry.isOpen {
            _ = try await store.cancel(id, at: moment)
            model.cancel(id)
        } else {
            await #expect(throws: StoreError.self, comment) { try await store.cancel(id, at: moment) }
        }
    }

    private mutating func retry() async throws {
        guard let id = model.ids.randomElement(using: &random), let entry = model[id] else { return }
        story.append("retry")
        if [.succeeded, .failed, .cancelled].contains(entry.job.state) {
            _ = try await store.retry(id, at: moment)
            model.retry(id, at: moment)
        } else {
            await #expect(throws: StoreError.self, comment) { try await store.retry(id, at: moment) }
        }
    }

    private mutating func rescue() async throws {
        let node = pick(0...1) == 0 ? "anna" : "bert"
        story.append("rescue by \(node)")
        let expected = model.rescue(by: node, at: moment)
        let found = try await store.rescue(by: node, living: model.living(at: node), at: moment)
        #expect(Set(found.map(\.job.id)) == expected, comment)
    }

    private mutating func crash() async throws {
        let node = pick(0...1) == 0 ? "anna" : "bert"
        story.append("crash of \(node)")
        let expected = model.rescue(jobsOf: node, at: moment)
        let found = try await store.rescue(jobsOf: node, at: moment)
        #expect(Set(found.map(\.job.id)) == expected, comment)
    }

    /// Every write names its claim: the newest may, all others get to hear that they have lost the lease.
    private mutating func write(
        _ claim: Claim, _ act: (RelationalJobStore, Timestamp) async throws -> Void,
        then change: (inout QueueModel, Timestamp) -> Void
    ) async throws {
        guard model.owns(claim) else {
            await #expect(throws: StoreError.leaseLost(claim.job.id), comment) { try await act(store, moment) }
            return
        }
        try await act(store, moment)
        change(&model, moment)
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
