import Domain
import Foundation
import Testing

/// Repairs beyond locators, on a real suite: what the commit shows as wanted is followed, what it does not show stays red.
@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct RuleRepairTests {
    private let place: URL
    private let repository: SampleRepository

    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.samples.appending(path: "notes"), to: place.appending(path: "notes"))
    }

    private func heal() throws -> Healing {
        let port = EndToEnd.port()
        return try Healing(
            repository.folder,
            configuration: """
                repositories:
                  - name: samples/notes
                    path: "\(repository.folder.path(percentEncoded: false))"
                    setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
                    timeout: 5m
                    environment: { PORT: "\(port)" }
                """,
            in: place)
    }

    @Test("A message that the commit reworded is expected in its new words, and nothing else is changed")
    func followsWords() throws {
        try repository.replace("A note needs a title", with: "Give the note a title", in: "server.js")
        try repository.commit("Say what to do")
        let healed = try heal()
        let fix = try #require(healed.report?.fixes.first, Comment(rawValue: healed.output))
        #expect(healed.status == 0 && healed.report?.failures.map(\.verdict) == [.testOutdated])
        #expect(fix.kind == "expected-text" && fix.state == .proposed && fix.proof.holds)
        #expect(fix.proof.checks.contains { $0.name == "can-fail" }, "\(fix.risk.reasons)")
        let branch = try #require(fix.published.branch)
        let changed = try repository.git("diff", "-U0", "main..\(branch)").split(separator: "\n")
            .filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") }
        #expect(
            changed == [
                "-  await expect(page.getByRole('alert')).toHaveText('A note needs a title');",
                "+  await expect(page.getByRole('alert')).toHaveText('Give the note a title');",
            ])
    }

    @Test("Texts that the commit exchanged are a bug: no test is bent to them")
    func refusesExchanges() throws {
        try repository.replace(
            "inArchive() ? 'Archive' : 'My notes'", with: "inArchive() ? 'My notes' : 'Archive'", in: "public/notes.js")
        try repository.commit("Tidy the headings")
        let healed = try heal()
        let failures = try #require(healed.report?.failures, Comment(rawValue: healed.output))
        #expect(healed.status == 1 && !failures.isEmpty && failures.allSatisfy { $0.verdict != .testOutdated })
        #expect(healed.report?.fixes.allSatisfy { $0.class == .c } == true)
    }

    @Test("A slip in the newest change of a test is undone, and what else was changed stays")
    func undoesSlips() throws {
        let spec = "tests/order.spec.js"
        try repository.replace("'Search notes').fill('sec')", with: "'Serch notes').fill('sec')", in: spec)
        try repository.replace("test('counts the notes'", with: "// Both.\ntest('counts the notes'", in: spec)
        try repository.commit("Tidy the tests")
        let healed = try heal()
        let fix = try #require(healed.report?.fixes.first, Comment(rawValue: healed.output))
        #expect(healed.status == 0 && healed.report?.failures.map(\.verdict) == [.testBug])
        #expect(fix.kind == "restored-test" && fix.state == .proposed && fix.proof.holds)
        let healedSpec = try repository.git("show", "\(try #require(fix.published.branch)):\(spec)")
        #expect(healedSpec.contains("'Search notes').fill('sec')") && healedSpec.contains("// Both."))
    }

    @Test("A bug behind a renamed button is the app's, and the test is left alone")
    func seesTheBugBehind() throws {
        try repository.replace("'Unpin' : 'Pin'", with: "'Loosen' : 'Stick'", in: "public/notes.js")
        try repository.replace("{ pinned: !note.pinned }", with: "{ pinned: note.pinned }", in: "public/notes.js")
        try repository.commit("Use friendlier words")
        let healed = try heal()
        let failures = try #require(healed.report?.failures, Comment(rawValue: healed.output))
        #expect(healed.status == 1 && !failures.isEmpty && failures.allSatisfy { $0.verdict == .appBug })
        #expect(failures.contains { $0.evidence.contains { $0.rule == "circumstance.step-behind" } })
        #expect(healed.report?.fixes.allSatisfy { $0.class == .c } == true)
    }
}
