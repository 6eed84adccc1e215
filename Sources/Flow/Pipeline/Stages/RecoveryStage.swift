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
    /// What was changed outside of git in the worktree under repair.
    var files = EnvironmentFiles()
}

/// Carries out what the configuration allows and the evidence asks for, one playbook after the other, and proves each by
/// running the affected tests. Part of the repair stage: an intent is on disk before anything acts, so that a job which
/// was cut off does not act twice. Whatever stops the stage leaves an intent as it is: the job's next life asks the target, as
/// after a crash, and where there is none the store ends it with the job.
struct RecoveryStage: Sendable {
    let bench: Workbench

    /// After a pause of so many seconds the evidence is looked at anew: people mend things while they pause a service.
    private static let staleSeconds = 60.0

    var ports: PipelinePorts { bench.ports }
    private var isDryRun: Bool { bench.request.job.dryRun }

    func run(_ revision: Revision, _ tests: TestRun, _ diagnosis: Diagnosis) async throws -> Recovered {
        var course = RecoveryCourse(Recovered(tests: tests, diagnosis: diagnosis))
        guard !bench.repository.playbooks.isEmpty else { return course.result }
        guard !diagnosis.failures.isEmpty else {
            try await adopt(&course)
            return course.result
        }
        try await resume(&course, revision)
        try await recover(&course, revision)
        try await giveUp(course.undone, "it had no turn since")
        return course.result
    }

    private func recover(_ course: inout RecoveryCourse, _ revision: Revision) async throws {
        while let (candidate, tool) = try await next(&course) {
            course.tried.insert(candidate.playbook.name)
            let asked = ports.clock.now()
            if let objection = try await bench.acting.objection() {
                course.add(try await record(candidate, result: "not done: \(objection)"))
                break
            }
            if ports.clock.now().seconds(since: asked) >= Self.staleSeconds,
                let change = try await change(since: candidate, tool, &course)
            {
                course.add(try await record(candidate, result: "not done: after the pause \(change)"))
                break
            }
            if isDryRun {
                try await promise(candidate, &course)
            } else {
                try await carryOut(candidate, by: tool, &course, revision)
            }
        }
    }

    /// What is otherwise than when the playbook was chosen; nil when it is still in need.
    private func change(
        since candidate: PlaybookCandidate, _ tool: any PlaybookTool, _ course: inout RecoveryCourse
    ) async throws -> String? {
        if case .pointless(let reason) = await tool.look(candidate.playbook, place) { return reason }
        let affected = course.tests(of: candidate)
        guard !affected.contains(where: { $0.selection.titles.isEmpty }) else { return nil }
        let green: Set<TestKey>
        do {
            green = try await rerun(affected, &course, name: "pause-\(course.tried.count)")
        } catch let error as SuiteUnavailable {
            return "the tests cannot be run any more: \(error)"
        }
        return green.isEmpty
            ? nil : "\(green.count) of its \(affected.count) tests are green without it: run the job again"
    }

    /// Why this job may not carry it out, whoever configured it; nil when it may.
    private func refusal(of candidate: PlaybookCandidate) -> String? {
        guard bench.request.job.ref.hasPrefix("refs/pull/"), case .command = candidate.playbook.action else {
            return nil
        }
        return "a pull request from a fork brings its own version of what the command runs"
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
            if let refusal = refusal(of: candidate) {
                course.tried.insert(candidate.playbook.name)
                course.add(try await record(candidate, result: "not done: \(refusal)"))
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

    /// - Parameter undone: the run that is begun anew: it is the same one, so that it counts once.
    func planned(_ candidate: PlaybookCandidate, again undone: PlaybookRun? = nil) -> PlaybookRun {
        let start = now
        // The affected tests, and then the whole suite.
        let proof = 2 * bench.repository.timeoutSeconds
        return PlaybookRun(
            id: undone?.id ?? .next(), job: bench.request.job.id, attempt: bench.request.job.attempt,
            repository: bench.repository.name, playbook: candidate.playbook.name, target: target(candidate),
            why: candidate.why, startedAt: start,
            busyUntil: PlaybookGuards.busyUntil(start, candidate.playbook, proofSeconds: proof))
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

    /// Runs of playbooks are compared between nodes, whose own clocks may differ.
    var now: Timestamp { ports.effects?.now() ?? ports.clock.now() }

    var place: PlaybookPlace { PlaybookPlace(repository: bench.repository, folder: bench.folders.head) }

    func target(_ candidate: PlaybookCandidate) -> String {
        candidate.playbook.target(in: bench.repository.name)
    }

    func end(_ run: PlaybookRun, _ state: PlaybookRun.State, _ result: String) async throws {
        let (log, claim, now) = (ports.actions, bench.journal.claim, now)
        let text = CutText.beginning(of: ports.redaction.apply(to: result), limitBytes: 2000)
        // A job that is told to stop must not leave an intent that nobody ends.
        try await Task { try await log.end(run.id, as: state, result: text, under: claim, at: now) }.value
    }

    func record(_ candidate: PlaybookCandidate, result: String) async throws -> HealingReport.Action {
        try await bench.acting.record(
            "playbook", "\(candidate.playbook.name) on \(target(candidate))", why: candidate.why, result: result)
    }
}
