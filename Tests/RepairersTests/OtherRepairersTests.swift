import Foundation
import JavaScript
import Proof
import Testing

@testable import Repairers

struct OtherRepairersTests {
    /// The source after a change, which the gate has to accept.
    private func applied(_ found: SuiteChange?, to text: String, isAccepted: Bool = true) throws -> String? {
        guard let found else { return nil }
        let spec = SourceText(path: "a.spec.js", text: text)
        let after = try SourceEdit.apply(found.edits, to: [spec])[0].text
        let checks = PatchGate(rules: PatchRules(editable: ["a.spec.js"]))
            .judge([FileChange(path: spec.path, before: text, after: after)], claim: found.claim)
        #expect(checks.isAccepted == isAccepted, "\(checks.filter { !$0.passed })")
        return after
    }

    private static let undefined = """
        Error: expect(received).toBe(expected) // Object.is equality

        Expected: 5
        Received: undefined
        """

    private func field(_ text: String, _ message: String = Self.undefined) throws -> String? {
        let wording = CommitWording(
            diff: "--- a/api.js\n+++ b/api.js\n@@ -1 +1 @@\n-  send({ total: sum });\n+  send({ amount: sum });"
        ) { _ in true }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines.lastIndex { $0.contains("expect(") } ?? 0
        let call = lines[line].range(of: ").to")?.upperBound ?? lines[line].startIndex
        let position = SourcePosition(
            line: line + 1, column: lines[line].distance(from: lines[line].startIndex, to: call))
        return try applied(
            RenamedField.change(
                message, places: [(file: "a.spec.js", position: position)],
                in: [SourceText(path: "a.spec.js", text: text)], by: wording), to: text)
    }

    @Test(
        "A renamed field is read by its new name, wherever the test reads it",
        arguments: [
            ("expect(body.total).toBe(5);", "expect(body.amount).toBe(5);"),
            ("expect(body['total']).toBe(5);", "expect(body['amount']).toBe(5);"),
            ("expect(body).toEqual({ total: 5 });", "expect(body).toEqual({ amount: 5 });"),
            ("expect(body).toHaveProperty('total');", "expect(body).toHaveProperty('amount');"),
            (
                "const { total } = await answer.json();\nexpect(total).toBe(5);",
                "const { amount: total } = await answer.json();\nexpect(total).toBe(5);"
            ),
        ])
    func renamesFields(before: String, after: String) throws { #expect(try field(before) == after) }

    @Test("Where the matcher prints only the keys that were wanted, it is enough that the old one did not come")
    func matchesObjects() throws {
        let before = "expect(body).toMatchObject({ total: 5 });"
        let start =
            "Error: expect(received).toMatchObject(expected)\n\n  Object {\n    \"count\": 1,\n"
            + "-   \"total\": 5,\n"
        #expect(try field(before, start + "  }") == "expect(body).toMatchObject({ amount: 5 });")
        // It came with another value.
        #expect(try field(before, start + "+   \"total\": 6,\n  }") == nil)
    }

    @Test("What a test sends, calls or names itself stays")
    func leavesOwnNames() throws {
        #expect(
            try field(
                "await request.post('/a', { data: { total: 5 } });\nconst total = 3;\nexpect(cart.total()).toBe(5);")
                == nil)
        // The expected value is the test's own.
        #expect(try field("expect(body.total).toBe(order.total);") == "expect(body.amount).toBe(order.total);")
        #expect(try field("expect(body.total).toBe(5);", "Error: Expected: 5\nReceived: 6") == nil)
    }

    private func later(
        _ text: String, _ message: String = "Timed out 3000ms waiting for expect(locator).toBeVisible()"
    ) throws -> String? {
        // Stack frames name the called member.
        let marked = text.range(of: ".to") ?? text.range(of: ".wait") ?? text.range(of: ".", options: .backwards)
        let column = text.distance(from: text.startIndex, to: marked?.upperBound ?? text.startIndex) + 1
        return try applied(
            LaterContent.change(
                message, places: [(file: "a.spec.js", position: SourcePosition(line: 1, column: column))],
                in: [SourceText(path: "a.spec.js", text: text)]), to: text)
    }

