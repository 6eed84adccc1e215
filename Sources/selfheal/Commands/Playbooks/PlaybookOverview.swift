import Domain
import Playbooks

/// What is configured to be done to which target, and whether it could be done now.
struct PlaybookOverview: Hashable, Sendable, Encodable {
    let repository: String
    let name: String
    let `class`: FixClass
    /// By what it acts: `command`, `http`, `files`, `railway`, `unleash`, `railway-variable`.
    let action: String
    let target: String
    let cooldownSeconds: Int
    /// Why it could not be done now; nil: it could.
    let objection: String?
    let lastRun: PlaybookRun?

    /// - Parameters:
    ///   - pause: what people say of all of them.
    ///   - history: runs of the last week, oldest first.
    init(
        _ playbook: PlaybookSettings, of repository: String, limits: Limits, pause: String?, history: [PlaybookRun],
        now: Timestamp
    ) {
        let target = playbook.target(in: repository)
        let imagined = PlaybookRun(
            id: .next(), job: nil, repository: repository, playbook: playbook.name, target: target, why: "",
            startedAt: now)
        self.repository = repository
        name = playbook.name
        `class` = playbook.class
        action = playbook.action.word
        self.target = target
        cooldownSeconds = playbook.cooldownSeconds
        objection = pause ?? PlaybookGuards(limits: limits).objection(to: imagined, playbook, history: history)
        lastRun = history.last { $0.target == target && $0.playbook == playbook.name }
    }

    var text: String {
        let last = lastRun.map { "last run \($0.startedAt): \($0.state.rawValue)" } ?? "never run in the last week"
        return """
            \(name)  (\(repository), class \(`class`.rawValue), \(action))
              target     \(target)
              cool-down  \(cooldownSeconds) s; \(last)
              guards     \(objection.map { "closed: \($0)" } ?? "open")
            """
    }
}

extension PlaybookSettings.Action {
    var word: String {
        switch self {
        case .command: "command"
        case .http: "http"
        case .files: "files"
        case .railway: "railway"
        case .unleash: "unleash"
        case .railwayVariable: "railway-variable"
        }
    }
}
