import Domain
import Evidence
import Foundation
import Playbooks
import Queue

/// What safe playbooks made of the environment, and what is red after them.
struct Recovered: Codable, Sendable {
    /// The suite as it is now; the run of the test stage when nothing helped.
    var tests: TestRun
    /// Of what is still red.
    var diagnosis: Diagnosis
    /// Failures that are green now.
    var healed: [FailureReport] = []
    var fixes: [Fix] = []
    var actions: [HealingReport.Action] = []
    /// Spent in runs of the suite.
    var seconds = 0.0
}

/// Carries out what the configuration allows and the evidence asks for, one playbook after the other, and proves each by
/// running the affected tests. Part of the repair stage: an intent is on disk before anything acts, so that a job which
/// was cut off does not act twice.
struct RecoveryStage: Sendable {
    let bench: Workbench

    private var ports: PipelinePorts { bench.ports }
    private var isDryRun: Bool { bench.request.job.dryRun }

    func run(_ revision: Revision, _ tests: TestRun, _ diagnosis: Diagnosis) async throws -> Recovered {
        var course = RecoveryCourse(Recovered(tests: tests, diagnosis: diagnosis))
        guard !bench.repository.playbooks.isEmpty, !diagnosis.failures.isEmpty else { return course.result }
        try await resume(&course, revision)
        while let (candidate, tool) = try await next(&course) {
            course.tried.insert(candidate.playbook.name)
            if let objection = try await bench.acting.objection() {
                course.add(try await record(candidate, result: "not done: \(objection)"))
                break
            }
            if isDryRun {
                try await promise(candidate, &course)
            } else {
                try await carryOut(candidate, by: tool, &course, revision)
            }
        }
        return course.result
    }

    /// The likeliest candidate whose target is in need of it.
    private func next(_ course: inout RecoveryCourse) async throws -> (PlaybookCandidate, any PlaybookTool)? {
        let candidates = PlaybookCandidate.all(
            for: course.openCases, configured: bench.repository.playbooks, tried: course.tried)
        for candidate in candidates {
            guard let tool = ports.playbookTools.first(where: { $0.fits(candidate.playbook.action) }) else {
                course.tried.insert(candidate.playbook.name)
                course.add(
                    try await record(
                        candidate, result: "not done: this service has no means for it, see `selfheal doctor`"))
                continue
            }
            switch await tool.look(candidate.playbook, place) {
            case .needed, .unknown: return (candidate, tool)
            case .pointless(let reason):
                course.tried.insert(candidate.playbook.name)
                course.note(candidate, "playbook.pointless", "\(candidate.playbook.name) was not run: \(reason)")
            }
        }
        return nil
    }

    private func planned(_ candidate: PlaybookCandidate) -> PlaybookRun {
        PlaybookRun(
            id: .next(), job: bench.request.job.id, attempt: bench.request.job.attempt,
            repository: bench.repository.name, playbook: candidate.playbook.name, target: target(candidate),
            why: candidate.why, startedAt: ports.clock.now())
    }

    /// What a dry run says instead of acting; the guards are asked as they would be, and nothing is written down.
    private func promise(_ candidate: PlaybookCandidate, _ course: inout RecoveryCourse) async throws {
        let run = planned(candidate)
        let history = try await ports.actions.playbookRuns(of: nil, since: nil) + course.promised
        let objection = PlaybookGuards(limits: ports.limits).objection(to: run, candidate.playbook, history: history)
        if objection == nil { course.promise(candidate, as: run) }
        course.add(
            try await record(
                candidate, result: objection.map { "would not have been done: \($0)" } ?? "would have been executed"))
    }

    private func carryOut(
        _ candidate: PlaybookCandidate, by tool: any PlaybookTool, _ course: inout RecoveryCourse, _ revision: Revision
    ) async throws {
        let run = planned(candidate)
        let guards = PlaybookGuards(limits: ports.limits)
        let objection = try await ports.actions.begin(run) {
            guards.objection(to: run, candidate.playbook, history: $0)
        }
        if let objection {
            course.add(try await record(candidate, result: "not done: \(objection)"))
            return
        }
        await bench.journal.tell(.log("playbook \(run.playbook) acts on \(run.target): \(run.why)"))
        let word: String
        do {
            word = try await tool.act(candidate.playbook, place)
        } catch let failure as PlaybookFailed {
            course.add(try await record(candidate, result: "failed: \(failure)"))
            if failure.mayHaveActed {
                try await judge(candidate, run, "failed: \(failure)", &course, revision)
            } else {
                try await end(run, .failed, "\(failure)")
            }
            return
        } catch {
            // A cancelled job must not leave an intent that nobody ends.
            let (log, now) = (ports.actions, ports.clock.now())
            try? await Task { try await log.end(run.id, as: .unknown, result: "cut off: \(error)", at: now) }.value
            throw error
        }
        course.add(try await record(candidate, result: word))
        try await judge(candidate, run, word, &course, revision)
    }

