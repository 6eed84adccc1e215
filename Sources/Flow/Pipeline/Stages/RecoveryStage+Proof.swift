import Domain
import Evidence
import Playbooks
import Queue

extension RecoveryStage {
    /// Runs the tests that the playbook was for, and, when one of them is green, the whole suite again.
    func judge(
        _ candidate: PlaybookCandidate, _ run: PlaybookRun, _ word: String, _ course: inout RecoveryCourse,
        _ revision: Revision
    ) async throws {
        let affected = course.tests(of: candidate)
        let name = "playbook-\(course.tried.count)"
        var after = Fix.Proof.After(runs: affected.count, green: 0)
        do {
            // Where the suite itself did not run, there is nothing smaller than the suite to run.
            let isWhole = affected.contains { $0.selection.titles.isEmpty }
            var green = Set(affected.map(\.key))
            if !isWhole { green = try await rerun(affected, &course, name: name) }
            if !green.isEmpty {
                let whole = try await TestStage(bench: bench).run(revision, name: name + "-suite")
                course.result.seconds += whole.seconds
                let aftermath = try Aftermath(whole, folder: bench.folders.head)
                green = Set(affected.filter { green.contains($0.key) && aftermath.colour(of: $0) == .green }.map(\.key))
                after = .init(runs: affected.count, green: green.count)
                if !green.isEmpty {
                    try await end(run, .healed, word)
                    course.close(candidate, green: green, runs: after, word: word)
                    return try await takeOver(aftermath, &course, revision)
                }
            }
        } catch let error as SuiteUnavailable {
            await bench.journal.tell(.log("the suite cannot be run after the playbook: \(error)"))
        }
        try await end(run, .withoutEffect, word)
        course.close(candidate, green: [], runs: after, word: word)
        await bench.journal.tell(.log("playbook \(run.playbook) did not make a test green"))
    }

    func rerun(_ tests: [RedTest], _ course: inout RecoveryCourse, name: String) async throws -> Set<TestKey> {
        guard !tests.isEmpty else { return [] }
        let result = try await bench.run(
            .selected(tests, of: bench.repository, in: bench.folders.head, output: bench.folders.run(name)))
        course.result.seconds += result.seconds
        let keys = try SuiteReading(result, folder: bench.folders.head).keys
        return Set(tests.map(\.key).filter { keys[$0] == .expected })
    }

    /// The newer run replaces the older one: what is green is healed, and what is red for another reason than before, or newly,
    /// is judged as the first was.
    private func takeOver(
        _ aftermath: Aftermath, _ course: inout RecoveryCourse, _ revision: Revision
    ) async throws {
        let red = aftermath.run.red
        let known = course.fingerprints
        let changed = zip(red, try TriageStage(bench: bench).run(red).failures)
            .filter { known[$0.0.key] != $0.1.fingerprint }
        let found = try await DiagnoseStage(bench: bench.with(course.result.files)).run(
            revision, changed.map(\.0), among: aftermath.run.summary.tests, Triaged(failures: changed.map(\.1)),
            round: course.tried.count + 1)
        course.take(aftermath, found, judgedAnew: Set(changed.map(\.0.key)))
    }
}
