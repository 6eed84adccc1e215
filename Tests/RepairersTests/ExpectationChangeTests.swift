import JavaScript
import Proof
import Testing

@testable import Repairers

struct ExpectationChangeTests {
    private func wording(_ pairs: [(String, String)]) -> CommitWording {
        let lines = pairs.flatMap { ["-  say('\($0.0)');", "+  say('\($0.1)');", "@@ -1 +1 @@"] }
        return CommitWording(diff: (["--- a/app.js", "+++ b/app.js"] + lines).joined(separator: "\n")) { _ in true }
    }

    private func message(_ expected: String, _ received: String, matcher: String = "toHaveText") -> String {
        """
        Error: expect(locator).\(matcher)(expected) failed

        Locator:  getByRole('status')
        Expected: "\(expected)"
        Received: "\(received)"
        Timeout:  5000ms
        """
    }

    /// What becomes of a spec whose third line fails.
    private func change(
        _ line: String, _ message: String, _ pairs: [(String, String)], more: [SourceText] = []
    ) throws -> String? {
        let spec = SourceText(
            path: "a.spec.js", text: "test('a', async ({ page }) => {\n  await page.goto('/');\n  \(line)\n});\n")
        guard
            let found = ExpectationChange.change(
                message, places: [(file: "a.spec.js", position: SourcePosition(line: 3, column: 12))],
                in: [spec] + more,
                by: wording(pairs))
        else { return nil }
        let changes = try SourceEdit.apply(found.edits, to: [spec] + more).compactMap { after in
            ([spec] + more).first { $0.path == after.path && $0 != after }.map {
                FileChange(path: after.path, before: $0.text, after: after.text)
            }
        }
        let gate = PatchGate(rules: PatchRules(editable: Set(([spec] + more).map(\.path))), context: [spec] + more)
        let checks = gate.judge(changes, claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return changes.first?.after?.split(separator: "\n").first { $0.contains("expect") || $0.contains("const") }
            .map(String.init)
    }

    @Test("An expected text that the commit replaced becomes exactly the new one")
    func replaces() throws {
        let line = "await expect(page.getByRole('status')).toHaveText('Saved.');"
        #expect(
            try change(line, message("Saved.", "Stored."), [("Saved.", "Stored.")])
                == "  await expect(page.getByRole('status')).toHaveText('Stored.');")
    }

