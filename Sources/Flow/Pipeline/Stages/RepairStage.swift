import Cryptography
import Domain
import Evidence
import Foundation
import JavaScript
import Locators
import Repairers

/// Repairs that are worth a proof, and why the others are none.
struct Repaired: Codable, Sendable {
    /// What safe playbooks had done before.
    var recovered: Recovered
    var repairs: [Repair] = []
    /// By failure.
    var refusals: [String: String] = [:]
    var actions: [HealingReport.Action] = []
    var usage = HealingReport.Metrics.LanguageModel()
    /// What a live page told, by failure.
    var live: [String: LiveEvidence] = [:]
    /// Spent in runs of the suite, by the playbooks too.
    var seconds: Double

    init(_ recovered: Recovered) {
        self.recovered = recovered
        seconds = recovered.seconds
    }
}

/// Rewrites what the failing steps say, by rules, and follows each test on to its next broken step.
struct RepairStage: Sendable {
    let bench: Workbench

    func run(_ revision: Revision, _ recovered: Recovered) async throws -> Repaired {
        var result = Repaired(recovered)
        let diagnosis = recovered.diagnosis
        let tests = recovered.tests.red
        let commit = CommitReading(diagnosis.changes, bench: bench)
        let original = bench.suite(of: tests, in: bench.folders.head)
        var attempts: [RepairAttempt] = []
        for failure in diagnosis.failures where failure.verdict == .testOutdated {
            guard let test = tests.first(where: { $0.id == failure.id }) else { continue }
            let asked = IntendedChange(
                TracedFailure(test), good: diagnosis.goodTraces[failure.id], in: original, folder: bench.folders.head,
                by: commit)
            do {
                if let change = asked.testIDAttribute {
                    attempts.append(RepairAttempt(test, change))
                } else if let repairCase = diagnosis.cases.first(where: { $0.test.id == failure.id }) {
                    attempts.append(RepairAttempt(try .init(repairCase, in: original, folder: bench.folders.head)))
                } else {
                    let isLate = diagnosis.later.contains(failure.id)
                    if let change = isLate ? asked.laterContent : asked.change {
                        attempts.append(RepairAttempt(test, change))
                    }
                }
            } catch {
                // Where the element was found, but no locator of its own can be written: the name itself may tell.
                if let change = asked.renamedName {
                    attempts.append(RepairAttempt(test, change))
                } else {
                    result.refusals[failure.id] = "\(error)"
                }
            }
        }
        var ways = RepairAttempt.grouped(attempts).map { [$0] }
        let restored = RestoredSuite(diagnosis, tests, in: original, bench: bench).ways
        if !restored.isEmpty { ways.append(restored) }
        if !ways.isEmpty { try await bench.worktree(bench.folders.proof, at: revision.sha) }
        var number = 0
        for way in ways {
            // The first that makes all its tests green; else the last one tried.
            for (index, group) in way.enumerated() {
                number += 1
                let isEnough = try await attempt(
                    group, original, number: number, commit, diagnosis, revision, isLast: index == way.count - 1,
                    &result)
                if isEnough { break }
            }
        }
        result.recovered.diagnosis.withdraw(except: result.repairs.flatMap(\.failures))
        return result
    }

    /// - Returns: whether all tests of the group are green with it.
    private func attempt(
        _ group: [RepairAttempt], _ original: SuiteSources, number: Int, _ commit: CommitReading,
        _ diagnosis: Diagnosis, _ revision: Revision, isLast: Bool, _ result: inout Repaired
    ) async throws -> Bool {
        var rounds = RepairRounds(original, number: number, by: commit, diagnosis, at: revision, bench: bench)
        do {
            defer { result.seconds += rounds.seconds }
            try await rounds.follow(group)
            let isEnough = group.allSatisfy { rounds.green.contains($0.test.key) }
            guard isEnough || isLast else { return false }
            for attempt in group where !rounds.green.contains(attempt.test.key) {
                result.refusals[attempt.test.id] = "the test stays red with what was changed"
            }
            result.recovered.diagnosis.decide(by: rounds.behind)
            if let repair = try rounds.draft.repair(of: rounds.green, bench.repository.name, revision.branch) {
                result.repairs.append(repair)
            }
            return isEnough
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // One repair that cannot be tried must not cost the job, nor the other repairs.
            for attempt in group { result.refusals[attempt.test.id] = "the repair cannot be tried: \(error)" }
            return false
        }
    }
}

/// What a step of the last good run pointed at.
struct Remembered {
    let page: PreparedPage
    let targets: [PageSnapshot.NodeID]

    init(_ reference: StepReference) throws {
        let trace = try TraceFile.read(reference.trace)
        if let node = reference.node, let step = trace.steps.first(where: { $0.callID == reference.callID }),
            let page = trace.lastSnapshot(at: step)
        {
            self.page = PreparedPage(PageIndex(page, testIDAttribute: trace.testIDAttribute))
            targets = [node]
            return
        }
        guard let step = trace.steps.first(where: { $0.callID == reference.callID }),
            let (page, targets) = StepMatch.targets(of: step, in: trace)
        else { throw RepairRefused("the trace of the good run cannot be read again") }
        self.page = PreparedPage(PageIndex(page, testIDAttribute: trace.testIDAttribute))
        self.targets = targets
    }
}

/// Why a failure gets no repair, although its element was found.
struct RepairRefused: Error, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
