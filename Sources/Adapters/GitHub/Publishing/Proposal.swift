import Pipeline

/// The pull request of a fix: finds the one that is there, opens it when there is none, keeps its text up to date.
struct Proposal: Sendable {
    typealias PullRequest = GitHubRepository.PullRequest

    /// What people and earlier runs have made of it.
    enum Standing: Sendable {
        case none
        case open(PullRequest)
        /// Not to be opened again, with the reason.
        case settled(String)
    }

    let repository: GitHubRepository
    let text: PullRequestText

    private var draft: PullRequestDraft { text.draft }

    /// The newest closed one decides: unmerged, it is people's no to this cause; merged, the fix is in, unless the
    /// failure was met on a commit that has the merge already, for then it has come back.
    func standing() async throws -> Standing {
        let all = try await repository.pullRequests(from: draft.branch, into: draft.into)
        if let open = all.first(where: \.isOpen) {
            return open.holdReason.map(Standing.settled) ?? .open(open)
        }
        guard let latest = all.max(by: { $0.number < $1.number }) else { return .none }
        guard latest.isMerged else {
            return .settled("people closed the same proposal before: \(latest.url)")
        }
        if let merge = latest.mergeCommit, try await repository.contains(merge, in: draft.parent) { return .none }
        return .settled("it was merged already: \(latest.url)")
    }

    /// - Parameter standing: from before the branch was brought up to date.
    func bringUpToDate(_ standing: Standing) async throws -> Publication {
        switch standing {
        case .settled(let reason):
            return .declined(reason: reason)
        case .open(let pullRequest):
            try await refreshText(of: pullRequest)
            try await ensureLabel(on: pullRequest)
            try await requestReview(of: pullRequest, isNew: false)
            return .open(branch: draft.branch, url: pullRequest.url)
        case .none:
            return try await open()
        }
    }

    private func open() async throws -> Publication {
        do {
            return try await open(asDraft: draft.isDraft)
        } catch GitHubFailure.refused(let refusal)
            where refusal.status == 422 && draft.isDraft && refusal.says("draft")
        {
            return try await open(asDraft: false)
        }
    }

    private func open(asDraft: Bool) async throws -> Publication {
        do {
            let pullRequest = try await repository.open(
                .init(
                    title: text.title(asDraft: draft.isDraft && !asDraft),
                    body: text.body(withDraftNote: draft.isDraft && !asDraft), head: draft.branch, base: draft.into,
                    draft: asDraft))
            try await ensureLabel(on: pullRequest)
            try await requestReview(of: pullRequest, isNew: true)
            return .open(branch: draft.branch, url: pullRequest.url)
        } catch GitHubFailure.refused(let refusal) where refusal.status == 422 {
            return try outcome(of: refusal)
        }
    }

    /// What it means that GitHub does not open the pull request.
    private func outcome(of refusal: GitHubRefusal) throws -> Publication {
        if refusal.says("No commits between") { return .declined(reason: "\(draft.into) already has the fix") }
        if refusal.concerns(field: "base") { return .declined(reason: "there is no branch \(draft.into) any more") }
        // Either there is one that the list did not show yet, or the new branch is not known everywhere yet.
        if refusal.says("already exists") || refusal.concerns(field: "head") {
            throw GitHubFailure.uncertain(purpose: refusal.purpose, .fault(refusal.message))
        }
        throw GitHubFailure.refused(refusal)
    }

    /// Text without the marker was written by people, and stays.
    private func refreshText(of pullRequest: PullRequest) async throws {
        let shown = pullRequest.body ?? ""
        guard shown.contains(text.marker) else { return }
        let hasNote = shown.contains(PullRequestText.draftNote)
        let title = text.title(asDraft: hasNote)
        let body = text.body(withDraftNote: hasNote)
        if pullRequest.title == title && PullRequestText.isSame(shown, body) { return }
        try await repository.edit(pullRequest.number, title: title, body: body)
    }

    private func ensureLabel(on pullRequest: PullRequest) async throws {
        if pullRequest.labels?.contains(where: { $0.name == GitHubPublisher.label }) == true { return }
        try await repository.withoutFuss("label \(pullRequest.url)") {
            try await repository.label(pullRequest.number, GitHubPublisher.label)
        }
    }

    private func requestReview(of pullRequest: PullRequest, isNew: Bool) async throws {
        try await ReviewRequest(repository: repository, reviewers: draft.reviewers).send(
            for: pullRequest, isNew: isNew)
    }
}
