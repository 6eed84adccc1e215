import Domain
import Playbooks
import Queue
import StatusAPI

/// What the guards say of each configured playbook.
struct PlaybookStanding: Sendable {
    let repositories: [RepositorySettings]
    let log: any ActionLog
    let override: PeoplesOverride

    func all(at now: Timestamp) async throws -> [PlaybookStatus] {
        let window = now.advanced(by: .seconds(-PlaybookGuards.breakerSeconds))
        let runs = try await log.playbookRuns(of: nil, since: now.advanced(by: .seconds(-7 * 86_400)))
        let pause = await override.pause()
        return repositories.flatMap { repository in
            repository.playbooks.map { playbook in
                let target = playbook.target(in: repository.name)
                let own = runs.filter { $0.target == target }
                let hold = pause.map { "paused by \($0.by) since \($0.since)" }
                return PlaybookStatus(
                    repository: repository.name, name: playbook.name, class: playbook.class, target: target,
                    guard: .init(
                        lastRun: own.last { $0.playbook == playbook.name }.map(PlaybookStatus.LastRun.init),
                        coolingDownUntil: Self.coolDown(of: playbook, after: own, at: now),
                        runsInWindow: own.count { $0.startedAt >= window },
                        windowSeconds: PlaybookGuards.breakerSeconds,
                        heldBy: hold ?? Self.objection(to: playbook, of: repository.name, target, own, at: now)))
            }
        }
    }

    private static func coolDown(
        of playbook: PlaybookSettings, after runs: [PlaybookRun], at now: Timestamp
    ) -> Timestamp? {
        let end = runs.map { $0.endedAt ?? $0.startedAt }.max()?.advanced(by: .seconds(playbook.cooldownSeconds))
        return end.flatMap { $0 > now ? $0 : nil }
    }

    /// Of a run by hand, which has no budget of a job.
    private static func objection(
        to playbook: PlaybookSettings, of repository: String, _ target: String, _ runs: [PlaybookRun], at now: Timestamp
    ) -> String? {
        let run = PlaybookRun(
            id: .next(), job: nil, repository: repository, playbook: playbook.name, target: target, why: "",
            startedAt: now)
        return PlaybookGuards(limits: Limits()).objection(to: run, playbook, history: runs)
    }
}
