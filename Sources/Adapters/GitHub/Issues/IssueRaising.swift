import Logging
import Pipeline

/// Finds the issue of a cause, opens it when there is none, brings its text up to date, opens it again.
struct IssueRaising: Sendable {
    typealias Issue = GitHubRepository.Issue

    let repository: GitHubRepository
    let draft: IssueDraft

    func bringUpToDate() async throws -> IssueStanding {
        // After a lost answer the list may not show yet what was opened: so often it is read again before opening.
        var looks = 0
        return try await repository.client.exchange.withoutDoubt {
            do {
                return try await attempt(looks: &looks)
            } catch GitHubFailure.refused(let refusal) where refusal.status == 410 {
                return .declined(reason: isOff)
            }
        }
    }

    private var isOff: String {
        "issues are switched off in \(draft.repository): switch them on in its settings, under Features"
    }

    private func attempt(looks: inout Int) async throws -> IssueStanding {
        let facts = try await repository.facts()
        if facts.hasIssues == false { return .declined(reason: isOff) }
        try checkLabels(facts)
        let repository = try repository.named(by: facts)
        let own = try await ownIssues(of: repository)
        guard let issue = own.first else {
            guard looks == 0 else {
                looks -= 1
                throw GitHubFailure.uncertain(
                    purpose: "open an issue in \(repository.name)", .fault("the list does not show it yet"))
            }
            return try await open(in: repository, looks: &looks)
        }
        for extra in own.dropFirst() where extra.isOpen && !extra.isHeld {
            try await repository.change(extra, .init(state: "closed", reason: "duplicate"))
        }
        return try await bringUpToDate(issue, in: repository)
    }

    /// Without the right to label, GitHub opens an issue and drops its labels without a word, and it is never found again.
    private func checkLabels(_ facts: GitHubRepository.Facts) throws {
        guard case .token = repository.client.source, let rights = facts.permissions, !rights.push,
            rights.triage != true
        else { return }
        throw GitHubFailure.unfit(
            "the token may not label issues in \(draft.repository), and without the label its issues could not be found "
                + "again: give the user behind it the role Triage or Write")
    }

    private func ownIssues(of repository: GitHubRepository) async throws -> [Issue] {
        guard let all = try await repository.issues(labelled: GitHubPublisher.label, state: "all") else {
            throw GitHubFailure.unfit(
                "more than 3000 issues and pull requests of \(repository.name) have the label \(GitHubPublisher.label): "
                    + "take it off the old ones, so that the issue of a cause can be found")
        }
        return all.filter { $0.mark?.names(sameCauseAs: draft.mark) == true }
    }

    private func open(in repository: GitHubRepository, looks: inout Int) async throws -> IssueStanding {
        var labels = [GitHubPublisher.label]
        for label in draft.labels where !labels.contains(label) { labels.append(label) }
        do {
            let issue = try await repository.open(.init(title: title, body: try text, labels: labels))
            if !issue.labels.contains(where: { $0.name == GitHubPublisher.label }) {
                try await repository.label(issue.number, GitHubPublisher.label)
            }
            return .open(url: issue.url)
        } catch GitHubFailure.uncertain(let purpose, .fault(let reason)) {
            looks = 1
            throw GitHubFailure.uncertain(purpose: purpose, .fault(reason))
        }
    }

    private func bringUpToDate(_ issue: Issue, in repository: GitHubRepository) async throws -> IssueStanding {
        if let refusal = Self.refusal(of: issue) { return .declined(reason: refusal) }
        let isSame = try issue.title == title && PullRequestText.isSame(issue.body ?? "", text)
        if issue.isHeld || (issue.isOpen && isSame) { return .open(url: issue.url) }
        try await repository.change(
            issue,
            .init(
                title: title, body: try text, state: issue.isOpen ? nil : "open",
                reason: issue.isOpen ? nil : "reopened"))
        if issue.labels.contains(where: { $0.name == IssueSettling.label }) {
            try await repository.withoutFuss("take the label \(IssueSettling.label) off \(issue.url)") {
                try await repository.removeLabel(IssueSettling.label, from: issue.number)
            }
        }
        return .open(url: issue.url)
    }

    /// Why a closed issue stays closed; nil when it may be opened again.
    private static func refusal(of issue: Issue) -> String? {
        if issue.isOpen { return nil }
        if issue.isHeld { return "the closed issue \(issue.url) has the label \(GitHubHold.label)" }
        switch issue.stateReason {
        case "not_planned": return "people closed the issue as not planned: \(issue.url)"
        case "duplicate": return "people closed the issue as a duplicate: \(issue.url)"
        default: return nil
        }
    }

    private var title: String { MarkdownText.cut(MarkdownText.oneLine(draft.title), to: PullRequestText.titleLimit) }
    private var text: String { get throws { try IssueBody(draft).text } }
}
