import Domain
import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

@Suite(.quietLogs) struct GitHubPublisherTests {
    @Test("Opens one pull request with one commit on its own branch")
    func opens() async throws {
        let github = try Drafts.github()
        let files = ["e2e/login.spec.ts": "new login\n", "e2e/pages/shop.ts": "new shop\n", "e2e/new/a.ts": "added\n"]
        let publication = try await Drafts.publisher(github)
            .publish(Drafts.draft(parent: github.root, files: files))

        #expect(publication == .open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/1"))
        let pulls = await github.pulls
        #expect(pulls.map(\.title) == ["Repair the log-in test"])
        #expect(pulls.map(\.body) == ["Because.\n\n<!-- selfheal:v1 fp=abc123 -->"])
        #expect(pulls.map(\.labels) == [["selfheal"]])
        #expect(await github.files(of: Drafts.branch) == Drafts.files.merging(files) { $1 })
        #expect(await github.entry("e2e/pages/shop.ts", of: Drafts.branch)?.mode == "100755")
        let commit = await github.commit(of: Drafts.branch)
        #expect(commit?.parents == [github.root])
        #expect(commit?.message == "Repair the log-in test\n\nIt moved.\n\nSelfheal-Fix: abc123")
        #expect(commit?.name == "selfheal")
        #expect(commit?.date == "2027-01-15T08:00:00Z")
    }

    @Test("Publishing again changes nothing")
    func isIdempotent() async throws {
        let github = try Drafts.github()
        let draft = try Drafts.draft(parent: github.root)
        let first = try await Drafts.publisher(github).publish(draft)
        let head = await github.branches[Drafts.branch]
        await github.clearJournal()
        let later = SteppingClock()
        later.advance(by: .seconds(3600))
        #expect(try await Drafts.publisher(github, clock: later).publish(draft) == first)
        #expect(await github.branches[Drafts.branch] == head)
        let writes = await github.journal.filter(\.isWrite).map(\.path)
        #expect(writes == ["/repos/octo/demo/git/blobs", "/repos/octo/demo/git/trees"])
    }

