import Domain
import Foundation
import Pipeline
import Testing

@testable import Tools

/// With `Fakes/playwright` in the place of Playwright's command line.
struct LivePagesFakeTests {
    private let owner = "live-\(UUID().uuidString)"
    private let folder: URL
    private let pays = TestSelection(file: "tests/shop.spec.ts", titles: ["cart", "pays"])

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "selfheal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appending(path: "playwright.config.ts"))
    }

    /// - Parameter fault: how the fake misbehaves.
    private func withLivePage<Value: Sendable>(
        _ fault: String, _ body: @escaping @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value {
        defer { try? FileManager.default.removeItem(at: folder) }
        let fakes = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fakes")
        var repository = RepositorySettings(name: "acme/shop")
        repository.test = [fakes.appending(path: "playwright").path(percentEncoded: false), "test"]
        repository.environment = ["FAKE": fault]
        let runner = PlaywrightRunner(
            tools: ToolRunner(owner: owner), environment: ChildEnvironment(of: ["PATH": "/usr/bin:/bin"]),
            reporters: folder.path(percentEncoded: false))
        return try await PlaywrightLivePages(beside: runner).withLivePages(
            in: folder.path(percentEncoded: false), of: repository, body)
    }

    private var leftOver: [pid_t] { ProcessSweep.find(ToolRunner.owner, owner) }

    @Test("A test is found in the runner's list and debugged to its error; the page tells the rest")
    func tells() async throws {
        try await withLivePage("garbage") { page in
            #expect(page.description == "Fake Runner 0.1 with 4 tools")
            let (error, tree) = (try await page.debug(pays, project: "web"), try await page.snapshot())
            let console = try await page.console()
            #expect(error == "Error: no basket")
            #expect(tree == "- main:\n  - button \"Pay\" [ref=e1]")
            #expect(console == ["[ERROR] broken\nat once @ :0", "[WARNING] old @ :0"])
        }
        #expect(leftOver.isEmpty)
    }

    @Test("What cannot be told is an error of its own, and the page goes on")
    func tellsWhatIsMissing() async throws {
        try await withLivePage("") { page in
            func message(_ question: () async throws -> Void) async -> String {
                await #expect(throws: LivePageUnavailable.self) { try await question() }?.description ?? ""
            }
            #expect(await message { _ = try await page.debug(pays, project: "mobile") }.contains("does not know"))
            let looks = TestSelection(file: "tests/shop.spec.ts", titles: ["looks"])
            #expect(await message { _ = try await page.debug(looks, project: "") }.contains("did not stop at an error"))
            #expect(await message { _ = try await page.network() }.contains("no tool `browser_network_requests`"))
            #expect(await message { _ = try await page.counts(of: ["a"]) }.contains("no tool `browser_evaluate`"))
            #expect(await message { try await page.open("file:///etc/passwd") }.contains("no page"))
            let error = try await page.debug(pays, project: "web")
            #expect(error == "Error: no basket")
        }
        #expect(leftOver.isEmpty)
    }

    @Test("An older Playwright has only a server without tests, which says so")
    func fallsBack() async throws {
        try await withLivePage("old") { page in
            #expect(page.description.hasPrefix("Fake Browser"))
            let error = await #expect(throws: LivePageUnavailable.self) { try await page.debug(pays, project: "web") }
            #expect(error?.description.contains("from Playwright 1.56 on") == true)
            let tree = try await page.snapshot()
            #expect(tree.contains("Pay"))
        }
        #expect(leftOver.isEmpty)
    }

    @Test(
        "A server that cannot be talked to is no live page, in words",
        arguments: [
            ("absent", "update it to 1.56 or later"), ("exits", "update it to 1.56 or later"),
            ("error", "no display"), ("future", "2999-01-01"),
        ])
    func reportsBrokenServers(fault: String, words: String) async throws {
        let error = await #expect(throws: LivePageUnavailable.self) {
            try await withLivePage(fault) { _ in Issue.record("there is no page") }
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(leftOver.isEmpty)
    }

    @Test(
        "A server that breaks in the middle costs that answer, and says why",
        arguments: [
            ("dies", "out of memory"), ("endless", "more than 100000 lines"), ("fails", "the page is closed"),
        ])
    func survivesFaults(fault: String, words: String) async throws {
        try await withLivePage(fault) { page in
            let error = await #expect(throws: LivePageUnavailable.self) { try await page.snapshot() }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(leftOver.isEmpty)
    }

    @Test("A cancelled job leaves no server, and nothing that it started")
    func cancels() async throws {
        let (reached, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await withLivePage("daemon") { _ in
                signal.yield()
                try await Task.sleep(for: .seconds(300))
            }
        }
        for await _ in reached { break }
        #expect(!leftOver.isEmpty)
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(leftOver.isEmpty)
    }

    @Test("A job that is cancelled while its server is silent ends at once, without one")
    func cancelsGreeting() async throws {
        let task = Task { try await withLivePage("mute") { _ in } }
        while leftOver.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(leftOver.isEmpty)
    }
}
