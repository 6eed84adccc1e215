import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

@Suite(.quietLogs) struct GitHubIssuesTests {
    private static let url = "https://github.com/octo/demo/issues/1"

    private func issues(_ github: TinyGitHub) throws -> GitHubIssues { GitHubIssues(client: try Drafts.client(github)) }

    @Test("Opens one issue for a cause, with its label and a hidden mark")
    func opens() async throws {
        let github = try Drafts.github()
        #expect(try await issues(github).raise(Drafts.issue()) == .open(url: Self.url))
        let made = await github.issues
        #expect(made.map(\.title) == ["The app fails: pays"])
        #expect(made.map(\.labels) == [["selfheal", "bug"]])
        #expect(
            made.map(\.body) == [
                """
                The total is wrong.

                <!-- selfheal:issue {"branch":"main","fingerprint":"f00d","tests":["[modules] e2e/pay.spec.ts: pays"]} -->
                """
            ])
    }

    @Test("Raising it again changes nothing, and another branch or cause is another issue")
    func isIdempotent() async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        await github.clearJournal()
        #expect(try await tracker.raise(Drafts.issue()) == .open(url: Self.url))
        #expect(await !github.journal.contains(where: \.isWrite))
        _ = try await tracker.raise(Drafts.issue(branch: "release"))
        _ = try await tracker.raise(Drafts.issue(fingerprint: "beef"))
        #expect(await github.issues.count == 3)
    }

    @Test("What is new of a cause goes into its issue")
    func updates() async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        let more = ["[modules] e2e/cart.spec.ts: adds", "[modules] e2e/pay.spec.ts: pays"]
        #expect(
            try await tracker.raise(Drafts.issue(title: "Two fail", body: "Two.", tests: more)) == .open(url: Self.url))
        let issue = await github.issues.first
        #expect(issue?.title == "Two fail")
        #expect(issue?.body.hasPrefix("Two.\n\n<!-- selfheal:issue ") == true)
        #expect(await github.issues.count == 1)
    }

    @Test("Opens an issue again that was closed as completed, and only then", arguments: ["completed", nil])
    func reopens(reason: String?) async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        await github.edit(issue: 1) { ($0.isOpen, $0.reason) = (false, reason) }
        #expect(try await tracker.raise(Drafts.issue()) == .open(url: Self.url))
        #expect(await github.issues.map(\.isOpen) == [true])
    }

    @Test("Takes people's no for an answer", arguments: ["not_planned", "duplicate"])
    func respectsNo(reason: String) async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        await github.edit(issue: 1) { ($0.isOpen, $0.reason) = (false, reason) }
        await github.clearJournal()
        guard case .declined(let why) = try await tracker.raise(Drafts.issue(body: "More.")) else {
            Issue.record("The issue was opened again")
            return
        }
        #expect(why.contains(Self.url))
        #expect(await !github.journal.contains(where: \.isWrite))
    }

    @Test("Leaves an issue on hold as it is, open or closed", arguments: [true, false])
    func respectsHold(isOpen: Bool) async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        await github.edit(issue: 1) {
            $0.labels.append("SelfHeal:Hold")
            $0.isOpen = isOpen
        }
        await github.clearJournal()
        let standing = try await tracker.raise(Drafts.issue(body: "More."))
        #expect(
            standing
                == (isOpen
                    ? .open(url: Self.url)
                    : .declined(reason: "the closed issue \(Self.url) has the label selfheal:hold")))
        let closed = try await tracker.settle(repository: "octo/demo", branch: "main", comment: "Green.") { _ in true }
        #expect(closed.isEmpty)
        #expect(await !github.journal.contains(where: \.isWrite))
    }

    @Test("Takes no pull request and no issue without its mark for its own")
    func ignoresOthers() async throws {
        let github = try Drafts.github()
        _ = try await issues(github).raise(Drafts.issue())
        let body = await github.issues[0].body
        let other = try Drafts.github()
        await other.add(
            TinyGitHub.Pull(number: 1, title: "P", body: body, head: "x", base: "main", labels: ["selfheal"]))
        await other.add(TinyGitHub.Issue(number: 2, title: "I", body: "selfheal", labels: ["selfheal"]))
        await other.add(TinyGitHub.Issue(number: 3, title: "I", body: body, labels: []))
        let url = "https://github.com/octo/demo/issues/4"
        #expect(try await issues(other).raise(Drafts.issue()) == .open(url: url))
    }

    @Test("Finds its issue behind a hundred others")
    func readsPages() async throws {
        let github = try Drafts.github()
        for number in 1...150 {
            await github.add(TinyGitHub.Issue(number: number, title: "I", body: "", labels: ["selfheal"]))
        }
        for _ in 1...2 { _ = try await issues(github).raise(Drafts.issue()) }
        #expect(await github.issues.count == 151)
    }

    @Test("Closes what is over with one comment and a label, and says which")
    func settles() async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        _ = try await tracker.raise(Drafts.issue())
        _ = try await tracker.raise(Drafts.issue(fingerprint: "beef"))
        _ = try await tracker.raise(Drafts.issue(branch: "release"))
        let closed = try await tracker.settle(repository: "octo/demo", branch: "main", comment: "Green at abc.") {
            $0.fingerprint == "f00d" && $0.tests == ["[modules] e2e/pay.spec.ts: pays"]
        }
        #expect(closed == [Self.url])
        let made = await github.issues
        #expect(made.map(\.isOpen) == [false, true, true])
        #expect(made[0].reason == "completed")
        #expect(made[0].comments == ["Green at abc."])
        #expect(made[0].labels == ["selfheal", "bug", "selfheal:settled"])

        #expect(try await tracker.raise(Drafts.issue()) == .open(url: Self.url))
        #expect(await github.issues[0].labels == ["selfheal", "bug"])
    }

    @Test("Says what to do where issues are switched off, or the label could not be set")
    func declines() async throws {
        let off = try Drafts.github()
        await off.switchIssuesOff()
        #expect(
            try await issues(off).raise(Drafts.issue())
                == .declined(
                    reason: "issues are switched off in octo/demo: switch them on in its settings, under Features"))
        #expect(
            try await issues(off).settle(repository: "octo/demo", branch: "main", comment: "x") { _ in true } == [])

        let reader = try Drafts.github()
        await reader.grant(["pull": true, "push": false, "triage": false])
        let error = await #expect(throws: PublishingError.self) { try await issues(reader).raise(Drafts.issue()) }
        #expect(error?.description.contains("may not label issues") == true)
        #expect(error?.mayPass == false)
        #expect(await !reader.journal.contains(where: \.isWrite))
    }

    @Test("Names the permission that is missing")
    func missingPermission() async throws {
        let transport = ScriptedTransport(
            .json(200, #"{"full_name":"octo/demo","has_issues":true}"#),
            .json(
                403, #"{"message":"Resource not accessible by integration"}"#,
                ["X-Accepted-GitHub-Permissions": "issues=read"]))
        let error = await #expect(throws: PublishingError.self) {
            try await GitHubIssues(client: try Drafts.client(transport)).raise(Drafts.issue())
        }
        #expect(error?.description.contains("It needs the permission issues=read") == true)
    }

    @Test("Two workers at once open one issue")
    func concurrent() async throws {
        let github = try Drafts.github()
        let tracker = try issues(github)
        try await withThrowingTaskGroup(of: IssueStanding.self) { group in
            for _ in 1...8 { group.addTask { try await tracker.raise(Drafts.issue()) } }
            for try await standing in group { #expect(standing == .open(url: Self.url)) }
        }
        #expect(await github.issues.count == 1)
    }
}