    /// Runs the tests that the playbook was for, and, when one of them is green, the whole suite again.
    private func judge(
        _ candidate: PlaybookCandidate, _ run: PlaybookRun, _ word: String, _ course: inout RecoveryCourse,
        _ revision: Revision
    ) async throws {
        let affected = course.result.tests.red.filter { candidate.failures.contains($0.id) }
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
                green.subtract(whole.red.map(\.key))
                after = .init(runs: affected.count, green: green.count)
                if !green.isEmpty {
                    try await end(run, .healed, word)
                    course.close(candidate, green: green, runs: after, word: word)
                    return try await takeOver(whole, &course, revision)
                }
            }
        } catch let error as SuiteUnavailable {
            await bench.journal.tell(.log("the suite cannot be run after the playbook: \(error)"))
        }
        try await end(run, .withoutEffect, word)
        course.close(candidate, green: [], runs: after, word: word)
        await bench.journal.tell(.log("playbook \(run.playbook) did not make a test green"))
    }

    private func rerun(
        _ tests: [RedTest], _ course: inout RecoveryCourse, name: String
    ) async throws -> Set<TestKey> {
        let result = try await bench.run(
            .selected(tests, of: bench.repository, in: bench.folders.head, output: bench.folders.run(name)))
        course.result.seconds += result.seconds
        let keys = try SuiteReading(result, folder: bench.folders.head).keys
        return Set(tests.map(\.key).filter { keys[$0] == .expected })
    }

    /// The newer run replaces the older one: what is green is healed, what is newly red is judged as the first was.
    private func takeOver(_ whole: TestRun, _ course: inout RecoveryCourse, _ revision: Revision) async throws {
        let known = Set(course.result.tests.red.map(\.key))
        let news = whole.red.filter { !known.contains($0.key) }
        let triaged = try TriageStage(bench: bench).run(news)
        let found = try await DiagnoseStage(bench: bench)
            .run(revision, news, triaged, round: course.tried.count + 1)
        course.take(whole, found)
    }

    /// A job that was cut off in this stage finds the intents of its earlier life. They are not repeated: the tests tell
    /// what became of them.
    private func resume(_ course: inout RecoveryCourse, _ revision: Revision) async throws {
        let job = bench.request.job
        for run in try await ports.actions.playbookRuns(of: job.id, since: nil) where run.attempt == job.attempt {
            course.tried.insert(run.playbook)
            guard let playbook = bench.repository.playbooks.first(where: { $0.name == run.playbook }),
                let candidate = PlaybookCandidate.all(
                    for: course.openCases, configured: [playbook], tried: []
                ).first
            else { continue }
            if run.state == .intended { try await end(run, .unknown, "the service ended while it acted") }
            let word = run.result.isEmpty ? "executed before the job was cut off" : run.result
            course.add(try await record(candidate, result: "taken over: \(word)"))
            try await judge(candidate, run, word, &course, revision)
        }
    }

    private var place: PlaybookPlace { PlaybookPlace(repository: bench.repository, folder: bench.folders.head) }

    private func target(_ candidate: PlaybookCandidate) -> String {
        candidate.playbook.target(in: bench.repository.name)
    }

    private func end(_ run: PlaybookRun, _ state: PlaybookRun.State, _ result: String) async throws {
        try await ports.actions.end(
            run.id, as: state, result: ports.redaction.apply(to: String(result.prefix(2000))), at: ports.clock.now())
    }

    private func record(_ candidate: PlaybookCandidate, result: String) async throws -> HealingReport.Action {
        try await bench.acting.record(
            "playbook", "\(candidate.playbook.name) on \(target(candidate))", why: candidate.why, result: result)
    }
}
