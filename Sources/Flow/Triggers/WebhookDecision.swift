import Domain

/// What an event means for us. A pure decision: the same event and settings always give the same answer.
enum WebhookDecision: Hashable, Sendable {
    struct Work: Hashable, Sendable {
        let kind: Job.Trigger.Kind
        let repository: String
        let ref: String
        /// nil: what `ref` names when the job starts.
        let sha: CommitSHA?
        var base: CommitSHA?
        let sender: String?
        var pullRequest: Int?
        var occurredAt: Timestamp?
        var projects: [String] = []
        var dryRun = false
    }

    case heal(Work)
    /// A person wants a pull request left alone from now on.
    case hold(repository: String, pullRequest: Int)
    case ignore(String)
    /// The payload is not of the event's form: which field.
    case malformed(String)

    static let ownBranches = "selfheal/"
    /// Lets a fork's pull request be healed.
    static let ownLabel = "selfheal"
    /// Keeps a pull request from being healed.
    static let holdLabel = "selfheal:hold"

    /// Those that can start or hold a job.
    static let events: Set<String> = ["push", "pull_request", "workflow_dispatch", "repository_dispatch"]

    static func reasonToIgnore(event: String) -> String {
        event == "ping" ? "ping: the webhook is set up" : "the event `\(event)` starts no healing"
    }

    init(event: String, payload: WebhookPayload, repositories: RepositoryDirectory) {
        switch event {
        case "push": self = Self.push(payload, repositories)
        case "pull_request": self = Self.pullRequest(payload, repositories)
        case "workflow_dispatch": self = Self.workflowDispatch(payload, repositories)
        case "repository_dispatch": self = Self.repositoryDispatch(payload, repositories)
        default: self = .ignore(Self.reasonToIgnore(event: event))
        }
    }

    private static func push(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        guard let ref = payload.ref else { return .malformed("`ref` is missing") }
        guard let name = payload.repository else { return .malformed("`repository.full_name` is missing") }
        guard ref.hasPrefix("refs/heads/") else { return .ignore("\(ref) is no branch") }
        let branch = String(ref.dropFirst("refs/heads/".count))
        guard let after = payload.after.flatMap({ CommitSHA($0) }) else {
            return .malformed("`after` is not a full commit SHA")
        }
        if payload.isDeleted || after.isZero { return .ignore("the branch \(branch) was deleted") }
        if branch.hasPrefix(ownBranches) { return .ignore("\(branch) is a branch that selfheal made") }
        guard let settings = repositories.settings(of: name) else { return .ignore(unknown(name)) }
        guard settings.covers(branch: branch) else {
            return .ignore("the branch \(branch) is not among `branches` of \(name)")
        }
        if let mark = skipMark(in: payload.message) { return .ignore("the commit says \(mark)") }
        let before = payload.before.flatMap { CommitSHA($0) }
        return .heal(
            Work(
                kind: .push, repository: settings.name, ref: branch, sha: after,
                base: before.flatMap { $0.isZero ? nil : $0 }, sender: payload.sender, occurredAt: payload.pushedAt))
    }

    static func unknown(_ name: String) -> String {
        "\(name) is not among `repositories` of the configuration"
    }

    /// The marks by which GitHub's own workflows are skipped. Source: GitHub, "Skipping workflow runs".
    private static func skipMark(in message: String?) -> String? {
        let marks = ["[skip ci]", "[ci skip]", "[no ci]", "[skip actions]", "[actions skip]"]
        // Most messages have none, and this is told in no time.
        guard let message, message.utf8.contains(UInt8(ascii: "[")) else { return nil }
        return marks.first { message.contains($0) }
    }
}
