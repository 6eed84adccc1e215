import Domain
import Evidence
import JavaScript
import Locators
import Triage

/// A group of attempts, followed from one broken step of its tests to the next.
struct RepairRounds {
    private let bench: Workbench
    private let revision: Revision
    private let commit: CommitReading
    private let diagnosis: Diagnosis
    /// Of the group in the run; names the folders of its runs.
    private let number: Int

    private(set) var draft: RepairDraft
    /// The tests that are green in the end.
    private(set) var green: Set<TestKey> = []
    /// Why tests are still red whose broken step was repaired, by their ids: what the step behind it says.
    private(set) var behind: [String: FailureReport] = [:]
    /// Spent in runs of the suite.
    private(set) var seconds = 0.0

    /// Broken steps of one test that are followed one after the other.
    private static let limit = 12

    init(
        _ original: SuiteSources, number: Int, by commit: CommitReading, _ diagnosis: Diagnosis, at revision: Revision,
        bench: Workbench
    ) {
        self.bench = bench
        self.revision = revision
        self.commit = commit
        self.diagnosis = diagnosis
        self.number = number
        draft = RepairDraft(original: original)
    }

    /// Applies a group, runs its tests, and repairs what fails next, until nothing does or nothing can be done.
    mutating func follow(_ group: [RepairAttempt]) async throws {
        for attempt in group { draft.add(attempt) }
        let tests = group.map(\.test)
        for round in 1...Self.limit {
            guard try draft.apply() else { break }
            try await bench.lay(draft.changed, over: revision.sha, in: bench.folders.proof)
            let result = try await bench.run(
                .selected(
                    tests, of: bench.repository, in: bench.folders.proof,
                    output: bench.folders.run("repair-\(number)-\(round)")))
            seconds += result.seconds
            let reading = try SuiteReading(result, folder: bench.folders.proof)
            green = Set(tests.map(\.key).filter { reading.keys[$0] == .expected })
            behind = [:]
            for red in reading.red {
                guard let known = group.first(where: { $0.test.key == red.key }) else { continue }
                try proceed(red, after: known)
            }
            if !draft.hasNews { break }
        }
    }

    /// The next failure of a test is judged like the first: an app bug behind a renamed element stays one.
    private mutating func proceed(_ red: RedTest, after known: RepairAttempt) throws {
        let wasGreen = diagnosis.greenAtBase.contains(known.test.id)
        let examined = Examination(
            red, colour: wasGreen ? .green : .notRun("the test was not green there"),
            good: known.memory ?? diagnosis.goodTraces[known.test.id], isGreenAgain: nil,
            commit: commit, suite: draft.current, folder: bench.folders.proof, others: 0,
            memory: TestMemory(at: bench.ports.clock.now()))
        let judged = examined.verdict(on: try FailureTriage.report(TracedFailure(red)))
        if judged.verdict == .testOutdated, let next = try? next(red, examined) {
            draft.add(next)
        } else if wasGreen, !draft.hasAdopted(red.key), !mayBeLate(red),
            isFurther(red, than: known.test) || isWrong(red, since: known, judged)
        {
            behind[known.test.id] = judged
        }
    }

    /// Whether more steps of the test went well than in the run that was repaired.
    private func isFurther(_ red: RedTest, than earlier: RedTest) -> Bool {
        guard let now = Self.steps(before: red), let then = Self.steps(before: earlier) else { return false }
        return now > then
    }

    /// The very step whose locator was repaired finds its element, or its items, and in them another value than it wants.
    private func isWrong(_ red: RedTest, since earlier: RepairAttempt, _ judged: FailureReport) -> Bool {
        // It has to be sure that this is the element.
        guard case .locator(let rewrite) = earlier.change, rewrite.confidence >= 0.85,
            Self.steps(before: red) == Self.steps(before: earlier.test),
            let now = TracedFailure(red).step?.selector, now != TracedFailure(earlier.test).step?.selector
        else { return false }
        return [FailureKind.assertionTextOrValue, .assertionCountOrState].map(\.rawValue).contains(judged.kind)
    }

    private static func steps(before test: RedTest) -> Int? {
        let failure = TracedFailure(test)
        guard let trace = failure.trace, let step = failure.step else { return nil }
        return trace.steps.prefix { $0.callID != step.callID }.count
    }

    /// Only a run with more patience could tell.
    private func mayBeLate(_ red: RedTest) -> Bool {
        commit.delays && red.errors.contains { $0.contains("imeout") || $0.contains("imed out") }
    }

    private func next(_ red: RedTest, _ examined: Examination) throws -> RepairAttempt? {
        let folder = bench.folders.proof
        guard let repairCase = examined.repairCase else { return examined.intended.map { RepairAttempt(red, $0) } }
        do {
            return RepairAttempt(try .init(repairCase, in: draft.current, folder: folder))
        } catch {
            let asked = IntendedChange(
                TracedFailure(red), good: examined.goodTrace, in: draft.current, folder: folder, by: commit)
            return asked.renamedName.map { RepairAttempt(red, $0) }
        }
    }
}
