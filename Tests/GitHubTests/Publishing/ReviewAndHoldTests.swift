import Domain
import GitHub
import Pipeline
import Testing
import TestKit

@Suite(.quietLogs) struct ReviewAndHoldTests {
    private static let url = "https://github.com/octo/demo/pull/1"

    private func draft(_ github: TinyGitHub, _ reviewers: [String], isDraft: Bool = false) throws -> PullRequestDraft {
        var draft = try Drafts.draft(parent: github.root, isDraft: isDraft)
        draft.reviewers = reviewers
        return draft
    }

    @Test("Asks people and teams for a review, once, and passes over those whom GitHub refuses")
    func asks() async throws {
        let github = try Drafts.github()
        let draft = try draft(github, ["ann", "stranger", "octo/quality", "others/quality"])
        for _ in 1...2 {
            #expect(
                try await Drafts.publisher(github).publish(draft) == .open(branch: Drafts.branch, url: Self.url))
        }
        #expect(await github.pulls.map(\.reviewers) == [["ann"]])
        #expect(await github.pulls.map(\.teams) == [["quality"]])
    }

    @Test("A review is asked for also after a crash before it, and a fault of it is none of the publication")
    func asksLater() async throws {
        let github = try Drafts.github()
        _ = try await Drafts.publisher(github).publish(try draft(github, []))
        #expect(await github.pulls.map(\.reviewers) == [[]])
        _ = try await Drafts.publisher(github).publish(try draft(github, ["ben"]))
        #expect(await github.pulls.map(\.reviewers) == [["ben"]])

        let other = try Drafts.github()
        for call in 13...40 { await other.inject(Fault(call: call, kind: .serverError, isBefore: true)) }
        let publication = try await Drafts.publisher(other).publish(try draft(other, ["ben"]))
        #expect(publication == .open(branch: Drafts.branch, url: Self.url))
    }

    @Test("Where there are no drafts, the title says that it is one, also after an update")
    func draftTitle() async throws {
        let github = try Drafts.github()
        await github.offerNoDrafts()
        for _ in 1...2 { _ = try await Drafts.publisher(github).publish(try draft(github, [], isDraft: true)) }
        #expect(await github.pulls.map(\.title) == ["[draft] Repair the log-in test"])
    }

    @Test("An open pull request with the label selfheal:hold is left alone, and its branch too")
    func holds() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        _ = try await publisher.publish(Drafts.draft(parent: github.root))
        await github.edit(pull: 1) { $0.labels.append("selfheal:hold") }
        let moved = try await github.push(["README.md": "More\n"], to: "main")
        await github.clearJournal()
        #expect(
            try await publisher.publish(Drafts.draft(parent: moved, body: "Proven again."))
                == .declined(reason: "\(Self.url) has the label selfheal:hold"))
        #expect(await !github.journal.contains(where: \.isWrite))
    }

    @Test("Says whether a pull request, or that of a branch, is on hold, and fails when it cannot tell")
    func reasons() async throws {
        let github = try Drafts.github()
        let hold = GitHubHold(client: try Drafts.client(github))
        await github.add(.init(number: 1, title: "P", body: "", head: "work", base: "main"))
        await github.add(.init(number: 2, title: "Q", body: "", head: "work", base: "next", labels: ["selfheal:hold"]))
        let reason = "https://github.com/octo/demo/pull/2 has the label selfheal:hold"
        #expect(try await hold.holdReason(repository: "octo/demo", number: 1) == nil)
        #expect(try await hold.holdReason(repository: "octo/demo", number: 2) == reason)
        #expect(try await hold.holdReason(repository: "octo/demo", branch: "work") == reason)
        #expect(try await hold.holdReason(repository: "octo/demo", branch: "main") == nil)
        await #expect(throws: PublishingError.self) { try await hold.holdReason(repository: "octo/demo", number: 9) }

        var job = Job(
            id: .next(), trigger: .init(kind: .pullRequest, pullRequest: 1), repository: "octo/demo", ref: "work",
            createdAt: .now())
        #expect(try await hold.holdReason(for: job) == nil)
        job.trigger = .init(kind: .push)
        job.ref = "refs/heads/work"
        #expect(try await hold.holdReason(for: job) == reason)
        await github.close(2)
        #expect(try await hold.holdReason(for: job) == nil)
        for elsewhere in ["porch", "octo/elsewhere"] {
            let job = Job(
                id: .next(), trigger: .init(kind: .manual), repository: elsewhere, ref: "main", createdAt: .now())
            #expect(try await hold.holdReason(for: job) == nil)
        }
    }

    @Test("Opens no more new pull requests in seven days than the limit, and still updates the open ones")
    func weeklyLimit() async throws {
        let github = try Drafts.github()
        await github.add(.init(number: 1, title: "A", body: "", head: "theirs", base: "main"))
        await github.add(
            .init(
                number: 2, title: "B", body: "", head: "selfheal/old", base: "main", isOpen: false,
                createdAt: "2027-01-08T07:00:00Z"))
        await github.add(.init(number: 3, title: "C", body: "", head: "selfheal/new", base: "main", isOpen: false))
        let draft = try Drafts.draft(parent: github.root)
        #expect(
            try await Drafts.publisher(github, perWeek: 1).publish(draft)
                == .declined(
                    reason: "1 pull requests were opened in octo/demo in the last seven days, and "
                        + "limits.pullRequestsPerWeek is 1: wait, or raise it"))
        #expect(await github.branches.keys.sorted() == ["main"])
        let open = Publication.open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/4")
        #expect(try await Drafts.publisher(github, perWeek: 2).publish(draft) == open)
        #expect(try await Drafts.publisher(github, perWeek: 2).publish(draft) == open)
        let next = SteppingClock()
        next.advance(by: .seconds(8 * 24 * 3600))
        #expect(try await Drafts.publisher(github, clock: next, perWeek: 0).publish(draft) == open)
    }
}
