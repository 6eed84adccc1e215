import Foundation
import Pipeline
import Testing

@testable import Tools

/// Texts as Playwright 1.63 prints them, and how 1.56 differed.
struct PlaywrightTextTests {
    private let list = """
        Listing tests:
          [id=a-1] [project=desk] › tickets.spec.mjs:12:1 › list › opens a ticket
          [id=a-2] [project=phone] › tickets.spec.mjs:12:1 › list › opens a ticket @slow @smoke
          [id=a-3] [desk] › admin/tickets.spec.mjs:3:5 › list › opens a ticket
          [id=a-4] [project=desk] › tickets.spec.mjs:20:1 › list › opens a ticket twice
        Total: 4 tests in 2 files
        """

    @Test(
        "A test is known by its file, titles and project",
        arguments: [
            ("e2e/tickets.spec.mjs", "desk", "a-1"), ("e2e/tickets.spec.mjs", "phone", "a-2"),
            ("e2e/admin/tickets.spec.mjs", "desk", "a-3"),
        ])
    func findsTests(file: String, project: String, id: String) throws {
        let test = TestSelection(file: file, titles: ["list", "opens a ticket"])
        #expect(try ListedTest.id(of: test, project: project, in: list) == id)
    }

    @Test("A test that is not there, or there twice, is not debugged")
    func refusesUnclearTests() {
        let test = TestSelection(file: "e2e/tickets.spec.mjs", titles: ["list", "opens a ticket"])
        #expect(throws: LivePageUnavailable.self) { try ListedTest.id(of: test, project: "", in: list) }
        #expect(throws: LivePageUnavailable.self) {
            try ListedTest.id(of: test, project: "desk", in: list + "\n" + list)
        }
    }

    @Test("The error of a paused test ends where the page begins")
    func readsError() {
        let text = "\nRunning 1 test\n### Paused on error:\nError: a\n\nCall log:\n  - b\n\n\n### Page state\n- URL"
        #expect(PlaywrightAnswer(text).pausedError == "Error: a\n\nCall log:\n  - b")
        #expect(PlaywrightAnswer("### Paused at end of test. ready for interaction").pausedError == nil)
    }

    @Test("A snapshot is what stands in the fence; a page's own text in it does not end it")
    func readsSnapshot() {
        let text = "### Page\n### Snapshot\n```yaml\n- text: \"```\"\n  - text: ### Result\n```\n### Events"
        #expect(PlaywrightAnswer(text).snapshot == "- text: \"```\"\n  - text: ### Result")
        #expect(PlaywrightAnswer("### Snapshot").snapshot == nil)
    }

    @Test("Requests are read with and without numbers, and notes are left out")
    func readsRequests() {
        let text = """
            ### Result
            4. [GET] http://shop/api => [200] OK
            [POST] http://shop/api => [FAILED] net::ERR_ABORTED

            Note: 3 static requests not shown, run with "static" option to see them.
            """
        #expect(
            PlaywrightAnswer(text).requests == [
                "[GET] http://shop/api => [200] OK", "[POST] http://shop/api => [FAILED] net::ERR_ABORTED",
            ])
    }

    @Test("Selectors stand in a counting program as data, whatever is in them")
    func quotesSelectors() throws {
        let hostile = #"x"]; process.exit(1); ["\#u{2028}`${1}`"#
        let code = try CountingCode.runner([hostile])
        let start = try #require(code.range(of: "of [")?.upperBound)
        let end = try #require(code.range(of: "]) {\n", options: .backwards)?.lowerBound)
        let literal = "[" + code[start..<end] + "]"
        #expect(try JSONDecoder().decode([String].self, from: Data(literal.utf8)) == [hostile])
    }

    @Test(
        "In the page only test ids and plain CSS are counted",
        arguments: [
            (#"internal:testid=[data-testid="cart"s]"#, #"[data-testid=\"cart\"]"#), ("#rows > .row", "#rows > .row"),
            ("internal:role=button", nil), ("text=Pay", nil), ("//main", nil), ("main >> a", nil),
            (#"a:has-text("x")"#, nil), ("\"Pay\"", nil),
        ])
    func countsCSS(selector: String, css: String?) throws {
        let code = try CountingCode.page([selector])
        #expect(code.contains(css.map { "[\"\($0)\"].map(" } ?? "[null].map("))
    }

    @Test(
        "The server is called as the repository calls Playwright",
        arguments: [
            ("npx playwright test", "npx playwright run-test-mcp-server --headless"),
            (
                "node_modules/.bin/playwright test -c e2e/pw.config.ts --workers=2",
                "node_modules/.bin/playwright run-test-mcp-server --headless --config e2e/pw.config.ts"
            ),
            (
                "pnpm exec playwright test --config=a.ts",
                "pnpm exec playwright run-test-mcp-server --headless --config a.ts"
            ),
            ("npm run test", "npx playwright run-test-mcp-server --headless"),
        ])
    func namesServers(command: String, server: String) {
        let words = command.split(separator: " ").map(String.init)
        #expect(PlaywrightServer.testRunner.words(test: words, environment: [:]) == server.components(separatedBy: " "))
    }

    @Test("The browser without tests is the one that the suite uses")
    func namesBrowser() {
        let words = PlaywrightServer.browser.words(
            test: ["npx", "playwright", "test"], environment: ["CHROMIUM_PATH": "/usr/bin/chromium"])
        #expect(
            words.prefix(7) == [
                "npx", "playwright", "mcp", "--headless", "--isolated", "--executable-path", "/usr/bin/chromium",
            ])
    }
}
