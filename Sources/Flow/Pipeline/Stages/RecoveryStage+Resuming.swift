import Domain
import Playbooks
import Queue

extension RecoveryStage {
    /// A job that was cut off in this stage finds the runs of its earlier life. What was surely not done may have its turn
    /// again. Nothing else is repeated: the tests tell what became of those that may have helped, and the others stay what
    /// they were.
    func resume(_ course: inout RecoveryCourse, _ revision: Revision) async throws {
        let job = bench.request.job
        var runs = try await ports.actions.playbookRuns(of: job.id, since: nil).filter { $0.attempt == job.attempt }
        for index in runs.indices where runs[index].state == .intended {
            if let word = try await word(of: runs[index]) {
                try await end(runs[index], .unknown, word)
                runs[index].result = word
            } else {
                course.undone[runs[index].playbook] = runs[index]
            }
        }
        runs.removeAll { course.undone[$0.playbook] != nil }
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

    /// Nothing is red in a job that began anew, perhaps because of what it did in an earlier life on another node: the run of the
    /// whole suite is the proof of that.
    func adopt(_ course: inout RecoveryCourse) async throws {
        let job = bench.request.job
        let runs = try await ports.actions.playbookRuns(of: job.id, since: nil).filter { $0.attempt == job.attempt }
        for run in runs where [.intended, .unknown, .healed].contains(run.state) {
            if run.state == .intended, try await word(of: run) == nil {
                try await end(run, .failed, "it was not done before the job was cut off, and nothing is red")
                continue
            }
            let word = "begun before the job was cut off, and the whole suite is green since"
            if run.state != .healed { try await end(run, .healed, word) }
            course.adopt(
                run, word,
                try await bench.acting.record(
                    "playbook", "\(run.playbook) on \(run.target)", why: run.why, result: "taken over: \(word)"))
        }
    }

    /// What was not done, and did not have its turn either, does not keep its target from others.
    func giveUp(_ undone: [String: PlaybookRun], _ why: String) async throws {
        for run in undone.values {
            try await end(run, .failed, "it was not done before the job was cut off, and \(why)")
        }
    }

    private func configured(_ run: PlaybookRun) -> PlaybookSettings? {
        bench.repository.playbooks.first { $0.name == run.playbook }
    }

    /// Asks the target, and once more when the worker that the run was of cannot act any more.
    /// - Returns: what may have been done; nil when surely nothing was.
    private func word(of run: PlaybookRun) async throws -> String? {
        guard let playbook = configured(run), playbook.target(in: bench.repository.name) == run.target,
            let tool = ports.playbookTools.first(where: { $0.fits(playbook.action) })
        else { return "the service ended while it acted, and it is not configured any more" }
        if case .command = playbook.action {
            let end = run.startedAt.advanced(by: .seconds(playbook.timeoutSeconds))
            try await wait(until: end, "the command of \(run.playbook) may still run from before the restart")
        }
        while true {
            let trace = await tool.trace(of: playbook, since: run.startedAt, place)
            switch PlaybookFate(trace, of: run, by: playbook, at: now) {
            case .mayHaveActed(let word): return word
            case .undone: return nil
            case .open(let end):
                try await wait(until: end, "\(run.playbook) is not carried out, and its worker may still do it")
            }
        }
    }

    private func wait(until end: Timestamp, _ why: String) async throws {
        let left = end.seconds(since: now)
        guard left > 0 else { return }
        await bench.journal.tell(.log("waits until \(end), because \(why)"))
        try await ports.clock.sleep(.milliseconds(Int64(left * 1000)))
    }
}
