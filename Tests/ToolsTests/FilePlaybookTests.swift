import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Tools

struct FilePlaybookTests {
    private func tool(_ checkout: Checkout) -> FilePlaybook {
        FilePlaybook(git: checkout.git, probe: HTTPProbe(transport: ScriptedTransport()))
    }

    private func playbook(_ patterns: String...) -> PlaybookSettings {
        PlaybookSettings(name: "clear-session", action: .files(patterns))
    }

    private func failure(_ checkout: Checkout, _ playbook: PlaybookSettings) async throws -> PlaybookFailed? {
        do {
            _ = try await tool(checkout).act(playbook, checkout.place)
            return nil
        } catch let failure as PlaybookFailed {
            return failure
        }
    }

    @Test("Deletes what matches, and leaves what git tracks and what does not match")
    func deletes() async throws {
        let checkout = try await Checkout(tracked: ["e2e/.auth/example.json", "e2e/a.spec.ts"])
        for path in ["e2e/.auth/user.json", "e2e/.auth/admin.json", "e2e/.auth/notes.txt"] { try checkout.write(path) }
        let said = try await tool(checkout).act(playbook("e2e/.auth/*.json"), checkout.place)
        #expect(said == "deleted e2e/.auth/admin.json, e2e/.auth/user.json")
        #expect(checkout.exists("e2e/.auth/example.json") && checkout.exists("e2e/.auth/notes.txt"))
        #expect(!checkout.exists("e2e/.auth/user.json"))
    }

    @Test(
        "Patterns are read as shells read them",
        arguments: [
            ("*.json", ["a.json"]), (".*", [".hidden"]), ("**/*.json", ["a.json", "deep/b.json", "deep/er/c.json"]),
            ("deep/**", ["deep/b.json", "deep/er/c.json"]), ("deep/*/c.json", ["deep/er/c.json"]), ("deep", []),
            ("none/*.json", []),
        ])
    func patterns(pattern: String, expected: [String]) async throws {
        let checkout = try await Checkout(tracked: [])
        for path in ["a.json", ".hidden", "deep/b.json", "deep/er/c.json", "deep/.dotted/d.json"] {
            try checkout.write(path)
        }
        let found = try FilePattern(pattern, below: checkout.folder).files()
        #expect(found.map { String($0.dropFirst(checkout.folder.count + 1)) }.sorted() == expected)
    }

    @Test(
        "What leads out of the checkout, into git's files or across the whole disk is refused",
        arguments: [
            "../other/*", "a/../../b", ".git/index", "e2e/.git/*", "/*", "/**", "/tmp/*", "/tmp/**/x", "/", "", "a/",
        ])
    func refusals(pattern: String) async throws {
        let checkout = try await Checkout()
        let failure = try #require(try await failure(checkout, playbook(pattern)))
        #expect(!failure.mayHaveActed)
        guard case .pointless = await tool(checkout).look(playbook(pattern), checkout.place) else {
            Issue.record("looking does not say that nothing would be done")
            return
        }
    }

    @Test("A link that a commit made leads nowhere")
    func links() async throws {
        let checkout = try await Checkout(tracked: [])
        let secret = checkout.outside + "/home/session.json"
        try checkout.write(secret)
        try checkout.link("auth", to: checkout.outside + "/home")
        try await checkout.run("add", "--all")
        #expect(try await failure(checkout, playbook("auth/*.json"))?.mayHaveActed == false)
        #expect(
            try await tool(checkout).act(playbook("*/session.json", "**/*.json"), checkout.place).hasSuffix(
                "nothing was done"))
        #expect(checkout.exists(secret))
    }

    @Test("A link is deleted itself, not what it leads to")
    func finalLink() async throws {
        let checkout = try await Checkout()
        let target = checkout.outside + "/kept.json"
        try checkout.write(target)
        try checkout.link("session.json", to: target)
        _ = try await tool(checkout).act(playbook("session.json"), checkout.place)
        #expect(checkout.exists(target) && !checkout.exists("session.json"))
    }

    @Test("An absolute pattern is for files outside, but not for tracked ones of another repository")
    func absolute() async throws {
        let checkout = try await Checkout()
        let other = try await Checkout(tracked: ["kept.json"])
        try other.write("stale.json")
        try other.write(other.outside + "/cache/x.json")
        _ = try await tool(checkout).act(playbook(other.folder + "/*.json", other.outside + "/cache/*"), checkout.place)
        #expect(other.exists("kept.json") && !other.exists("stale.json"))
        #expect(!other.exists(other.outside + "/cache/x.json"))
    }

    @Test("Where only tracked files match, it is refused; where none match, there is nothing to do")
    func nothing() async throws {
        let checkout = try await Checkout(tracked: ["a.json"])
        #expect(try await failure(checkout, playbook("a.json"))?.description.contains("belongs to the commit") == true)
        #expect(checkout.exists("a.json"))
        #expect(await tool(checkout).look(playbook("*.txt"), checkout.place) == .pointless("no file matches"))
        #expect(
            try await tool(checkout).act(playbook("*.txt"), checkout.place) == "no file matches, so nothing was done")
    }

    @Test("Looking counts and deletes nothing")
    func looks() async throws {
        let checkout = try await Checkout()
        try checkout.write("session.json")
        guard case .unknown(let text) = await tool(checkout).look(playbook("*.json"), checkout.place) else {
            Issue.record("nothing tells what is in the files")
            return
        }
        #expect(text.hasPrefix("1 file"))
        #expect(checkout.exists("session.json"))
    }

    @Test("A pattern that matches very many files is taken for a mistake")
    func tooMany() async throws {
        let checkout = try await Checkout()
        for number in 0...1000 { try checkout.write("cache/\(number)") }
        #expect(try await failure(checkout, playbook("cache/*"))?.description.contains("taken for a mistake") == true)
        #expect(checkout.exists("cache/0"))
    }
}
