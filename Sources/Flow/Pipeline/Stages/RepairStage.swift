import Cryptography
import Domain
import Evidence
import Foundation
import JavaScript
import Locators

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

/// Rewrites the locators of the failing steps, and follows each test on to its next broken step.
struct RepairStage: Sendable {
    let bench: Workbench

    /// Broken steps of one test that are followed one after the other.
    private static let roundLimit = 5

    func run(_ revision: Revision, _ recovered: Recovered) async throws -> Repaired {
        var result = Repaired(recovered)
        let diagnosis = recovered.diagnosis
        guard !diagnosis.cases.isEmpty else { return result }
        try await bench.worktree(bench.folders.proof, at: revision.sha)
        let stackFiles = diagnosis.cases.compactMap(\.test.place?.file)
        let specs = Set(diagnosis.failures.map(\.file)).sorted()
        let original = SuiteSources(specs: specs, named: stackFiles) { bench.source($0, in: bench.folders.head) }
        var attempts: [RepairAttempt] = []
        for repairCase in diagnosis.cases {
            do {
                let rewrite = try rewrite(repairCase, in: original, folder: bench.folders.head)
                attempts.append(RepairAttempt(repairCase, rewrite))
            } catch {
                result.refusals[repairCase.test.id] = "\(error)"
            }
        }
        for (index, group) in RepairAttempt.grouped(attempts).enumerated() {
            var draft = RepairDraft(original: original)
            do {
                let green = try await follow(group, &draft, number: index + 1, diagnosis, revision, &result.seconds)
                for attempt in group where !green.contains(attempt.repairCase.test.key) {
                    result.refusals[attempt.repairCase.test.id] = "the test stays red with the locator renewed"
                }
                if let repair = try draft.repair(of: green, bench.repository.name, revision.branch) {
                    result.repairs.append(repair)
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // One repair that cannot be tried must not cost the job, nor the other repairs.
                for attempt in group {
                    result.refusals[attempt.repairCase.test.id] = "the repair cannot be tried: \(error)"
                }
            }
        }
        return result
    }

    /// Applies a group, runs its tests, and repairs what fails next, until nothing does or nothing can be done.
    /// - Returns: the tests that are green in the end.
    private func follow(
        _ group: [RepairAttempt], _ draft: inout RepairDraft, number: Int, _ diagnosis: Diagnosis, _ revision: Revision,
        _ seconds: inout Double
    ) async throws -> Set<TestKey> {
        for attempt in group { draft.add(attempt) }
        let tests = group.map(\.repairCase.test)
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
                guard let known = group.first(where: { $0.repairCase.test.key == red.key }),
                    let next = try? next(red, after: known.repairCase, in: draft.current, diagnosis)
                else { continue }
                draft.add(next)
            }
            if !draft.hasNews { break }
        }
        return green
    }

    /// The repair of the step at which a test fails after its earlier steps were repaired.
    private func next(
        _ red: RedTest, after known: RepairCase, in sources: SuiteSources, _ diagnosis: Diagnosis
    ) throws -> RepairAttempt? {
        // The next failure is judged like the first: an app bug behind a renamed element stays one.
        let examined = Examination(
            red, colour: .green, good: known.memory.trace, isGreenAgain: nil, changes: diagnosis.changes, others: 0,
            memory: TestMemory(at: bench.ports.clock.now()))
        let judged = examined.verdict(on: try FailureTriage.report(TracedFailure(red)))
        guard judged.verdict == .testOutdated, let repairCase = examined.repairCase else { return nil }
        return RepairAttempt(repairCase, try rewrite(repairCase, in: sources, folder: bench.folders.proof))
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
            rewrite: rewrite, element: memory.page.index.describe(first.old), why: recall.reason,
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
