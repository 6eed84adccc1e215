import Domain
import Evidence
import Testing

struct ErrorContextTests {
    @Test("Reads the sections of a failed action")
    func readsFailedAction() throws {
        let context = ErrorContext(try Fixture.bytes("crash-error-context.md"))
        #expect(context.testName == "shop.spec.ts >> survives a crash")
        #expect(context.location == SourceLocation(file: "e2e/shop.spec.ts", line: 30, column: 5))
        #expect(context.errorDetails.hasPrefix("TimeoutError: locator.click: Timeout 400ms exceeded.\n"))
        #expect(context.pageSnapshot?.contains(#"- heading "Before the crash" [level=2]"#) == true)
        #expect(context.testSource?.contains("> 34 |") == true)
    }

    @Test("An assertion's snapshot stands among its details")
    func readsFailedAssertion() throws {
        let context = ErrorContext(try Fixture.bytes("order-number-error-context.md"))
        #expect(context.pageSnapshot == "- paragraph: database is down")
        #expect(context.errorDetails.hasPrefix("Error: expect(locator).toHaveText(expected) failed"))
    }

    @Test("What is missing stays empty", arguments: ["", "# Test info\n", "no headings", "# Page snapshot\n\n```yaml"])
    func survivesFragments(text: String) {
        let context = ErrorContext(Array(text.utf8))
        #expect(context.testName == nil && context.errorDetails.isEmpty && context.testSource == nil)
    }

    @Test("A heading within a block is text")
    func keepsHeadingsInBlocks() {
        let context = ErrorContext(Array("# Test source\n\n```ts\n# Test info\n- Name: x\n".utf8))
        #expect(context.testSource == "# Test info\n- Name: x\n")
        #expect(context.testName == nil)
    }

    @Test("Of the form that Playwright makes for its own report the page is read")
    func readsJSON() {
        let context = ErrorContext(Array(#"{"pageSnapshot":"- heading \"Log in\" [level=1]\n- textbox"}"#.utf8))
        #expect(context.pageSnapshot == "- heading \"Log in\" [level=1]\n- textbox")
        #expect(context.testName == nil && context.errorDetails.isEmpty)
    }

    @Test(
        "JSON that is damaged, or says nothing of the page, is a context without a page",
        arguments: ["{", "{}", #"{"pageSnapshot":7}"#])
    func survivesJSON(text: String) {
        #expect(ErrorContext(Array(text.utf8)).pageSnapshot == nil)
    }

    @Test(
        "Contexts are found by the names of all versions, that of the whole attempt first, then by the error's number",
        arguments: [
            (["trace", "error-context"], ["error-context"]),
            (["_error-context-1", "_error-context-0"], ["_error-context-0", "_error-context-1"]),
            (
                ["_prompt-0", "_error-context", "_error-context-10", "_error-context-9"],
                ["_error-context", "_error-context-9", "_error-context-10", "_prompt-0"]
            ),
            (["_error-context-x", "_error-context-", "_prompt--1", "error-context-0", "screenshot"], []),
        ])
    func findsContexts(names: [String], contexts: [String]) throws {
        let attachments = names.map { #"{"name":"\#($0)","path":"/a"}"# }.joined(separator: ",")
        let report = try PlaywrightReport.read(
            Array(
                """
                {"suites":[{"title":"a.spec.ts","specs":[{"title":"t","tests":[{"status":"unexpected","results":[
                {"status":"failed","attachments":[\(attachments)]}]}]}]}]}
                """.utf8), name: "report")
        #expect(report.tests[0].results[0].errorContexts.map(\.name) == contexts)
    }
}