    @Test("A new proof replaces its own commit and text in place")
    func updates() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        let first = try await publisher.publish(Drafts.draft(parent: github.root))
        let moved = try await github.push(["README.md": "More\n"], to: "main")
        let draft = try Drafts.draft(parent: moved, body: "Proven again.")
        #expect(try await publisher.publish(draft) == first)
        #expect(await github.pulls.map(\.body) == ["Proven again.\n\n<!-- selfheal:v1 fp=abc123 -->"])
        #expect(await github.files(of: Drafts.branch)["README.md"] == "More\n")
        #expect(await github.commit(of: Drafts.branch)?.parents == [moved])
    }

    @Test("Leaves a branch alone that someone else pushed to")
    func respectsPeople() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        _ = try await publisher.publish(Drafts.draft(parent: github.root))
        let theirs = try await github.push(["e2e/login.spec.ts": "better login\n"], to: Drafts.branch)
        await github.clearJournal()
        let publication = try await publisher.publish(
            Drafts.draft(parent: github.root, files: ["e2e/login.spec.ts": "x"]))
        guard case .declined(let reason) = publication else {
            Issue.record("\(publication)")
            return
        }
        #expect(reason.contains(theirs.prefix(12)))
        #expect(await github.branches[Drafts.branch] == theirs)
        #expect(await !github.journal.contains(where: \.isWrite))
    }

    @Test("A push that comes while the branch is updated survives, up to the last look")
    func pushMeanwhile() async throws {
        for call in 0..<20 {
            let github = try Drafts.github()
            let publisher = try Drafts.publisher(github)
            _ = try await publisher.publish(Drafts.draft(parent: github.root))
            let moved = try await github.push(["README.md": "More\n"], to: "main")
            await github.clearJournal()
            await github.intrude(on: Drafts.branch, beforeCall: call)
            let publication = try await publisher.publish(Drafts.draft(parent: moved))
            let move = await github.journal.firstIndex { $0.method == "PATCH" && $0.path.contains("refs") }
            if move == call { return }
            guard case .declined = publication else {
                Issue.record("Pushed before call \(call): \(publication)")
                return
            }
            #expect(await github.files(of: Drafts.branch)["e2e/theirs.ts"] == "theirs\n")
        }
        Issue.record("The branch was never moved")
    }

    @Test("Takes people's no for an answer")
    func closedUnmerged() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        let draft = try Drafts.draft(parent: github.root)
        _ = try await publisher.publish(draft)
        await github.close(1)
        await github.clearJournal()
        #expect(
            try await publisher.publish(draft)
                == .declined(
                    reason: "people closed the same proposal before: https://github.com/octo/demo/pull/1"))
        #expect(await !github.journal.contains(where: \.isWrite))
    }

    @Test("A merged fix is not proposed again, unless the failure came back after the merge")
    func merged() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        let draft = try Drafts.draft(parent: github.root)
        _ = try await publisher.publish(draft)
        let merge = try await github.push(["e2e/login.spec.ts": "new login\n"], to: "main")
        await github.close(1, mergedAs: merge)
        #expect(
            try await publisher.publish(draft)
                == .declined(reason: "it was merged already: https://github.com/octo/demo/pull/1"))

        let reverted = try await github.push(["e2e/login.spec.ts": "old login\n"], to: "main")
        #expect(
            try await publisher.publish(Drafts.draft(parent: reverted))
                == .open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/2"))
    }

    @Test("Declines when nothing would change, or the target is gone")
    func nothingToDo() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        let same = try Drafts.draft(parent: github.root, files: ["e2e/login.spec.ts": "old login\n"])
        #expect(
            try await publisher.publish(same)
                == .declined(reason: "\(github.root.prefix(12)) already has this content"))
        #expect(await github.branches.keys.sorted() == ["main"])
        #expect(await github.pulls.isEmpty)

        await github.delete(branch: "main")
        #expect(
            try await publisher.publish(Drafts.draft(parent: github.root))
                == .declined(reason: "there is no branch main any more"))
    }

    @Test("Adopts the pull request that someone opened from its branch, and leaves that one's text")
    func adopts() async throws {
        let github = try Drafts.github()
        let publisher = try Drafts.publisher(github)
        let draft = try Drafts.draft(parent: github.root)
        _ = try await publisher.publish(draft)
        await github.edit(1, body: "My own words")
        #expect(
            try await publisher.publish(draft)
                == .open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/1"))
        #expect(await github.pulls.map(\.body) == ["My own words"])
    }

    @Test("A draft is a draft where GitHub has them, else a pull request that says so", arguments: [true, false])
    func drafts(hasDrafts: Bool) async throws {
        let github = try Drafts.github()
        if !hasDrafts { await github.offerNoDrafts() }
        let draft = try Drafts.draft(parent: github.root, isDraft: true)
        for _ in 1...2 { _ = try await Drafts.publisher(github).publish(draft) }
        #expect(await github.pulls.map(\.isDraft) == [hasDrafts])
        #expect(await github.pulls.map { $0.body.hasPrefix("> Meant as a draft") } == [!hasDrafts])
    }

    @Test("Will not write through a link, nor below a file")
    func unfitPaths() async throws {
        let github = try Drafts.github()
        for path in ["README.md/x.ts", "e2e/pages"] {
            let draft = try Drafts.draft(parent: github.root, files: [path: "x"])
            let error = await #expect(throws: PublishingError.self) {
                try await Drafts.publisher(github).publish(draft)
            }
            #expect(error?.mayPass == false)
        }
        #expect(await github.branches.keys.sorted() == ["main"])
    }

    @Test(
        "Refuses what is no repository", arguments: ["", "demo", "octo/../demo", "octo/demo/x", "octo/de mo", "../x"])
    func names(name: String) async throws {
        let github = try Drafts.github()
        let draft = try Drafts.draft(parent: github.root, repository: name)
        await #expect(throws: PublishingError.self) { try await Drafts.publisher(github).publish(draft) }
        #expect(await github.journal.isEmpty)
    }

    @Test("Two publishers at once make one pull request")
    func concurrent() async throws {
        let github = try Drafts.github()
        let draft = try Drafts.draft(parent: github.root)
        try await withThrowingTaskGroup(of: Publication.self) { group in
            for _ in 1...8 {
                group.addTask { try await Drafts.publisher(github).publish(draft) }
            }
            for try await publication in group {
                #expect(publication == .open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/1"))
            }
        }
        #expect(await github.pulls.count == 1)
    }
}
