import Logging

/// Asks people to review a pull request. Those whom GitHub refuses are passed over: the author, and who is no collaborator.
struct ReviewRequest: Sendable {
    let repository: GitHubRepository
    /// Logins, or `ORGANISATION/TEAM`.
    let reviewers: [String]

    /// - Parameter isNew: an older one that has a request or a review is left to people.
    func send(for pullRequest: GitHubRepository.PullRequest, isNew: Bool) async throws {
        let reviewers = reviewers.filter(isPossible)
        guard !reviewers.isEmpty, !pullRequest.hasReviewRequests else { return }
        try await repository.withoutFuss("ask for a review of \(pullRequest.url)") {
            if !isNew, try await repository.hasReviews(pullRequest.number) { return }
            try await ask(reviewers, of: pullRequest)
        }
    }

    private func ask(_ reviewers: [String], of pullRequest: GitHubRepository.PullRequest) async throws {
        do {
            try await repository.requestReview(
                of: pullRequest.number, users: reviewers.filter { !$0.contains("/") },
                teams: reviewers.filter { $0.contains("/") }.compactMap {
                    $0.split(separator: "/").last.map(String.init)
                })
        } catch GitHubFailure.refused(let refusal) where refusal.status == 422 {
            // One whom GitHub refuses spoils the request for all.
            guard reviewers.count > 1 else {
                Logger.current.notice(
                    "Reviewer passed over",
                    metadata: [
                        "reviewer": "\(reviewers[0])", "url": "\(pullRequest.url)", "reason": "\(refusal.message)",
                    ])
                return
            }
            for reviewer in reviewers { try await ask([reviewer], of: pullRequest) }
        }
    }

    /// GitHub is told only the name of a team, which it looks for in the repository's own organisation.
    private func isPossible(_ reviewer: String) -> Bool {
        guard reviewer.contains("/") else { return !reviewer.isEmpty }
        let parts = reviewer.split(separator: "/")
        return parts.count == 2 && parts[0].lowercased() == repository.name.owner.lowercased()
    }
}
