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

    /// Broken steps of one test that are followed one after the other.
    private static let roundLimit = 5

    func run(_ revision: Revision, _ recovered: Recovered) async throws -> Repaired {
        var result = Repaired(recovered)
        let diagnosis = recovered.diagnosis
        let tests = recovered.tests.red
        let commit = CommitReading(diagnosis.changes, bench: bench)
        let original = bench.suite(of: tests, in: bench.folders.head)
        var attempts: [RepairAttempt] = []
        for failure in diagnosis.failures where failure.verdict == .testOutdated {
            guard let test = tests.first(where: { $0.id == failure.id }) else { continue }
            let asked = IntendedChange(TracedFailure(test), in: original, folder: bench.folders.head, by: commit)
            do {
                if let repairCase = diagnosis.cases.first(where: { $0.test.id == failure.id }) {
                    attempts.append(RepairAttempt(try rewrite(repairCase, in: original, folder: bench.folders.head)))
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
        guard !ways.isEmpty else { return result }
        try await bench.worktree(bench.folders.proof, at: revision.sha)
        defer { withdraw(&result) }
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
        return result
    }

    /// What the commit seemed to want, and what did not make the test green, was not what it wanted.
    private func withdraw(_ result: inout Repaired) {
        let healed = Set(result.repairs.flatMap(\.failures))
        for place in result.recovered.diagnosis.failures.indices {
            let id = result.recovered.diagnosis.failures[place].id
            guard !healed.contains(id), let otherwise = result.recovered.diagnosis.otherwise[id] else { continue }
            result.recovered.diagnosis.failures[place] = otherwise
        }
    }

    /// - Returns: whether all tests of the group are green with it.
    private func attempt(
        _ group: [RepairAttempt], _ original: SuiteSources, number: Int, _ commit: CommitReading,
        _ diagnosis: Diagnosis, _ revision: Revision, isLast: Bool, _ result: inout Repaired
    ) async throws -> Bool {
        var draft = RepairDraft(original: original)
        do {
            let green = try await follow(group, &draft, number: number, commit, diagnosis, revision, &result.seconds)
            let isEnough = group.allSatisfy { green.contains($0.test.key) }
            guard isEnough || isLast else { return false }
            for attempt in group where !green.contains(attempt.test.key) {
                result.refusals[attempt.test.id] = "the test stays red with what was changed"
            }
            if let repair = try draft.repair(of: green, bench.repository.name, revision.branch) {
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

    /// Applies a group, runs its tests, and repairs what fails next, until nothing does or nothing can be done.
    /// - Returns: the tests that are green in the end.
    private func follow(
        _ group: [RepairAttempt], _ draft: inout RepairDraft, number: Int, _ commit: CommitReading,
        _ diagnosis: Diagnosis, _ revision: Revision, _ seconds: inout Double
    ) async throws -> Set<TestKey> {
        for attempt in group { draft.add(attempt) }
        let tests = group.map(\.test)
        var green: Set<TestKey> = []
        for round in 1...Self.roundLimit {
            guard try draft.apply() else { break }
            try await bench.lay(draft.changed, over: revision.sha, in: bench.folders.proof)
            let result = try await bench.run(
                .selected(
                    tests, of: bench.repository, in: bench.folders.proof,
                    output: bench.folders.run("repair-\(number)-\(round)")))
            seconds += result.seconds
            let reading = try SuiteReading(result, folder: bench.folders.proof)
            green = Set(tests.map(\.key).filter { reading.keys[$0] == .expected })
            for red in reading.red {
                guard let known = group.first(where: { $0.test.key == red.key }),
                    let next = try? next(red, after: known, in: draft.current, commit, diagnosis)
                else { continue }
                draft.add(next)
            }
            if !draft.hasNews { break }
        }
        return green
    }

    /// The repair of the step at which a test fails after its earlier steps were repaired.
    private func next(
        _ red: RedTest, after known: RepairAttempt, in sources: SuiteSources, _ commit: CommitReading,
        _ diagnosis: Diagnosis
    ) throws -> RepairAttempt? {
        // The next failure is judged like the first: an app bug behind a renamed element stays one.
        let examined = Examination(
            red, colour: .green, good: known.memory ?? diagnosis.goodTraces[known.test.id], isGreenAgain: nil,
            commit: commit, suite: sources, folder: bench.folders.proof, others: 0,
            memory: TestMemory(at: bench.ports.clock.now()))
        let judged = examined.verdict(on: try FailureTriage.report(TracedFailure(red)))
        guard judged.verdict == .testOutdated else { return nil }
        if let repairCase = examined.repairCase {
            do {
                return RepairAttempt(try rewrite(repairCase, in: sources, folder: bench.folders.proof))
            } catch {
                let asked = IntendedChange(TracedFailure(red), in: sources, folder: bench.folders.proof, by: commit)
                return asked.renamedName.map { RepairAttempt(red, $0) }
            }
        }
        return examined.intended.map { RepairAttempt(red, $0) }
    }

    private func rewrite(
        _ repairCase: RepairCase, in sources: SuiteSources, folder: String
    ) throws -> RepairAttempt.Rewrite {
        let memory = try Remembered(repairCase.memory)
        let failed = try TraceFile.read(repairCase.failed.trace)
        guard let step = failed.steps.first(where: { $0.callID == repairCase.failed.callID }),
            let page = failed.lastSnapshot(at: step), let selector = Selector(repairCase.selector)
        else { throw RepairRefused("the trace of the failing step cannot be read again") }
        let new = PreparedPage(PageIndex(page, testIDAttribute: failed.testIDAttribute))
        let recall: LocatorRecall
        do {
            recall = try LocatorRecall(selector, targets: memory.targets, old: memory.page, new: new)
        } catch {
            throw RepairRefused("\(error)")
        }
        let rewrite = try LocatorRewrite(
            repairCase.selector, recall: recall, new: new.index, testIDAttribute: failed.testIDAttribute,
            reader: sources.reader, stack: step.places(in: folder))
        let first = recall.elements[0]
        return RepairAttempt.Rewrite(
            repairCase: repairCase, rewrite: rewrite, element: memory.page.index.describe(first.old),
            why: recall.reason,
            confidence: recall.confidence)
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
            let (page, targets) = trace.markedTarget(of: step) ?? StepMatch.page(of: step, in: trace)
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