    @Test(
        "An assertion waits longer, and asserts the same",
        arguments: [
            ("await expect(list).toBeVisible();", "await expect(list).toBeVisible({ timeout: 15000 });"),
            ("await expect(list).toHaveText('a');", "await expect(list).toHaveText('a', { timeout: 15000 });"),
            (
                "await expect(list).toHaveText('a', { ignoreCase: true });",
                "await expect(list).toHaveText('a', { ignoreCase: true, timeout: 15000 });"
            ),
            (
                "await expect(list).toHaveCount(3, { timeout: 500 });",
                "await expect(list).toHaveCount(3, { timeout: 15000 });"
            ),
            ("await page.locator('a').waitFor();", "await page.locator('a').waitFor({ timeout: 15000 });"),
        ])
    func waits(before: String, after: String) throws { #expect(try later(before) == after) }

    @Test("What does not wait, or waits long enough, stays")
    func leavesValues() throws {
        #expect(try later("expect(await list.count()).toBe(3);") == nil)
        #expect(try later("await expect(list).toBeVisible({ timeout: 20000 });") == nil)
    }

    private static func timedOut(_ call: String, log: String = "waiting for element to be enabled") -> String {
        "TimeoutError: \(call): Timeout 5000ms exceeded.\nCall log:\n  - \(log)"
    }

    @Test(
        "An action waits longer by its own option, behind what it is given",
        arguments: [
            ("locator.click", "await this.pay.click();", "await this.pay.click({ timeout: 15000 });"),
            (
                "locator.click", "await pay.click({ button: 'right' });",
                "await pay.click({ button: 'right', timeout: 15000 });"
            ),
            ("locator.click", "await pay.click({ timeout: 500 });", "await pay.click({ timeout: 15000 });"),
            ("page.click", "await page.click('#pay');", "await page.click('#pay', { timeout: 15000 });"),
            ("locator.fill", "await name.fill('Ada');", "await name.fill('Ada', { timeout: 15000 });"),
            ("page.fill", "await page.fill('#name', 'Ada');", "await page.fill('#name', 'Ada', { timeout: 15000 });"),
            (
                "locator.selectOption", "await day.selectOption({ label: 'Friday' });",
                "await day.selectOption({ label: 'Friday' }, { timeout: 15000 });"
            ),
        ])
    func actionsWait(call: String, before: String, after: String) throws {
        #expect(try later(before, Self.timedOut(call)) == after)
    }

    @Test("An action that would not do any better by waiting stays")
    func leavesActions() throws {
        // A user cannot reach what is covered, however long it takes.
        let covered = Self.timedOut("locator.click", log: "<div class=\"tour\"> intercepts pointer events")
        #expect(try later("await pay.click();", covered) == nil)
        // The test's own time is over: nothing says how long the action may wait.
        #expect(try later("await pay.click();", "Test timeout of 15000ms exceeded.") == nil)
        #expect(try later("await pay.click({ timeout: 20000 });", Self.timedOut("locator.click")) == nil)
        #expect(
            try later(
                "await pay.click();", "TimeoutError: locator.click: Timeout 20000ms exceeded.") == nil)
        // The step that was told of is another one, or its options stand elsewhere.
        #expect(try later("await shop.pay();", Self.timedOut("locator.click")) == nil)
        #expect(try later("await pay.click(once, twice);", Self.timedOut("locator.click")) == nil)
        #expect(try later("await name.fill('Ada', patience);", Self.timedOut("locator.fill")) == nil)
        #expect(try later("await page.goto('/');", Self.timedOut("page.goto")) == nil)
    }

