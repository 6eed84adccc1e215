import Domain
import Foundation
import Pipeline
import TestKit
import Testing

@testable import Tools

/// With Playwright's own servers, on the sample `notes` whose counter has another test id.
@Suite(.serialized, .enabled(if: RealPlaywright.isReady, RealPlaywright.missing))
struct PlaywrightLivePagesTests {
    private let owner = "live-\(UUID().uuidString)"
    private let folder: URL
    private let counts = TestSelection(file: "tests/order.spec.js", titles: ["counts the notes"])
    private let selectors = [
        #"internal:testid=[data-testid="note-count"s]"#, #"internal:testid=[data-testid="notes-total"s]"#,
        #"internal:role=button[name="Pin"i]"#, #"'); process.exit(1); ('"#,
    ]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "selfheal-\(UUID().uuidString)")
        let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Samples")
        try FileManager.default.copyItem(at: samples.appending(path: "notes"), to: folder)
        let modules = folder.appending(path: "node_modules")
        if !FileManager.default.fileExists(atPath: modules.path(percentEncoded: false)) {
            try FileManager.default.createSymbolicLink(
                at: modules, withDestinationURL: URL(filePath: RealPlaywright.modules ?? ""))
        }
        let script = folder.appending(path: "public/notes.js")
        let text = try String(contentsOf: script, encoding: .utf8)
            .replacing("data-testid=\"note-count\"", with: "data-testid=\"notes-total\"")
        try (text + "\nconsole.warn('the notes are old');\nfetch('/api/nothing');\n")
            .write(to: script, atomically: true, encoding: .utf8)
    }

    private func withLivePage<Value: Sendable>(
        calling playwright: [String] = ["npx", "playwright"],
        _ body: @escaping @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value {
        defer { try? FileManager.default.removeItem(at: folder) }
        var repository = RepositorySettings(name: "acme/notes")
        repository.test = playwright + ["test"]
        repository.environment = ["PORT": "4987"]
        let runner = PlaywrightRunner(
            tools: ToolRunner(owner: owner), environment: ChildEnvironment(of: RealPlaywright.service),
            reporters: folder.path(percentEncoded: false))
        return try await PlaywrightLivePages(beside: runner).withLivePages(
            in: folder.path(percentEncoded: false), of: repository, body)
    }

    private var leftOver: [pid_t] { ProcessSweep.find(ToolRunner.owner, owner) }

    @Test("A red test is debugged to its error, and its live page tells what the report cannot")
    func debugs() async throws {
        try await withLivePage { page in
            #expect(page.description.hasPrefix("Playwright Test Runner"))
            let error = try await page.debug(counts, project: "")
            #expect(error.contains("element(s) not found"), "\(error)")
            #expect(error.contains("getByTestId('note-count')"))
            #expect(!error.contains("Page URL"))
            let tree = try await page.snapshot()
            #expect(tree.contains("heading \"My notes\""), "\(tree)")
            #expect(tree.contains("2 notes"))
            let found = try await page.counts(of: selectors)
            // The last one is no code, but a text that nothing on the page has.
            #expect(found == [0, 1, 2, 0], "\(found)")
            let console = try await page.console()
            #expect(console.contains { $0.hasPrefix("[WARNING] the notes are old") }, "\(console)")
            let network = try await page.network()
            #expect(network.contains { $0.hasPrefix("[GET]") && $0.contains("/api/nothing => [404]") }, "\(network)")
            #expect(network.contains { $0.hasPrefix("[POST]") && $0.contains("=> [201]") })
        }
        #expect(leftOver.isEmpty)
    }

    @Test("A test that passes leaves no page, and says so; the next test can be debugged all the same")
    func passes() async throws {
        try await withLivePage { page in
            let writes = TestSelection(file: "tests/writing.spec.js", titles: ["writes a note"])
            let error = await #expect(throws: LivePageUnavailable.self) { try await page.debug(writes, project: "") }
            #expect(error?.description.contains("did not stop at an error") == true)
            await #expect(throws: LivePageUnavailable.self) { try await page.snapshot() }
            let next = try await page.debug(counts, project: "")
            #expect(next.contains("element(s) not found"))
        }
        #expect(leftOver.isEmpty)
    }

    @Test("A job that is cancelled at the live page leaves no browser, no web server and no runner")
    func cancels() async throws {
        let (reached, signal) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            defer { signal.finish() }
            try await withLivePage { page in
                _ = try await page.debug(counts, project: "")
                signal.yield(leftOver.count)
                try await Task.sleep(for: .seconds(300))
            }
        }
        var running = 0
        for await count in reached {
            running = count
            task.cancel()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        // The runner, its worker, the web server and a browser of several processes.
        #expect(running > 4)
        #expect(leftOver.isEmpty)
    }

    @Test("Without the runner's server, and without running code in it, a page is still opened and looked at")
    func browsesOnly() async throws {
        let html = """
            HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r
            <title>Notes</title><p data-testid="notes-total">2 notes</p><button>Pin</button><button>Pin</button>
            """
        let server = try LoopbackServer(answer: html)
        let older = folder.appending(path: "playwright")
        try """
        #!/bin/sh
        [ "$1" = mcp ] || { echo "error: unknown command '$1'" >&2; exit 1; }
        npx playwright "$@" | sed -u s/browser_run_code_unsafe/browser_gone/g
        """.write(to: older, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: older.path(percentEncoded: false))
        try await withLivePage(calling: [older.path(percentEncoded: false)]) { page in
            let error = await #expect(throws: LivePageUnavailable.self) { try await page.debug(counts, project: "") }
            #expect(error?.description.contains("from Playwright 1.56 on") == true)
            try await page.open(server.url.absoluteString)
            #expect(try await page.snapshot().contains("button \"Pin\""))
            #expect(try await page.counts(of: selectors + ["button"]) == [0, 1, nil, nil, 2])
        }
        #expect(leftOver.isEmpty)
    }
}
