import Domain
import Evidence
import Foundation
import Locators
import Triage

/// The failures with their verdict, and what may be done for them.
struct Diagnosis: Codable, Sendable {
    var failures: [FailureReport]
    /// Those whose element was found again.
    var cases: [RepairCase]
    /// What may repair each failure, the likeliest first, by its id.
    var suggestions: [String: [FailureReport.SuggestedFix]]
    /// Trace of each failure's last good run, by its id.
    var goodTraces: [String: String] = [:]
    /// Whether each failure that was run once more at the same commit was green then, by its id.
    var reruns: [String: Bool] = [:]
    /// Those that were green at the last good commit, by their ids.
    var greenAtBase: Set<String> = []
    /// Those that were green when their assertions waited longer.
    var later: Set<String> = []
    /// What is to be said of failures when what the commit seems to want does not make their tests green, and when what leads an
    /// earlier step back does not, by their ids.
    var otherwise: [String: FailureReport] = [:]
    /// Between the last good commit and this one; nil when unknown.
    let changes: CommitChanges?
    /// Spent in runs of the suite.
    var seconds: Double

    static let empty = Diagnosis(failures: [], cases: [], suggestions: [:], changes: nil, seconds: 0)

    /// What the commit seemed to want, and what did not make a test green, was not what it wanted.
    /// - Parameter healed: ids of the failures that a repair stands for.
    mutating func withdraw(except healed: [String]) {
        for place in failures.indices where !healed.contains(failures[place].id) {
            guard let other = otherwise.removeValue(forKey: failures[place].id) else { continue }
            failures[place] = other
        }
    }

    /// A test whose repaired step leads to a bug of the app is red because of that bug.
    /// - Parameter behind: what the test says once its broken step is repaired, by the failure's id.
    mutating func decide(by behind: [String: FailureReport]) {
        for place in failures.indices where failures[place].verdict == .testOutdated {
            guard let next = behind[failures[place].id], next.verdict == .appBug else { continue }
            failures[place] = failures[place].decided(by: next)
            otherwise[failures[place].id] = nil
        }
    }
}

extension FailureReport {
    /// The same failure, at which another one that was hidden behind it decides who is at fault.
    fileprivate func decided(by behind: FailureReport) -> FailureReport {
        var result = self
        (result.verdict, result.confidence, result.culprit) = (behind.verdict, behind.confidence, behind.culprit)
        (result.severity, result.autoFixable, result.suggestedFix) = (behind.severity, false, nil)
        let first = behind.errorMessage.split(separator: "\n").first.map(String.init) ?? ""
        result.evidence.append(
            .init(
                rule: "circumstance.step-behind",
                text: "with its out-of-date step repaired, the test goes on and fails there: \(first)",
                source: "repair-run"))
        result.evidence += behind.evidence.filter { !evidence.contains($0) }
        result.rootCause =
            "The failing step is out of date, and something else is hidden behind it: once it is repaired, the test fails "
            + "further on. " + behind.rootCause
        return result
    }
}

/// A failure whose locator can be repaired: where to read what it meant, and where it failed.
struct RepairCase: Codable, Hashable, Sendable {
    let test: RedTest
    let selector: String
    let failed: StepReference
    let memory: StepReference
}

/// Recalls the last good state of each red test, and decides who is at fault.
struct DiagnoseStage: Sendable {
    let bench: Workbench

    /// - Parameters:
    ///   - tests: how many the suite's run had.
    ///   - round: tells the runs of a later diagnosis apart from those of the first.
    func run(
        _ revision: Revision, _ red: [RedTest], among tests: Int, _ triaged: Triaged, round: Int = 1
    ) async throws -> Diagnosis {
        guard !red.isEmpty else { return .empty }
        let suffix = round == 1 ? "" : "-\(round)"
        let changes = await changes(revision)
        let base = try await BaseRun(revision, red, triaged.failures, bench: bench, name: "base" + suffix)
        let again = try await HeadRerun(red, triaged.failures, bench: bench, name: "rerun" + suffix)
        let memory = await TestMemory(of: red, among: tests, at: revision, bench: bench)
        var diagnosis = Diagnosis(
            failures: [], cases: [], suggestions: [:], changes: changes, seconds: base.seconds + again.seconds)
        let commit = CommitReading(changes, bench: bench)
        let alike = AlikeFailures(triaged.failures)
        let unexplained = red.filter { base.colour(of: $0) == .green && again.isGreen($0) != true }
        let late = try await LateRun(revision, unexplained, by: commit, bench: bench, name: "late" + suffix)
        diagnosis.seconds += late.seconds
        for (test, report) in zip(red, triaged.failures) {
            let remembered = base.hasGoodTrace(of: test) ? nil : await Recall(bench: bench).memory(of: test)
            func examine(_ test: RedTest, _ commit: CommitReading, _ isGreenLater: Bool) -> Examination {
                Examination(
                    test, base: base, remembered: remembered, isGreenAgain: again.isGreen(test), commit: commit,
                    isGreenLater: isGreenLater, suite: bench.suite(of: [test], in: bench.folders.head),
                    folder: bench.folders.head, alike: alike.names(report), others: red.count - 1, memory: memory)
            }
            let examined = examine(test, commit, late.isGreen(test))
            let failure = examined.verdict(on: report)
            if base.colour(of: test) == .green { diagnosis.greenAtBase.insert(failure.id) }
            if late.isGreen(test) { diagnosis.later.insert(failure.id) }
            if examined.intended != nil || examined.isStrayed, failure.verdict == .testOutdated {
                diagnosis.otherwise[failure.id] = examine(test, commit.withoutPurpose, false).verdict(on: report)
            }
            if failure.verdict == .testOutdated, let repairable = examined.repairCase {
                diagnosis.cases.append(repairable)
            }
            // What is remembered from before an older commit broke the test tells people what was meant; a repair that rests on
            // it would be credited to this commit.
            if base.colour(of: test) != .red { diagnosis.goodTraces[failure.id] = examined.goodTrace }
            diagnosis.reruns[failure.id] = again.isGreen(test)
            diagnosis.suggestions[failure.id] = examined.playbooks.map(\.suggestedFix)
            diagnosis.failures.append(failure)
            await bench.journal.tell(.failure(failure))
        }
        return diagnosis
    }

    /// nil when they cannot be had: the verdict then rests on the runs alone.
    private func changes(_ revision: Revision) async -> CommitChanges? {
        guard let base = revision.base else { return nil }
        do {
            return try await bench.sourceControl.changes(from: base, to: revision.sha, of: bench.repository)
        } catch {
            await bench.journal.tell(.log("what the commit changed cannot be read: \(error)"))
            return nil
        }
    }
}