    @Test("What lies over the page is closed in a hook behind the imports, once")
    func closesOverlays() throws {
        let text =
            "import { expect, test } from '@playwright/test';\nimport a from './a';\n\ntest('b', async ({ page }) => {});\n"
        let spec = SourceText(path: "a.spec.js", text: text)
        let found = DismissedOverlay.change(
            overlay: "getByRole('dialog')", button: "getByRole('button', { name: 'Accept' })", described: "a dialog",
            in: spec)
        let after = try #require(try applied(found, to: text))
        #expect(
            after == """
                import { expect, test } from '@playwright/test';
                import a from './a';

                test.beforeEach(async ({ page }) => {
                  await page.addLocatorHandler(page.getByRole('dialog'), async () => {
                    await page.getByRole('button', { name: 'Accept' }).click();
                  });
                });

                test('b', async ({ page }) => {});

                """)
        let again = DismissedOverlay.change(
            overlay: "getByRole('dialog')", button: "x", described: "a dialog",
            in: SourceText(path: "a.spec.js", text: after))
        #expect(again == nil)
        let required = "const { test } = require('@playwright/test')\ntest('b', async ({ page }) => {})\n"
        let other = DismissedOverlay.change(
            overlay: "locator('#a')", button: "locator('#b')", described: "a box",
            in: SourceText(path: "a.spec.js", text: required))
        #expect(try applied(other, to: required)?.contains("require('@playwright/test')\n\ntest.beforeEach(") == true)
    }

    @Test(
        "A name that the commit replaced is replaced in locators, also in lists and templates, and nowhere else",
        arguments: [
            ("page.locator('#rows tr').first().click();", "page.locator('#tickets tr').first().click();"),
            ("page.click('ul.rows > li');", "page.click('ul.tickets > li');"),
            ("page.getByTestId(`row-${id}`).click();", "page.getByTestId(`ticket-${id}`).click();"),
            ("page.locator('[data-a=\"rows\"]').click();", "page.locator('[data-a=\"tickets\"]').click();"),
        ])
    func renamesNames(before: String, after: String) throws {
        let wording = CommitWording(
            diff: """
                --- a/a.html
                +++ b/a.html
                @@ -1,2 +1,2 @@
                -<tbody id="rows">
                +<tbody id="tickets">
                @@ -9 +9 @@
                -  made.dataset.testid = `row-${ticket.id}`;
                +  made.dataset.testid = `ticket-${ticket.id}`;
                """
        ) { _ in true }
        func change(_ text: String, _ message: String) -> SuiteChange? {
            RenamedName.change(message, in: [SourceText(path: "a.spec.js", text: text)], by: wording)
        }
        let message = "TimeoutError: waiting for locator('#rows tr'), getByTestId('row-2')"
        #expect(try applied(change(before, message), to: before) == after)
        #expect(change(before, "TimeoutError: waiting for locator('nav')") == nil)
        #expect(change("page.fill('#a', 'rows'); page.locator('#rowset'); page.getByText('rows');", message) == nil)
    }

    @Test("A name is not replaced by one that stood beside it on the last good page: what it named is gone")
    func leavesNeighbours() {
        let wording = CommitWording(
            diff: "--- a/a.html\n+++ b/a.html\n@@ -1 +1 @@\n-<dd id=\"subtotal\">\n+<dd id=\"total\">"
        ) { _ in true }
        let spec = SourceText(path: "a.spec.js", text: "page.locator('#subtotal').click();")
        func isRenamed(_ good: [String: Set<String>]) -> Bool {
            RenamedName.change("waiting for locator('#subtotal')", in: [spec], by: wording, good: good) != nil
        }
        #expect(isRenamed([:]) && isRenamed(["id": ["subtotal", "discount"]]))
        #expect(isRenamed(["id": ["subtotal"], "class": ["total"]]))
        #expect(!isRenamed(["id": ["subtotal", "discount", "total"]]))
    }
}
