import Domain
import Evidence
import Foundation
import Locators
import Triage

/// The failures with their verdict, and those whose element was found again.
struct Diagnosis: Codable, Sendable {
    let failures: [FailureReport]
    let cases: [RepairCase]
    /// Between the last good commit and this one; nil when unknown.
    let changes: CommitChanges?
    let baseSeconds: Double
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

    func run(_ revision: Revision, _ tests: TestRun, _ triaged: Triaged) async throws -> Diagnosis {
        guard !tests.red.isEmpty else { return Diagnosis(failures: [], cases: [], changes: nil, baseSeconds: 0) }
        let changes = await changes(revision)
        let base = try await BaseRun(revision, tests.red, triaged.failures, bench: bench)
        var failures: [FailureReport] = []
        var cases: [RepairCase] = []
        for (test, report) in zip(tests.red, triaged.failures) {
            let examined = Examination(test, base: base, changes: changes, others: tests.red.count - 1)
            let failure = examined.verdict(on: report)
            if failure.verdict == .testOutdated, let repairable = examined.repairCase { cases.append(repairable) }
            failures.append(failure)
            await bench.journal.tell(.failure(failure))
        }
        return Diagnosis(failures: failures, cases: cases, changes: changes, baseSeconds: base.seconds)
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
