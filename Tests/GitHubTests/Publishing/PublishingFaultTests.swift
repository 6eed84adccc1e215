import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

/// Whatever goes wrong with whichever call: one branch with the right content, one pull request, and no second one later.
@Suite(.quietLogs) struct PublishingFaultTests {
    static let faultKinds = Fault.Kind.allCases.flatMap { kind in [(kind, true), (kind, false)] }

    @Test("A single fault at any call costs time and nothing else", arguments: faultKinds)
    func anyCall(kind: Fault.Kind, isBefore: Bool) async throws {
        let calls = try await Self.callsOfACleanRun()
        #expect(calls > 10)
        for call in 0..<calls {
            let fault = Fault(call: call, kind: kind, isBefore: isBefore)
            try await expectOnePullRequest(after: [fault])
        }
    }

    @Test("Two faults at any two calls", arguments: [Fault.Kind.reset, .serverError, .limitWithRetryAfter])
    func anyTwoCalls(kind: Fault.Kind) async throws {
        let calls = try await Self.callsOfACleanRun()
        for first in 0..<calls {
            for second in first + 1..<calls + 4 {
                try await expectOnePullRequest(after: [
                    Fault(call: first, kind: kind, isBefore: false),
                    Fault(call: second, kind: .timeout, isBefore: false),
                ])
            }
        }
    }

    @Test("A list that shows the new pull request late")
    func lateListing() async throws {
        let github = try Drafts.github()
        let draft = try Drafts.draft(parent: github.root)
        await github.lag(listings: 2)
        await github.inject(Fault(call: try await Self.callsOfACleanRun() - 2, kind: .reset, isBefore: false))
        let publication = try await Drafts.publisher(github).publish(draft)
        #expect(publication == .open(branch: Drafts.branch, url: "https://github.com/octo/demo/pull/1"))
        #expect(await github.pulls.count == 1)
        #expect(await github.listingLag == 0)
    }

    @Test("A fault while an existing pull request is updated", arguments: faultKinds)
    func updates(kind: Fault.Kind, isBefore: Bool) async throws {
        for call in 0..<18 {
            let github = try Drafts.github()
            let publisher = try Drafts.publisher(github)
            _ = try await publisher.publish(Drafts.draft(parent: github.root))
            let moved = try await github.push(["README.md": "More\n"], to: "main")
            await github.clearJournal()
            let fault = Fault(call: call, kind: kind, isBefore: isBefore)
            await github.inject(fault)
            _ = try await publisher.publish(Drafts.draft(parent: moved, body: "Proven again."))
            #expect(await github.pulls.map(\.isOpen) == [true], "\(fault)")
            #expect(await github.pulls.first?.body.hasPrefix("Proven again.") == true, "\(fault)")
            #expect(await github.commit(of: Drafts.branch)?.parents == [moved], "\(fault)")
        }
    }

    @Test("A job that is killed after any call, and started again, ends with one pull request")
    func killedAnywhere() async throws {
        for call in 0..<(try await Self.callsOfACleanRun()) {
            let github = try Drafts.github()
            let draft = try Drafts.draft(parent: github.root)
            // So many faults in a row that the first publisher gives up.
            for again in 0..<20 { await github.inject(Fault(call: call + again, kind: .reset, isBefore: false)) }
            _ = try? await Drafts.publisher(github).publish(draft)
            await github.forgetFaults()
            let later = SteppingClock()
            later.advance(by: .seconds(3600))
            _ = try await Drafts.publisher(github, clock: later).publish(draft)
            #expect(await github.pulls.count == 1, "killed at call \(call)")
            #expect(await github.files(of: Drafts.branch)["e2e/login.spec.ts"] == "new login\n")
        }
    }

    @Test("Gives up with an error that may pass when the fault stays", arguments: [Fault.Kind.reset, .serverError])
    func endures(kind: Fault.Kind) async throws {
        for call in 0..<(try await Self.callsOfACleanRun() - 1) {  // the last is the label, which may fail
            let github = try Drafts.github()
            for again in 0..<100 { await github.inject(Fault(call: call + again, kind: kind, isBefore: true)) }
            let error = await #expect(throws: PublishingError.self) {
                try await Drafts.publisher(github).publish(Drafts.draft(parent: github.root))
            }
            #expect(error?.mayPass == true)
        }
    }

    private static func callsOfACleanRun() async throws -> Int {
        let github = try Drafts.github()
        _ = try await Drafts.publisher(github).publish(Drafts.draft(parent: github.root))
        return await github.journal.count
    }

    private func expectOnePullRequest(after faults: [Fault]) async throws {
        let github = try Drafts.github()
        let draft = try Drafts.draft(parent: github.root)
        for fault in faults { await github.inject(fault) }
        let url = "https://github.com/octo/demo/pull/1"
        #expect(
            try await Drafts.publisher(github).publish(draft) == .open(branch: Drafts.branch, url: url), "\(faults)")
        #expect(await github.branches.keys.sorted() == ["main", Drafts.branch], "\(faults)")
        #expect(await github.files(of: Drafts.branch)["e2e/login.spec.ts"] == "new login\n", "\(faults)")
        #expect(await github.commit(of: Drafts.branch)?.parents == [github.root], "\(faults)")
        let head = await github.branches[Drafts.branch]

        await github.forgetFaults()
        #expect(
            try await Drafts.publisher(github).publish(draft) == .open(branch: Drafts.branch, url: url), "\(faults)")
        #expect(await github.pulls.count == 1, "\(faults)")
        #expect(await github.pulls.map(\.labels) == [["selfheal"]], "\(faults)")
        #expect(await github.branches[Drafts.branch] == head, "\(faults)")
    }
}
