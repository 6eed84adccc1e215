import Domain
import Foundation
import Pipeline
import Playbooks
import Queue

/// A playbook that a person runs: behind the same guards, and in the same logs, as one of a job.
struct PlaybookByHand: Sendable {
    let ports: PipelinePorts
    let repository: RepositorySettings
    /// Who runs it, for the audit log.
    let actor: String
    let why: String
    let isDryRun: Bool

    struct End: Hashable, Sendable, Encodable {
        enum State: String, Hashable, Sendable, Encodable {
            case done
            case wouldBeDone = "would-be-done"
            /// It was not tried.
            case refused
            case failed
        }
        let state: State
        let text: String
    }

    /// - Parameter folder: a clean checkout; nil where none could be made.
    func run(_ playbook: PlaybookSettings, in folder: String?) async throws -> End {
        let place = PlaybookPlace(repository: repository, folder: folder)
        let start = ports.clock.now()
        let run = PlaybookRun(
            id: .next(), job: nil, repository: repository.name, playbook: playbook.name,
            target: playbook.target(in: repository.name), why: why, startedAt: start,
            busyUntil: PlaybookGuards.busyUntil(start, playbook, proofSeconds: 0))
        let end = try await attempt(playbook, run, place)
        let text = ports.redaction.apply(to: end.text)
        try await ports.actions.append(
            AuditEntry(
                at: ports.clock.now(), job: nil, actor: actor, what: "playbook",
                target: "\(playbook.name) on \(run.target)", why: why, result: "\(end.state.rawValue): \(text)",
                dryRun: isDryRun))
        return End(state: end.state, text: text)
    }

    private func attempt(_ playbook: PlaybookSettings, _ run: PlaybookRun, _ place: PlaybookPlace) async throws -> End {
        guard let tool = ports.playbookTools.first(where: { $0.fits(playbook.action) }) else {
            return End(state: .refused, text: "this program has no means for it, see `selfheal doctor`")
        }
        let job = Job(
            id: run.id, trigger: .init(kind: .manual, sender: actor), repository: repository.name, ref: "HEAD",
            createdAt: run.startedAt)
        switch await ports.override.leave(for: job) {
        case .granted: break
        case .later(let reason), .refused(let reason): return End(state: .refused, text: reason)
        }
        if case .pointless(let reason) = await tool.look(playbook, place) {
            return End(state: .refused, text: "it would be pointless: \(reason)")
        }
        let guards = PlaybookGuards(limits: ports.limits)
        if isDryRun {
            let history = try await ports.actions.playbookRuns(of: nil, since: nil)
            return guards.objection(to: run, playbook, history: history).map { End(state: .refused, text: $0) }
                ?? End(state: .wouldBeDone, text: "it would act on \(run.target)")
        }
        let objection = try await ports.actions.begin(run, under: nil, at: run.startedAt) {
            guards.objection(to: run, playbook, history: $0)
        }
        if let objection { return End(state: .refused, text: objection) }
        return try await act(playbook, run, by: tool, place)
    }

    private func act(
        _ playbook: PlaybookSettings, _ run: PlaybookRun, by tool: any PlaybookTool, _ place: PlaybookPlace
    ) async throws -> End {
        do {
            let word = try await tool.act(playbook, place)
            try await end(run, try await state(after: playbook, by: tool, place), word)
            return End(state: .done, text: word)
        } catch let failure as PlaybookFailed {
            try await end(run, failure.mayHaveActed ? .unknown : .failed, "\(failure)")
            return End(state: .failed, text: "\(failure)")
        } catch {
            // Whatever stopped it must not leave an intent that nobody ends.
            let prepared = self
            try? await Task { try await prepared.end(run, .unknown, "cut off: \(error)") }.value
            throw error
        }
    }

    /// No test is run that would tell whether it helped, so the target is asked.
    private func state(
        after playbook: PlaybookSettings, by tool: any PlaybookTool, _ place: PlaybookPlace
    ) async throws -> PlaybookRun.State {
        switch await tool.look(playbook, place) {
        case .pointless: .healed
        case .needed: .withoutEffect
        case .unknown: .unknown
        }
    }

    private func end(_ run: PlaybookRun, _ state: PlaybookRun.State, _ result: String) async throws {
        try await ports.actions.end(
            run.id, as: state,
            result: CutText.beginning(of: ports.redaction.apply(to: result), limitBytes: 2000), under: nil,
            at: ports.clock.now())
    }
}
