import Domain
import Foundation
import Queue
import Synchronization

@testable import Pipeline

/// The action log in memory, also as the one of a process that died: what was written stays.
actor MemoryActionLog: ActionLog {
    private(set) var entries: [AuditEntry] = []
    private(set) var runs: [PlaybookRun] = []
    /// When each intent was written down.
    private(set) var intents: [Timestamp] = []
    private var keys: Set<String> = []

    private let afterIntent: @Sendable () async -> Void

    /// - Parameter afterIntent: runs whenever an intent was written down.
    init(runs: [PlaybookRun] = [], afterIntent: @escaping @Sendable () async -> Void = {}) {
        self.runs = runs
        self.afterIntent = afterIntent
    }

    func append(_ entry: AuditEntry) -> AuditEntry {
        var entry = entry
        entry.sequence = Int64(entries.count + 1)
        entries.append(entry)
        return entry
    }

    func audit(before sequence: Int64?, limit: Int) -> [AuditEntry] { entries.reversed() }

    func begin(
        _ run: PlaybookRun, under claim: Claim?, at time: Timestamp,
        objection: @escaping @Sendable ([PlaybookRun]) -> String?
    ) async -> String? {
        if let objection = objection(runs.filter { $0.id != run.id }) { return objection }
        runs.removeAll { $0.id == run.id }
        runs.append(run)
        intents.append(time)
        await afterIntent()
        return nil
    }

    func end(_ run: JobID, as state: PlaybookRun.State, result: String, under claim: Claim?, at time: Timestamp) {
        for index in runs.indices where runs[index].id == run && (state != .unknown || runs[index].state == .intended) {
            runs[index].state = state
            runs[index].result = result
            runs[index].endedAt = time
        }
    }

    func playbookRuns(of job: JobID?, since: Timestamp?) -> [PlaybookRun] {
        runs.filter { job == nil || $0.job == job }
    }

    func isFirst(_ key: String, at: Timestamp) -> Bool { keys.insert(key).inserted }
}

/// Forgets everything, as a job in the foreground does.
actor MemoryJournal: StageJournal {
    private(set) var log: [String] = []
    private(set) var events: [PipelineEvent] = []

    nonisolated let claim: Claim?

    /// - Parameter claim: of a job that comes from a queue.
    init(claim: Claim? = nil) { self.claim = claim }

    func result(of stage: Job.Stage) -> Data? { nil }
    func begin(_ stage: Job.Stage) {}
    func commit(_ result: Data, of stage: Job.Stage) {}
    func spending() -> HealingReport.Metrics.LanguageModel? { nil }
    func record(_ spending: HealingReport.Metrics.LanguageModel) {}
    func resolved(_ revision: Revision) {}
    func tell(_ event: PipelineEvent) {
        events.append(event)
        if case .log(let text) = event { log.append(text) }
    }
}

/// Acts on a world: a command named `mend X` mends X, `trade X Y` mends X and breaks Y, `modify X FILE` mends X and changes
/// a file of the commit, `nothing` does nothing, `fail` fails.
final class WorldTool: PlaybookTool {
    private let world: World
    private let state = Mutex<[String]>([])
    private let outlook: PlaybookOutlook
    private let traces: Mutex<[PlaybookTrace]>
    private let asked: @Sendable () async -> Void
    private let during: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - traces: what is found of an earlier run, one after the other; the last one stays.
    ///   - asked: runs whenever that is asked.
    ///   - during: runs in the middle of each act.
    init(
        _ world: World, outlook: PlaybookOutlook = .unknown(""), traces: [PlaybookTrace] = [.untold("it cannot tell")],
        asked: @escaping @Sendable () async -> Void = {},
        during: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.world = world
        self.outlook = outlook
        self.traces = Mutex(traces)
        self.asked = asked
        self.during = during
    }

    var acts: [String] { state.withLock { $0 } }

    func fits(_ action: PlaybookSettings.Action) -> Bool { if case .command = action { true } else { false } }
    func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook { outlook }

    func trace(
        of playbook: PlaybookSettings, since intent: Timestamp, _ place: PlaybookPlace
    ) async -> PlaybookTrace {
        await asked()
        return traces.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }

    func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        guard case .command(let words) = playbook.action else { throw PlaybookFailed("no", mayHaveActed: false) }
        state.withLock { $0.append(playbook.name) }
        try await during()
        switch words.first {
        case "mend": world.mend(words[1])
        case "trade":
            world.mend(words[1])
            world.breakDown(words[2])
        case "modify":
            world.mend(words[1])
            world.modify(words[2])
        case "fail": throw PlaybookFailed("exit status 1", mayHaveActed: false)
        case "lose":
            world.mend(words[1])
            throw PlaybookFailed("the answer was lost", mayHaveActed: true)
        default: break
        }
        return "did \(words.joined(separator: " "))"
    }
}

/// Says the same to everybody, or first one thing and then another.
final class Orders: HumanOverride {
    private let leaves: Mutex<[Leave]>

    /// - Parameter leaves: one after the other; the last one stays.
    init(_ leaves: Leave...) { self.leaves = Mutex(leaves) }

    /// Later for so many looks, then granted.
    init(later looks: Int) { leaves = Mutex(Array(repeating: .later("release day"), count: looks) + [.granted]) }

    func leave(for job: Job) async -> Leave {
        leaves.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .granted }
    }
}
