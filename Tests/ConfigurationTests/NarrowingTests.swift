import Domain
import Testing

@testable import selfheal

struct NarrowingTests {
    private var settings: RepositorySettings {
        var settings = RepositorySettings(name: "acme/shop")
        settings.projects = ["health", "modules"]
        settings.playbooks = ["redeploy", "clear-session"].map { PlaybookSettings(name: $0, action: .command(["a"])) }
        return settings
    }

    private func narrowed(_ text: String) throws -> RepositorySettings {
        settings.narrowed(by: try NarrowingFile.parse(text))
    }

    @Test("A repository can take away projects, playbooks, models, publishing and reverts")
    func takesAway() throws {
        let result = try narrowed(
            "projects: [health]\nplaybooks: [redeploy]\nllm: none\npublish: none\nreverts: none\n")
        #expect(result.projects == ["health"])
        #expect(result.playbooks.map(\.name) == ["redeploy"])
        #expect(!result.mayAskModels && !result.mayPublish && !result.mayRevert)
        #expect(try narrowed("playbooks: []").playbooks.isEmpty)
    }

    @Test("It cannot add anything, also not by leaving nothing")
    func addsNothing() throws {
        #expect(try narrowed("projects: [other, modules]").projects == ["modules"])
        #expect(try narrowed("projects: [other]").projects == ["health", "modules"])
        #expect(try narrowed("projects: []").projects == ["health", "modules"])
        #expect(try narrowed("playbooks: [restart-backend]").playbooks.isEmpty)
        #expect(try narrowed("") == settings)
        var strict = settings
        strict.mayPublish = false
        strict.mayRevert = false
        #expect(!strict.narrowed(by: RepositoryNarrowing()).mayPublish)
        #expect(!strict.narrowed(by: RepositoryNarrowing()).mayRevert)
    }

    @Test("Where the service names no projects, the repository may name those that it has")
    func namesProjects() throws {
        var open = settings
        open.projects = []
        #expect(open.narrowed(by: try NarrowingFile.parse("projects: [health]")).projects == ["health"])
    }

    @Test(
        "What wants more than it may, or cannot be read, is an error",
        arguments: [
            "setup: [[curl, evil]]", "pass: [TEST_PASSWORD]", "schedule: [every 1h]", "llm: auto", "publish: github",
            "playbooks: { redeploy: { command: [a] } }", "projects: all", "- a", "a: [",
            String(repeating: "#", count: 70_000), String(repeating: "[", count: 60_000),
        ])
    func refuses(text: String) {
        #expect(throws: ConfigurationError.self) { try NarrowingFile.parse(text) }
    }
}
