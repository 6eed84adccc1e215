import Domain

/// A thing that stands before people: a pull request, an issue, a branch.
struct ReportLink: Hashable, Sendable {
    enum Kind: String, Sendable { case pullRequest = "pull request", issue, closedIssue = "closed issue", branch }

    let kind: Kind
    /// In a sentence; other people's words.
    let about: String
    /// An address, or the name of a branch.
    let place: String

    /// Each once, pull requests first.
    static func all(in report: HealingReport) -> [ReportLink] {
        let raised = report.actions.filter { $0.what == "issue" }
        let pullRequests = report.fixes.compactMap { fix in
            fix.published.pullRequest.map { ReportLink(kind: .pullRequest, about: fix.why, place: $0) }
        }
        let branches = report.fixes.filter { $0.published.pullRequest == nil }.compactMap { fix in
            fix.published.branch.map { ReportLink(kind: .branch, about: fix.why, place: $0) }
        }
        let issues = report.failures.compactMap { failure in
            failure.issue.map { place in
                let title = raised.first { $0.result == place }?.why
                return ReportLink(kind: .issue, about: title ?? failure.rootCause, place: place)
            }
        }
        let closed = raised.filter { $0.result == "closed" }.map { action in
            ReportLink(kind: .closedIssue, about: action.why, place: action.target)
        }
        var seen: Set<String> = []
        return (pullRequests + issues + branches + closed).filter { seen.insert($0.place).inserted }
    }
}
