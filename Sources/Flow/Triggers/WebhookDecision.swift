import Domain

/// What an event means for us. A pure decision: the same event and settings always give the same answer.
enum WebhookDecision: Hashable, Sendable {
    struct Work: Hashable, Sendable {
        let kind: Job.Trigger.Kind
        let repository: String
        let ref: String
        let sha: CommitSHA
        let base: CommitSHA?
        let sender: String?
        let pullRequest: Int?
    }

    case heal(Work)
    case ignore(String)
    /// The payload is not of the event's form: which field.
    case malformed(String)

    static let ownBranches = "selfheal/"

    init(event: String, payload: WebhookPayload, repositories: RepositoryDirectory) {
        switch event {
        case "ping": self = .ignore("ping: the webhook is set up")
        case "push": self = Self.push(payload, repositories)
        case "pull_request": self = Self.pullRequest(payload, repositories)
        default: self = .ignore("the event `\(event)` starts no healing")
        }
    }

    private static func push(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        guard let ref = payload.ref else { return .malformed("`ref` is missing") }
        guard let name = payload.repository?.fullName else { return .malformed("`repository.full_name` is missing") }
        guard ref.hasPrefix("refs/heads/") else { return .ignore("\(ref) is no branch") }
        let branch = String(ref.dropFirst("refs/heads/".count))
        guard let after = payload.after.flatMap({ CommitSHA($0) }) else {
            return .malformed("`after` is not a full commit SHA")
        }
        if payload.deleted == true || after.isZero { return .ignore("the branch \(branch) was deleted") }
        if branch.hasPrefix(ownBranches) { return .ignore("\(branch) is a branch that selfheal made") }
        guard let settings = repositories.settings(of: name) else { return .ignore(unknown(name)) }
        guard settings.covers(branch: branch) else {
            return .ignore("the branch \(branch) is not among `branches` of \(name)")
        }
        if let mark = skipMark(in: payload.headCommit?.message) { return .ignore("the commit says \(mark)") }
        let before = payload.before.flatMap { CommitSHA($0) }
        return .heal(
            Work(
                kind: .push, repository: settings.name, ref: branch, sha: after,
                base: before.flatMap { $0.isZero ? nil : $0 }, sender: payload.sender?.login, pullRequest: nil))
    }

    private static func pullRequest(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        guard let pull = payload.pullRequest else { return .malformed("`pull_request` is missing") }
        guard let name = payload.repository?.fullName else { return .malformed("`repository.full_name` is missing") }
        let action = payload.action ?? "nothing"
        guard ["opened", "synchronize", "reopened"].contains(action) else {
            return .ignore("a pull request that was \(action) starts no healing")
        }
        guard pull.state ?? "open" == "open" else { return .ignore("the pull request is closed") }
        guard let sha = CommitSHA(pull.head.sha) else {
            return .malformed("`pull_request.head.sha` is not a full commit SHA")
        }
        guard let settings = repositories.settings(of: name) else { return .ignore(unknown(name)) }
        // A deleted fork is a fork.
        let isFork = pull.head.repo?.fullName.lowercased() != name.lowercased()
        if isFork {
            let isLabelled = (pull.labels ?? []).contains { $0.name == "selfheal" }
            guard settings.forks == .labelled, isLabelled else {
                return .ignore(
                    "pull request \(pull.number) comes from a fork, and `forks` is `\(settings.forks.rawValue)`")
            }
        } else if pull.head.ref.hasPrefix(ownBranches) {
            return .ignore("\(pull.head.ref) is a branch that selfheal made")
        }
        return .heal(
            Work(
                kind: .pullRequest, repository: settings.name,
                ref: isFork ? "refs/pull/\(pull.number)/head" : pull.head.ref, sha: sha,
                base: CommitSHA(pull.base.sha), sender: payload.sender?.login, pullRequest: pull.number))
    }

    private static func unknown(_ name: String) -> String {
        "\(name) is not among `repositories` of the configuration"
    }

    /// The marks by which GitHub's own workflows are skipped. Source: GitHub, "Skipping workflow runs".
    private static func skipMark(in message: String?) -> String? {
        let marks = ["[skip ci]", "[ci skip]", "[no ci]", "[skip actions]", "[actions skip]"]
        guard let message else { return nil }
        return marks.first { message.contains($0) }
    }
}