    @Test("A part of the text, a template's piece, and several at once are followed")
    func followsParts() throws {
        let pieces = [("Total: ", "Sum: "), (" paid", " settled")]
        #expect(
            try change(
                "await expect(total).toHaveText(\"Total: 12 paid\");", message("Total: 12 paid", "Sum: 12 settled"),
                pieces)
                == "  await expect(total).toHaveText(\"Sum: 12 settled\");")
        #expect(
            try change(
                "await expect(total).toContainText('Total: 12');",
                message("Total: 12", "Sum: 12 EUR", matcher: "toContainText"), pieces)
                == "  await expect(total).toContainText('Sum: 12');")
    }

    @Test(
        "What objects, or says that nothing is there, may do so in other words; what did not may not begin to",
        arguments: [
            ("Please enter a title", "Title is required", true), ("No tasks yet", "The list of tasks is empty", true),
            ("Please enter a title", "Title cannot be empty", true), ("It isn’t shared", "It is shared", false),
            ("Page not found", "This page doesn’t exist", true),
            ("A password is required", "A password is not required", false),
            ("Please enter a valid email", "Invalid email address", true),
            ("The order was placed", "The order wasn’t placed", false),
            ("No errors found", "Invalid entries found", false),
            ("Your email is valid", "Your email is invalid", false),
            ("It is not shared", "It is shared", false), ("No unsaved changes", "Changes not saved", false),
            ("Please enter a title", "The request is invalid", false),
            ("A title must be given", "The title is missing", true),
            ("The note is saved", "The note is not saved", false),
            ("Please enter a title", "Access denied to you", false),
            ("Please wait a moment", "Title is required", false),
            ("Your notes are open", "Your notes are closed", false), ("12 EUR to pay", "12 USD to pay", false),
            ("5 km from here", "5 mi from here", false), ("3 in your cart", "3 in your basket", true),
        ])
    func objections(old: String, new: String, isFollowed: Bool) throws {
        let line = "await expect(page.getByRole('status')).toHaveText('\(old)');"
        #expect((try change(line, message(old, new), [(old, new)]) != nil) == isFollowed)
    }

    @Test("A part of a longer text follows the words that were exchanged in it, else it becomes the whole")
    func partsOfTexts() throws {
        let (old, new) = ("Thank you for your order, it ships soon", "Thanks for ordering, it ships soon")
        func result(_ expected: String) throws -> String? {
            try change(
                "await expect(status).toContainText('\(expected)');", message(expected, new, matcher: "toContainText"),
                [(old, new)])
        }
        #expect(
            try result("Thank you for your order,") == "  await expect(status).toContainText('Thanks for ordering,');")
        #expect(try result("for your order") == "  await expect(status).toContainText('\(new)');")
        #expect(try result("order") == nil)
    }

    @Test("A pattern without regard to case is followed, and a text of a dictionary around what it leaves open")
    func patternsAndDictionaries() throws {
        let pattern = message("/saved/i", "Stored.").replacing("\"/saved/i\"", with: "/saved/i")
        #expect(
            try change("await expect(status).toHaveText(/saved/i);", pattern, [("Saved.", "Stored.")])
                == "  await expect(status).toHaveText(/stored/i);")
        #expect(
            try change(
                "await expect(status).toHaveText('2 items left');", message("2 items left", "2 tasks left"),
                [("{count} items left", "{count} tasks left")])
                == "  await expect(status).toHaveText('2 tasks left');")
        #expect(
            try change(
                "await expect(status).toHaveText('2 items left');", message("2 items left", "2 tasks left"),
                [("{count} items left", "{all} tasks left")]) == nil)
    }

    @Test("A constant is changed where it is defined")
    func changesConstants() throws {
        let texts = SourceText(path: "texts.js", text: "export const TEXTS = { saved: 'Saved.' };\n")
        let line = "await expect(status).toHaveText(TEXTS.saved);"
        #expect(
            try change(line, message("Saved.", "Stored."), [("Saved.", "Stored.")], more: [texts])
                == "export const TEXTS = { saved: 'Stored.' };")
    }

    @Test("Lists are compared element by element")
    func changesLists() throws {
        let message = """
            Error: expect(locator).toHaveText(expected) failed

            Locator: getByRole('columnheader')
            - Expected  - 1
            + Received  + 1

              Array [
                "Name",
            -   "Price",
            +   "Cost",
              ]
            """
        #expect(
            try change("await expect(heads).toHaveText(['Name', 'Price']);", message, [("Price", "Cost")])
                == "  await expect(heads).toHaveText(['Name', 'Cost']);")
    }

    @Test(
        "What the commit does not wholly explain may be a fault, and is left alone",
        arguments: [
            ("Total: 12", "Sum: 13", "Total: ", "Sum: "), ("Saved.", "Stored", "Saved.", "Stored."),
            ("Saved.", "Error", "Saved.", "Error"), ("12 items", "13 items", "12 items", "13 items"),
            ("Open", "Closed", "Opened", "Closed"),
        ])
    func refuses(expected: String, received: String, old: String, new: String) throws {
        let line = "await expect(status).toHaveText('\(expected)');"
        #expect(try change(line, message(expected, received), [(old, new)]) == nil)
    }

    @Test("What must not be there is never followed")
    func refusesNegations() throws {
        let text = message("Saved.", "Stored.").replacing(
            "expect(locator).toHaveText", with: "expect(locator).not.toHaveText")
        #expect(
            try change("await expect(status).not.toHaveText('Saved.');", text, [("Saved.", "Stored.")]) == nil)
    }

    @Test("A pattern follows, when it fits what is there now")
    func changesPatterns() throws {
        func message(_ pattern: String) -> String {
            """
            Error: expect(locator).toHaveClass(expected) failed

            Locator: locator('nav')
            Expected pattern: \(pattern)
            Received string:  "nav is-current"
            """
        }
        let pairs = [("nav active", "nav is-current")]
        #expect(
            try change("await expect(nav).toHaveClass(/active/);", message("/active/"), pairs)
                == "  await expect(nav).toHaveClass(/is-current/);")
        #expect(try change("await expect(nav).toHaveClass(/inactive/);", message("/inactive/"), pairs) == nil)
    }

    @Test("A list that lost an entry is more than words, whatever else of it was reworded")
    func refusesShorterLists() throws {
        let message = """
            Error: expect(locator).toHaveText(expected) failed

            - Expected  - 2
            + Received  + 1

              Array [
                "Name",
            -   "Price",
            -   "Stock",
            +   "Cost",
              ]
            """
        let line = "await expect(heads).toHaveText(['Name', 'Price', 'Stock']);"
        #expect(try change(line, message, [("Price", "Cost")]) == nil)
    }

    @Test(
        "A word alone in small letters is a state, and another one is another value",
        arguments: ["shipped", "/shipped/"])
    func refusesStates(expected: String) throws {
        let isPattern = expected.hasPrefix("/")
        let text = message("shipped", "delivered").replacing(
            "Expected: \"shipped\"", with: isPattern ? "Expected pattern: /shipped/" : "Expected: \"shipped\"")
        let line = "await expect(state).toHaveText(\(isPattern ? expected : "'shipped'"));"
        #expect(try change(line, text, [("shipped", "delivered")]) == nil)
    }

    @Test("A constant that the test also types is no expectation alone")
    func refusesTypedConstants() throws {
        let texts = SourceText(
            path: "texts.js",
            text: "export const TITLE = 'Report';\nexport const fill = (page) => page.fill('#a', TITLE);\n")
        let line = "await expect(head).toHaveText(TITLE);"
        #expect(try change(line, message("Report", "Untitled"), [("Report", "Untitled")], more: [texts]) == nil)
    }
}
