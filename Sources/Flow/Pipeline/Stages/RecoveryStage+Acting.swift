import Domain
import Playbooks
import Queue

extension RecoveryStage {
    func carryOut(
        _ candidate: PlaybookCandidate, by tool: any PlaybookTool, _ course: inout RecoveryCourse, _ revision: Revision
    ) async throws {
        // Before the intent: what fails here leaves none behind.
        let before = try await bench.changedFiles()
        let run = planned(candidate, again: course.undone[candidate.playbook.name])
        let guards = PlaybookGuards(limits: ports.limits)
        let asked = ports.clock.instant()
        let objection = try await ports.actions.begin(run, under: bench.journal.claim, at: now) {
            guards.objection(to: run, candidate.playbook, history: $0)
        }
        if let objection {
            course.add(try await record(candidate, result: "not done: \(objection)"))
            return
        }
        course.undone[candidate.playbook.name] = nil
        await bench.journal.tell(.log("playbook \(run.playbook) acts on \(run.target): \(run.why)"))
        guard let word = try await act(candidate, by: tool, run, asked: asked, &course) else { return }
        do {
            try Task.checkCancellation()
            try await keepCommit(since: before, candidate, &course, revision)
            try await judge(candidate, run, word, &course, revision)
        } catch {
            try? await end(run, .unknown, "\(word); the job stopped before its tests told whether it helped: \(error)")
            throw error
        }
    }

    /// Acts to the end, also when the job is told to stop meanwhile.
    /// - Returns: what was done, or may have been; nil when it has not acted.
    private func act(
        _ candidate: PlaybookCandidate, by tool: any PlaybookTool, _ run: PlaybookRun,
        asked: ContinuousClock.Instant, _ course: inout RecoveryCourse
    ) async throws -> String? {
        let (playbook, place) = (candidate.playbook, place)
        do {
            try await bench.effects.hold(since: asked)
            try Task.checkCancellation()
        } catch {
            if isLast { try? await end(run, .failed, "not begun: \(error)") }
            throw error
        }
        do {
            let word = try await bench.effects.whole { try await tool.act(playbook, place) }
            course.result.files.add(playbook)
            course.add(try await record(candidate, result: word))
            return word
        } catch let failure as PlaybookFailed {
            if !failure.mayHaveActed { try await end(run, .failed, "\(failure)") }
            course.add(try await record(candidate, result: "failed: \(failure)"))
            return failure.mayHaveActed ? "failed: \(failure)" : nil
        } catch let error as CancellationError where !isLast {
            throw error
        } catch {
            try? await end(run, .unknown, "cut off: \(error)")
            throw error
        }
    }

    /// Nobody takes the job up again, as without a queue.
    private var isLast: Bool { bench.journal.claim == nil }

    /// A playbook mends the environment. What it changed of the commit itself is put back, so that it cannot make a test green.
    private func keepCommit(
        since before: Set<String>, _ candidate: PlaybookCandidate, _ course: inout RecoveryCourse, _ revision: Revision
    ) async throws {
        let changed = try await bench.changedFiles().subtracting(before).sorted()
        guard !changed.isEmpty else { return }
        try await bench.with(course.result.files).putBack(revision.sha)
        let names = changed.prefix(5).joined(separator: ", ") + (changed.count > 5 ? " and more" : "")
        course.add(try await record(candidate, result: "it changed files of the commit, which were put back: \(names)"))
    }
}
