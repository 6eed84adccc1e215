package import Domain

/// Whether a playbook may act now, by what was done before. A pure decision, which the log makes in the transaction that
/// writes the intent down.
package struct PlaybookGuards: Hashable, Sendable {
    /// No configuration raises it.
    package static let hardLimitPerRun = 3
    /// Within `breakerSeconds`, so many runs on one target that did not help, without one that did, open the breaker.
    package static let uselessLimit = 3
    /// Within `breakerSeconds`, so many runs on one target open it, whatever they did: what has to be restarted again and
    /// again is broken in another way.
    package static let repeatLimit = 6
    package static let breakerSeconds = 86_400
    /// A run that has not ended by its time and this much more belonged to a process that is gone.
    package static let graceSeconds = 120

    /// Until when a run has the target to itself, whatever the next one's own time is.
    /// - Parameter proofSeconds: for running the tests afterwards.
    package static func busyUntil(
        _ start: Timestamp, _ playbook: PlaybookSettings, proofSeconds: Int
    ) -> Timestamp {
        start.advanced(by: .seconds(playbook.timeoutSeconds + proofSeconds + graceSeconds))
    }

    private let limits: Limits

    package init(limits: Limits) { self.limits = limits }

    /// Why `run` may not act; nil when it may.
    /// - Parameter history: runs of all jobs, in any order; `run` itself is not among them.
    package func objection(to run: PlaybookRun, _ playbook: PlaybookSettings, history: [PlaybookRun]) -> String? {
        if playbook.class != .a {
            return "a playbook of class \(playbook.class.rawValue) is never executed: only A is safe"
        }
        return budget(run, history) ?? turn(run, playbook, history) ?? coolDown(run, playbook, history)
            ?? breaker(run, history)
    }

    /// Runs that did not act count as well: the budget is for attempts, so that no fault can make more of them.
    private func budget(_ run: PlaybookRun, _ history: [PlaybookRun]) -> String? {
        guard let job = run.job else { return nil }
        let limit = min(max(limits.autoFixesPerRun, 0), Self.hardLimitPerRun)
        let used = history.count { $0.job == job && $0.attempt == run.attempt }
        guard used >= limit else { return nil }
        return limit == 0
            ? "`limits.autoFixesPerRun` is 0" : "\(used) of \(limit) automatic fixes of this run are used up"
    }

    private func turn(_ run: PlaybookRun, _ playbook: PlaybookSettings, _ history: [PlaybookRun]) -> String? {
        let time = Duration.seconds(playbook.timeoutSeconds + Self.graceSeconds)
        let busy = history.first {
            $0.target == run.target && $0.state == .intended
                && run.startedAt < $0.busyUntil ?? $0.startedAt.advanced(by: time)
        }
        return busy.map { "\($0.playbook) is acting on \(run.target) since \($0.startedAt)" }
    }

    private func coolDown(_ run: PlaybookRun, _ playbook: PlaybookSettings, _ history: [PlaybookRun]) -> String? {
        let ends = history.filter { $0.target == run.target }.map { $0.endedAt ?? $0.startedAt }
        guard let last = ends.max(), run.startedAt.seconds(since: last) < Double(playbook.cooldownSeconds) else {
            return nil
        }
        let until = last.advanced(by: .seconds(playbook.cooldownSeconds))
        return "\(run.target) was acted on at \(last) and is left alone until \(until)"
    }

    private func breaker(_ run: PlaybookRun, _ history: [PlaybookRun]) -> String? {
        let recent = history.filter {
            $0.target == run.target && run.startedAt.seconds(since: $0.startedAt) < Double(Self.breakerSeconds)
        }.sorted { $0.startedAt < $1.startedAt }
        let useless = recent.reversed().prefix { $0.state != .healed }.count
        if useless >= Self.uselessLimit {
            return "the last \(useless) runs on \(run.target) did not help: a person has to look at it"
        }
        guard recent.count >= Self.repeatLimit else { return nil }
        return "\(run.target) was acted on \(recent.count) times within a day: a person has to look at it"
    }
}
