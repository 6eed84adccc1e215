import Domain

extension WebhookDecision {
    static func pullRequest(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        guard let pull = payload.pullRequest else { return .malformed("`pull_request` is missing") }
        guard let name = payload.repository else { return .malformed("`repository.full_name` is missing") }
        let action = payload.action ?? "nothing"
        guard let settings = repositories.settings(of: name) else { return .ignore(unknown(name)) }
        var labels = Set(pull.labels)
        // The list need not know yet what the event tells.
        if action == "labeled", let label = payload.label { labels.insert(label) }
        if action == "unlabeled", let label = payload.label { labels.remove(label) }
        // A deleted fork is a fork.
        let isFork = pull.head.repository?.lowercased() != name.lowercased()
        switch (action, payload.label) {
        case ("opened", _), ("synchronize", _), ("reopened", _), ("unlabeled", holdLabel): break
        case ("labeled", holdLabel): return .hold(repository: settings.name, pullRequest: pull.number)
        case ("labeled", ownLabel) where isFork: break
        default: return .ignore("a pull request that was \(action) starts no healing")
        }
        if labels.contains(holdLabel) { return .ignore("pull request \(pull.number) has the label \(holdLabel)") }
        guard pull.state ?? "open" == "open" else { return .ignore("the pull request is closed") }
        if isFork {
            guard settings.forks == .labelled, labels.contains(ownLabel) else {
                return .ignore(
                    "pull request \(pull.number) comes from a fork, and `forks` is `\(settings.forks.rawValue)`")
            }
        } else if pull.head.ref.hasPrefix(ownBranches) {
            return .ignore("\(pull.head.ref) is a branch that selfheal made")
        }
        guard let sha = CommitSHA(pull.head.sha) else {
            return .malformed("`pull_request.head.sha` is not a full commit SHA")
        }
        return .heal(
            Work(
                kind: .pullRequest, repository: settings.name,
                ref: isFork ? "refs/pull/\(pull.number)/head" : pull.head.ref, sha: sha,
                base: CommitSHA(pull.base.sha), sender: payload.sender, pullRequest: pull.number,
                occurredAt: pull.updatedAt))
    }
}
