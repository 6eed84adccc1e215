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
            revision, changed.map(\.0), Triaged(failures: changed.map(\.1)), round: course.tried.count + 1)
        course.take(aftermath, found, judgedAnew: Set(changed.map(\.0.key)))
    }

    /// A job that was cut off in this stage finds the runs of its earlier life. They are not repeated: the tests tell what
    /// became of those that may have helped, and the others stay what they were.
    func resume(_ course: inout RecoveryCourse, _ revision: Revision) async throws {
        let job = bench.request.job
        let runs = try await ports.actions.playbookRuns(of: job.id, since: nil).filter { $0.attempt == job.attempt }
        for run in runs where run.state == .intended {
            try await outlast(run)
            try await end(run, .unknown, "the service ended while it acted")
        }
        for run in runs {
            course.tried.insert(run.playbook)
            if let playbook = configured(run) { course.result.files.add(playbook) }
        }
        // One that is known to have helped is not robbed of it by another that came before.
        for run in runs.filter({ $0.state == .healed }) + runs.filter({ $0.state != .healed }) {
            guard let playbook = configured(run),
                let candidate = PlaybookCandidate.all(for: course.openCases, configured: [playbook], tried: []).first
            else { continue }
            let word = run.result.isEmpty ? "executed before the job was cut off" : run.result
            course.add(try await record(candidate, result: "taken over: \(word)"))
            switch run.state {
            case .failed: break
            case .withoutEffect:
                let affected = course.tests(of: candidate)
                course.close(candidate, green: [], runs: .init(runs: affected.count, green: 0), word: word)
            case .healed, .intended, .unknown: try await judge(candidate, run, word, &course, revision)
            }
        }
    }

    private func configured(_ run: PlaybookRun) -> PlaybookSettings? {
        bench.repository.playbooks.first { $0.name == run.playbook }
    }

    /// A command outlives the service that started it; its time has to be over before the tests can tell what it did.
    private func outlast(_ run: PlaybookRun) async throws {
        guard let playbook = configured(run), case .command = playbook.action else { return }
        let end = run.startedAt.advanced(by: .seconds(playbook.timeoutSeconds))
        let left = end.seconds(since: ports.clock.now())
        guard left > 0 else { return }
        await bench.journal.tell(
            .log("waits until \(end), because the command of \(run.playbook) may still run from before the restart"))
        try await ports.clock.sleep(.milliseconds(Int64(left * 1000)))
    }
}
