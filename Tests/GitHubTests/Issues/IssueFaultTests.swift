import GitHub
import Pipeline
import Testing
import TestKit

/// Whatever goes wrong with whichever call: one issue, and one comment when it is closed.
@Suite(.quietLogs) struct IssueFaultTests {
    static let faultKinds = Fault.Kind.allCases.flatMap { kind in [(kind, true), (kind, false)] }
    private static let url = "https://github.com/octo/demo/issues/1"

    private func issues(_ github: TinyGitHub) throws -> GitHubIssues { GitHubIssues(client: try Drafts.client(github)) }

    @Test("A fault at any call of opening costs time and nothing else", arguments: faultKinds)
    func opening(kind: Fault.Kind, isBefore: Bool) async throws {
        for call in 0..<4 {
            let github = try Drafts.github()
            await github.inject(Fault(call: call, kind: kind, isBefore: isBefore))
            for _ in 1...2 { #expect(try await issues(github).raise(Drafts.issue()) == .open(url: Self.url)) }
            #expect(await github.issues.map(\.labels) == [["selfheal", "bug"]], "\(kind) at call \(call)")
        }
    }

    @Test("A fault at any call of an update or of opening again", arguments: faultKinds)
    func reopening(kind: Fault.Kind, isBefore: Bool) async throws {
        for call in 0..<5 {
            let github = try Drafts.github()
            _ = try await issues(github).raise(Drafts.issue())
            await github.edit(issue: 1) { ($0.isOpen, $0.reason) = (false, "completed") }
            await github.clearJournal()
            await github.inject(Fault(call: call, kind: kind, isBefore: isBefore))
            #expect(try await issues(github).raise(Drafts.issue(body: "Again.")) == .open(url: Self.url))
            #expect(await github.issues.map(\.isOpen) == [true], "\(kind) at call \(call)")
            #expect(await github.issues.first?.body.hasPrefix("Again.") == true, "\(kind) at call \(call)")
        }
    }

    @Test("A fault at any call of closing leaves one comment", arguments: faultKinds)
    func closing(kind: Fault.Kind, isBefore: Bool) async throws {
        for call in 0..<7 {
            let github = try Drafts.github()
            _ = try await issues(github).raise(Drafts.issue())
            await github.clearJournal()
            await github.inject(Fault(call: call, kind: kind, isBefore: isBefore))
            let closed = try await issues(github).settle(
                repository: "octo/demo", branch: "main", comment: "Green."
            ) { _ in true }
            #expect(closed == [Self.url], "\(kind) at call \(call)")
            #expect(await github.issues.map(\.comments) == [["Green."]], "\(kind) at call \(call)")
            #expect(await github.issues.map(\.reason) == ["completed"], "\(kind) at call \(call)")
        }
    }

    @Test("A list that shows the new issue late is read again before another one is opened")
    func lateListing() async throws {
        let github = try Drafts.github()
        await github.inject(Fault(call: 2, kind: .reset, isBefore: false))
        await github.lag(listings: 1)
        #expect(try await issues(github).raise(Drafts.issue()) == .open(url: Self.url))
        #expect(await github.issues.count == 1)
    }

    @Test("A second issue that came about all the same is closed as a duplicate of the first")
    func duplicates() async throws {
        let github = try Drafts.github()
        await github.inject(Fault(call: 2, kind: .reset, isBefore: false))
        await github.lag(listings: 2)
        _ = try await issues(github).raise(Drafts.issue())
        #expect(await github.issues.count == 2)
        #expect(try await issues(github).raise(Drafts.issue()) == .open(url: Self.url))
        #expect(await github.issues.map(\.isOpen) == [true, false])
        #expect(await github.issues.map(\.reason) == [nil, "duplicate"])
    }

    @Test("Gives up with an error that may pass when the fault stays")
    func endures() async throws {
        for call in 0..<3 {
            let github = try Drafts.github()
            for again in 0..<50 { await github.inject(Fault(call: call + again, kind: .serverError, isBefore: true)) }
            let error = await #expect(throws: PublishingError.self) {
                try await issues(github).raise(Drafts.issue())
            }
            #expect(error?.mayPass == true)
            #expect(await github.issues.isEmpty)
        }
    }
}
