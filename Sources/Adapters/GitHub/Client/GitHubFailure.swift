import Pipeline

/// Why a call of GitHub's API gave no result.
enum GitHubFailure: Error {
    enum Doubt: Hashable, Sendable {
        /// The answer was lost, or someone else was faster.
        case fault(String)
        /// GitHub wants a wait, in which the world may change.
        case limit(told: Duration?)
    }

    case refused(GitHubRefusal)
    /// Nothing but faults in all tries.
    case unavailable(purpose: String, reason: String)
    case limited(purpose: String, wait: Duration)
    /// A write that may or may not have been done, or whose ground may have shifted: ask what is there, then decide.
    case uncertain(purpose: String, Doubt)
    /// An answer that cannot be used.
    case unreadable(purpose: String, reason: String)
    /// The draft itself cannot be published.
    case unfit(String)

    var publishingError: PublishingError {
        switch self {
        case .refused(let refusal):
            PublishingError(refusal.description, mayPass: false)
        case .unavailable(let purpose, let reason), .uncertain(let purpose, .fault(let reason)):
            PublishingError(
                "GitHub could not be asked to \(purpose): \(reason). "
                    + "Try again later, or look at the network and at githubstatus.com.",
                mayPass: true)
        case .uncertain(let purpose, .limit(let told)):
            PublishingError(
                "GitHub's rate limit stands in the way to \(purpose). Try again later.", mayPass: true, wait: told)
        case .limited(let purpose, let wait):
            PublishingError(
                "GitHub's rate limit stands in the way to \(purpose): it wants a wait of \(wait). Try again after it.",
                mayPass: true, wait: wait)
        case .unreadable(let purpose, let reason):
            PublishingError(
                "GitHub's answer to the call to \(purpose) cannot be used: \(reason). "
                    + "Check that GITHUB_API_URL is GitHub's API.",
                mayPass: false)
        case .unfit(let reason):
            PublishingError(reason, mayPass: false)
        }
    }
}
