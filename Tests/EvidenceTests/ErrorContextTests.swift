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
}
