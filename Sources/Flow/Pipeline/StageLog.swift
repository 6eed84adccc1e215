import Domain
import Foundation

/// What a stage returned, and what it took.
struct Staged<Value: Codable & Sendable>: Codable, Sendable {
    let value: Value
    let timing: StageTiming
}

struct StageTiming: Codable, Hashable, Sendable {
    let stage: Job.Stage
    let startedAt: Timestamp
    let seconds: Double
}

/// Runs stages that have no result yet, and takes the result of those that have.
struct StageLog: Sendable {
    let journal: any StageJournal
    let clock: PipelineClock

    func stage<Value: Codable & Sendable>(
        _ stage: Job.Stage, _ work: () async throws -> Value
    ) async throws -> Staged<Value> {
        try Task.checkCancellation()
        // A result that cannot be read any more was written by another version: the stage runs again.
        if let data = try await journal.result(of: stage), let known = try? JSON.decode(Staged<Value>.self, from: data)
        {
            return known
        }
        try await journal.begin(stage)
        await journal.tell(.stage(stage))
        let start = clock.now()
        let value = try await work()
        try Task.checkCancellation()
        let timing = StageTiming(stage: stage, startedAt: start, seconds: clock.now().seconds(since: start))
        let result = Staged(value: value, timing: timing)
        try await journal.commit(try JSON.encode(result), of: stage)
        return result
    }
}
