import JavaScript
import Testing

@testable import Repairers

struct SnapshotChangeTests {
    private static let spec = """
        test('tells the hours', async ({ page }) => {
          await expect(page.getByRole('region')).toMatchAriaSnapshot(`
            - heading "Opening hours" [level=2]
            - list:
              - listitem: Friday
            - link "the offers"
          `);
        });
        """

    private func message(_ received: [String]) -> String {
        (["Error: expect(locator).toMatchAriaSnapshot(expected) failed", "", "- Expected  - 4", "+ Received  + 5", ""]
            + ["- - heading \"Opening hours\" [level=2]", "- - list:"] + received.map { "+ " + $0 } + ["", "Call log:"])
            .joined(separator: "\n")
    }

    private func diff(_ old: String, _ new: String) -> CommitWording {
        CommitWording(
            diff: "diff --git a/views.js b/views.js\n--- a/views.js\n+++ b/views.js\n@@ -1 +1 @@\n-\(old)\n+\(new)\n"
        ) { _ in true }
    }

    private func healed(_ received: [String], by wording: CommitWording, spec: String = spec) throws -> String? {
        let source = SourceText(path: "a.spec.ts", text: spec)
        let line = source.text.split(separator: "\n")[1]
        let matcher = try #require(line.firstRange(of: "toMatch"))
        let column = line.distance(from: line.startIndex, to: matcher.lowerBound)
        guard
            let change = SnapshotChange.change(
                message(received), places: [("a.spec.ts", SourcePosition(line: 2, column: column + 1))], in: [source],
                by: wording)
        else { return nil }
        return try SourceEdit.apply(change.edits, to: [source]).first.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private static let page = [
        "- region \"When we are open\":", "  - heading \"When we are open\" [level=2]", "  - list:",
        "    - listitem: Friday", "  - link \"the offers\":", "    - /url: /",
    ]

    @Test("Words that the commit changed are expected in their new form, and the rest of the snapshot stays")
    func followsWords() throws {
        let wording = diff("<h2>Opening hours</h2>", "<h2>When we are open</h2>")
        #expect(
            try healed(Self.page, by: wording) == Self.spec.replacing("Opening hours", with: "When we are open"))
    }

    @Test("Nothing is followed that the commit does not wholly explain")
    func refusesTheRest() throws {
        let wording = diff("<h2>Opening hours</h2>", "<h2>When we are open</h2>")
        #expect(try healed(Self.page.filter { !$0.contains("listitem") }, by: wording) == nil)
        #expect(try healed(Self.page.map { $0.replacing("Friday", with: "Sunday") }, by: wording) == nil)
        // In another order.
        #expect(try healed([Self.page[3], Self.page[1], Self.page[2], Self.page[4]], by: wording) == nil)
        #expect(try healed(Self.page, by: diff("<h2>Other</h2>", "<h2>When we are open</h2>")) == nil)
    }

    @Test("Words around a part that only the running app knows are followed, one and all")
    func followsPieces() throws {
        let spec = """
            test('counts', async ({ page }) => {
              await expect(page.getByRole('main')).toMatchAriaSnapshot(`
                - heading "Basket" [level=1]
                - paragraph: Now €4.00 in your basket
              `);
            });
            """
        let wording = diff("<p>Now ${price(total)} in your basket</p>", "<p>Just ${price(total)} in the cart</p>")
        func page(_ text: String) -> [String] { ["- heading \"Basket\" [level=1]", "- paragraph: \(text)"] }
        #expect(
            try healed(page("Just €4.00 in the cart"), by: wording, spec: spec)
                == spec.replacing("Now €4.00 in your basket", with: "Just €4.00 in the cart"))
        #expect(try healed(page("Just €5.00 in the cart"), by: wording, spec: spec) == nil)
        #expect(try healed(page("Just €4.00 in the bag"), by: wording, spec: spec) == nil)
    }

    @Test("One word in small letters is a state, also beside a number")
    func refusesStates() throws {
        let spec = Self.spec.replacing("listitem: Friday", with: "listitem: 2 shipped")
        let page = Self.page.map {
            $0.replacing("Friday", with: "2 delivered").replacing("When we are open", with: "Opening hours")
        }
        #expect(try healed(page, by: diff("<li>${n} shipped</li>", "<li>${n} delivered</li>"), spec: spec) == nil)
    }

    @Test("Another number is another value, and what YAML would read otherwise is left to people")
    func refusesValues() throws {
        let page = [
            "- heading \"Opening hours\" [level=2]", "- list:", "  - listitem: Friday 2", "- link \"the offers\"",
        ]
        #expect(try healed(page, by: diff("<li>Friday</li>", "<li>Friday 2</li>")) == nil)
        let other = page.map { $0.replacing("Friday 2", with: "\"Friday: open\"") }
        #expect(try healed(other, by: diff("<li>Friday</li>", "<li>Friday: open</li>")) == nil)
    }
}
