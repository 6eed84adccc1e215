import Domain
import Logging
package import Pipeline
import Turns

/// Brings a fix before people as a pull request on GitHub.
///
/// It asks what is there, does what is missing, and when the answer to a write gets lost, starts again with asking:
/// whatever fails on the way, there is one branch and one pull request in the end, also after a restart.
package struct GitHubPublisher: Publisher {
    package static let label = "selfheal"

    /// Whom commits are by. GitHub gives a commit to the account that has its address, so the default is one that
    /// nobody can have. Source: RFC 2606 §2.
    package struct Author: Hashable, Sendable {
        package let name: String
        package let email: String
        package init(name: String = "selfheal", email: String = "selfheal@selfheal.invalid") {
            self.name = name
            self.email = email
        }
    }

    private let client: GitHubClient
    private let author: Author
    private let pullRequestsPerWeek: Int

    /// - Parameter pullRequestsPerWeek: new ones in one repository; what is over it is declined.
    package init(
        client: GitHubClient, author: Author = Author(),
        pullRequestsPerWeek: Int = Limits().pullRequestsPerWeek
    ) {
        self.client = client
        self.author = author
        self.pullRequestsPerWeek = pullRequestsPerWeek
    }

    package func publish(_ draft: PullRequestDraft) async throws -> Publication {
        let date = client.exchange.pace.now().description.prefix(19) + "Z"  // GitHub keeps whole seconds
        let person = GitHubRepository.Person(name: author.name, email: author.email, date: String(date))
        let publication = try await client.translatingFailures {
            // Two at once would both count the pull requests of the week before either has opened its own.
            try await client.inTurn(client.repositoryName(draft.repository)) {
                try await client.exchange.withoutDoubt { try await attempt(draft, by: person) }
            }
        }
        Logger.current.notice("Draft handed to GitHub", metadata: Self.metadata(draft, publication))
        return publication
    }

    private static func metadata(_ draft: PullRequestDraft, _ publication: Publication) -> Logger.Metadata {
        let result: Logger.Metadata =
            switch publication {
            case .open(_, let url): ["url": "\(url ?? "")"]
            case .declined(let reason): ["declined": "\(reason)"]
            }
        return result.merging(["repository": "\(draft.repository)", "branch": "\(draft.branch)"]) { first, _ in first }
    }

    private func attempt(_ draft: PullRequestDraft, by person: GitHubRepository.Person) async throws -> Publication {
        let name = try client.repositoryName(draft.repository)
        let repository = try await GitHubRepository(client: client, name: name, access: .publish).underPresentName()
        let text = PullRequestText(draft: draft)
        let proposal = Proposal(repository: repository, text: text)

        let standing = try await proposal.standing()
        if case .settled(let reason) = standing { return .declined(reason: reason) }
        if case .none = standing,
            let reason = try await WeeklyLimit(repository: repository, limit: pullRequestsPerWeek).objection()
        {
            return .declined(reason: reason)
        }

        let branch = FixBranch(repository: repository, text: text, author: person)
        if case .declined(let reason) = try await branch.bringUpToDate() { return .declined(reason: reason) }

        return try await proposal.bringUpToDate(standing)
    }
}
