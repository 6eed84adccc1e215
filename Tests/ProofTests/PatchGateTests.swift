import JavaScript
import Proof
import Testing

struct PatchGateTests {
    private let gate = PatchGate(
        rules: PatchRules(editable: Set(Suite.files.keys)),
        context: Suite.files.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) })

    private func failures(_ change: FileChange, _ claim: RepairClaim = .locator) -> [ProofCheck] {
        #expect(change.before != change.after, "the replacement found nothing to replace")
        return gate.judge([change], claim: claim).filter { !$0.passed }
    }

    @Test(
        "Lets a locator change pass, wherever it stands",
        arguments: [
            ("tests/a.spec.ts", "getByTestId('count')", "getByTestId('cart-count')"),
            ("tests/a.spec.ts", "getByTestId('count')", "getByRole('status', { name: /items in cart/i })"),
            ("tests/a.spec.ts", "name: 'Pay', exact: true", "name: 'Pay now', exact: true"),
            ("tests/a.spec.ts", "page.click('#remove')", "page.click('#delete')"),
            ("tests/a.spec.ts", "page.click('#remove')", "page.getByRole('button', { name: 'Remove' }).click()"),
            ("tests/a.spec.ts", "page.textContent('#name')", "page.getByTestId('name').textContent()"),
            ("tests/a.spec.ts", "page.locator('.total').first()", "page.frameLocator('#f').locator('.sum').first()"),
            (
                "tests/a.spec.ts", "page.getByLabel('Note')",
                "page\n        .getByRole('region', { name: 'Foot' })\n        .getByLabel('Remark')"
            ),
            ("tests/shop.ts", "getByTestId('add')", "getByRole('button', { name: 'Add' })"),
            ("tests/shop.ts", "getByText('Pay')", "getByText('Buy', { exact: true })"),
            ("tests/ids.ts", "undo: 'undo'", "undo: 'undo-button'"),
            ("playwright.config.ts", "'data-testid'", "'data-qa'"),
        ])
    func allowed(path: String, old: String, new: String) {
        #expect(failures(Suite.change(path, old, new)) == [])
    }

    static let count = "await expect(page.getByTestId('count')).toHaveText('1');"

    static let weakenings: [(String, String, String)] = [
        // No assertion removed or weakened.
        ("assertions-kept", count, ""),
        ("assertions-kept", count, "// \(count)"),
        ("assertions-kept", "toHaveText('1')", "toContainText('1')"),
        ("assertions-kept", "toHaveText('1')", "toBeVisible()"),
        ("assertions-kept", "toHaveText('1')", "toHaveText('2')"),
        ("assertions-kept", "toHaveText('1')", "toHaveText(/1|2/)"),
        ("assertions-kept", "toHaveValue(/none/)", "toHaveValue(/.*/)"),
        ("assertions-kept", "toHaveText('1')", "not.toHaveText('1')"),
        ("assertions-kept", "not.toBeVisible()", "toBeVisible()"),
        ("assertions-kept", "toHaveCount(0)", "toHaveCount(1)"),
        (
            "assertions-kept", "toContainText('€', { timeout: 5000 })",
            "toContainText('€', { timeout: 5000, ignoreCase: true })"
        ),
        ("assertions-kept", "expect(page.getByTestId('count'))", "expect.soft(page.getByTestId('count'))"),
        ("assertions-kept", "await expect(page.getByTestId('count'))", "expect(page.getByTestId('count'))"),
        ("assertions-kept", count, "if (await page.getByTestId('count').isVisible()) { \(count) }"),
        ("assertions-kept", count, "if (process) \(count)"),
        ("assertions-kept", count, "try { \(count) } catch {}"),
        ("assertions-kept", ".toHaveText('1')", ".toHaveText('1').catch(() => {})"),
        ("assertions-kept", count, "if (page.isClosed()) return;\n    \(count)"),
        ("assertions-kept", count, "page.on('load', async () => { \(count) });"),
        ("assertions-kept", count, "ok && \(count)"),
        ("assertions-kept", "expect(page.getByTestId('count'))", "expect(shop.other)"),
        ("assertions-kept", "await expect(page).toHaveTitle(TITLE)", "await expect(page).toHaveTitle('Cart')"),
        ("assertions-kept", "toBe('Ada')", "toContain('Ada')"),
        // No test skipped, renamed or deleted.
        ("nothing-bypassed", "test('adds an item'", "test.skip('adds an item'"),
        ("nothing-bypassed", "test('adds an item'", "test.only('adds an item'"),
        ("nothing-bypassed", "test('adds an item'", "test.fixme('adds an item'"),
        ("nothing-bypassed", "test('adds an item'", "test.fail('adds an item'"),
        ("nothing-bypassed", "test.describe('cart'", "test.describe.skip('cart'"),
        ("nothing-bypassed", "const shop", "test.skip();\n    const shop"),
        ("nothing-bypassed", "const shop", "test.slow();\n    const shop"),
        ("nothing-bypassed", "const TITLE", "test.describe.configure({ retries: 3 });\nconst TITLE"),
        ("tests-kept", "'adds an item'", "'adds one item'"),
        ("tests-kept", "test.describe('cart'", "test.describe('shop'"),
        // Nothing bypassed.
        ("nothing-bypassed", "exact: true }).click()", "exact: true }).click({ force: true })"),
        ("nothing-bypassed", "exact: true }).click()", "exact: true }).dispatchEvent('click')"),
        ("nothing-bypassed", "exact: true }).click()", "exact: true }).evaluate((el) => el.click())"),
        (
            "nothing-bypassed", "const shop",
            "await page.evaluate(() => document.querySelector('.b').remove());\n    const shop"
        ),
        (
            "nothing-bypassed", "const shop",
            "await page.evaluate(() => { document.body.style.display = 'none' });\n    const shop"
        ),
        ("nothing-bypassed", "const shop", "await page.evaluate('document.body.click()');\n    const shop"),
        (
            "nothing-bypassed", "const shop",
            "await page.addStyleTag({ content: 'b { display: none }' });\n    const shop"
        ),
        ("nothing-bypassed", "const shop", "await page.addInitScript(() => 1);\n    const shop"),
        (
            "nothing-bypassed", "const shop",
            "await page.route('**/api', (r) => r.fulfill({ body: '' }));\n    const shop"
        ),
        ("nothing-bypassed", "exact: true }).click()", "exact: true }).first().click()"),
        ("nothing-bypassed", "exact: true }).click()", "exact: true }).or(page.locator('b')).click()"),
        ("nothing-bypassed", "shop.add.click()", "shop.add.click().catch(() => {})"),
        // No sleeping, no longer time, no reach beyond the test.
        ("nothing-bypassed", "const shop", "await page.waitForTimeout(500);\n    const shop"),
        ("nothing-bypassed", "const shop", "await new Promise((done) => setTimeout(done, 500));\n    const shop"),
        ("nothing-bypassed", "const shop", "await new Promise(r => setTimeout(r, 5));\n    const shop"),
        ("nothing-bypassed", "const shop", "test.setTimeout(90000);\n    const shop"),
        ("nothing-bypassed", "timeout: 5000", "timeout: 30000"),
        ("nothing-bypassed", "timeout: 5000", "timeout: 0"),
        ("nothing-bypassed", "import { ids }", "import { execSync } from 'node:child_process';\nimport { ids }"),
        ("nothing-bypassed", "const TITLE", "const fs = require('fs');\nconst TITLE"),
        ("nothing-bypassed", "page.goto('/')", "page.goto(process.env.URL ?? '/')"),
        ("nothing-bypassed", "page.goto('/')", "page.goto('https://example.com/')"),
        ("actions-kept", "await shop.add.click();\n", ""),
    ]

    @Test("Refuses every weakening, whatever the patch claims", arguments: weakenings)
    func forbidden(check: String, old: String, new: String) {
        let change = Suite.change("tests/a.spec.ts", old, new)
        let freeForm = failures(change, .freeForm())
        #expect(freeForm.map(\.name).contains(check))
        #expect(freeForm.allSatisfy { $0.text.contains("tests/a.spec.ts:") })
        #expect(!failures(change, .locator).isEmpty)
        #expect(!failures(change, .expectedText(from: "Ada", to: "Eve")).isEmpty)
    }

    @Test(
        "Refuses locators that mean anything, nothing, or something by its place",
        arguments: [
            ("getByTestId('count')", "locator('body')"), ("getByTestId('count')", "locator('*')"),
            ("getByTestId('count')", "getByText(/.*/)"), ("getByTestId('count')", "getByText(/1|/)"),
            ("getByTestId('count')", "locator('span:nth-child(2)')"), ("getByTestId('count')", "getByText(/count/i)"),
            ("getByTestId('count')", "locator('span').nth(1)"), ("name: 'Pay', exact: true", "name: 'Pay'"),
            ("getByTestId('count')", "getByTestId(eval('1'))"), ("getByTestId('count')", "getByTestId((() => 'x')())"),
            ("getByText('Error')", "getByText('Fault')"), ("locator('.row')", "locator('.line')"),
        ])
    func bentLocators(old: String, new: String) {
        let isRoleName = new == "getByText(/count/i)"
        let failed = failures(Suite.change("tests/a.spec.ts", old, new))
        // A pattern is fine where a test id, which says nothing to the reader, was before; only its looseness counts.
        #expect(failed.isEmpty == isRoleName)
    }

    private static let shown = "expect(page.getByText('Error')).toHaveValue"
    private static let absent = "expect(page.getByText('Error')).not"

    @Test(
        "Leads an assertion of absence into a frame only along with one that has to find the same there",
        arguments: [
            ("#f", "#f", true), ("#f", nil, true), (nil, "#f", false), ("#f", "#g", false),
        ] as [(String?, String?, Bool)])
    func frames(shown: String?, absent: String?, isAllowed: Bool) {
        let before = Suite.spec.replacing("page.getByLabel('Note')", with: "page.getByText('Error')")
        var after = before
        for (text, frame) in [(Self.shown, shown), (Self.absent, absent)] {
            guard let frame else { continue }
            after = after.replacing(text, with: text.replacing("page.", with: "page.frameLocator('\(frame)')."))
        }
        let change = FileChange(path: "tests/a.spec.ts", before: before, after: after)
        #expect(failures(change).isEmpty == isAllowed)
    }

    @Test("An assertion of absence is not led into a frame and to another element")
    func renamedInFrame() {
        let before = Suite.spec.replacing("page.getByLabel('Note')", with: "page.getByText('Error')")
        let after = before.replacing("page.getByText('Error')", with: "page.frameLocator('#f').getByText('Fault')")
        #expect(!failures(FileChange(path: "tests/a.spec.ts", before: before, after: after)).isEmpty)
    }

    @Test("Finds the locators that are only asked to be absent")
    func absences() {
        let script = Script(SourceText(path: "tests/a.spec.ts", text: Suite.spec))
        let found = AbsenceUses.places(in: [script]).map { script.source.text(in: $0.range) }
        #expect(found == ["page.getByText('Error')", "page.locator('.row')"])
    }

    @Test(
        "Refuses a locator repair that does more",
        arguments: [
            ("tests/a.spec.ts", "shop.add.click()", "shop.add.dblclick()"),
            ("tests/a.spec.ts", "page.getByTestId('count')", "other.getByTestId('count')"),
            ("tests/a.spec.ts", "'/'", "'/shop'"), ("tests/ids.ts", "label: 'Undo'", "label: 'Redo'"),
            ("tests/a.spec.ts", "'Shop'", "'Store'"), ("tests/shop.ts", "async pay", "async buy"),
            ("playwright.config.ts", "retries: 1", "retries: 2"),
            ("playwright.config.ts", "name: 'health'", "name: 'x'"),
            ("playwright.config.ts", "'*.spec.ts'", "'b.spec.ts'"), ("playwright.config.ts", "  retries: 1,\n", ""),
            ("playwright.config.ts", "retries: 1", "retries: 1, grepInvert: /adds/"),
        ])
    func more(path: String, old: String, new: String) {
        #expect(!failures(Suite.change(path, old, new)).isEmpty)
    }

    @Test("Changes a shared constant only while nothing but locators uses it")
    func sharedConstant() {
        let spec = Suite.spec.replacing("toHaveText('1')", with: "toHaveText(ids.undo)")
        let gate = PatchGate(
            rules: PatchRules(editable: Set(Suite.files.keys)),
            context: [SourceText(path: "tests/a.spec.ts", text: spec)])
        let checks = gate.judge([Suite.change("tests/ids.ts", "undo: 'undo'", "undo: 'x'")], claim: .locator)
        #expect(checks.filter { !$0.passed }.map(\.name) == ["only-what-is-claimed"])
    }

    @Test("Lets exactly the claimed text change in an expectation")
    func expectedText() {
        let change = Suite.change("tests/a.spec.ts", "toBe('Ada')", "toBe(\"Eve\")")
        #expect(failures(change, .expectedText(from: "Ada", to: "Eve")) == [])
        #expect(!failures(change, .expectedText(from: "Ada", to: "Eva")).isEmpty)
        let elsewhere = Suite.change("tests/a.spec.ts", "'#remove'", "'#delete'")
        #expect(!failures(elsewhere, .expectedText(from: "#remove", to: "#delete")).isEmpty)
    }

    private func isAccepted(_ spec: String, _ old: String, _ new: String, _ claim: RepairClaim) -> Bool {
        PatchGate(rules: PatchRules(editable: ["b.spec.ts"])).judge(
            [FileChange(path: "b.spec.ts", before: spec, after: spec.replacing(old, with: new))], claim: claim
        ).isAccepted
    }

    @Test("Lets exactly the claimed text change in an object that is expected, and no key of it")
    func expectedObject() {
        let spec = "test('a', async () => { expect(body).toEqual({ error: 'Old words', code: 'old' }); });\n"
        let claim = RepairClaim.expectedText(from: "Old words", to: "New words")
        #expect(isAccepted(spec, "'Old words'", "'New words'", claim))
        #expect(!isAccepted(spec, "'Old words'", "'Newer words'", claim))
        #expect(!isAccepted(spec, "'old'", "'new'", claim))
        #expect(!isAccepted(spec, "error: 'Old words'", "problem: 'New words'", claim))
        #expect(!isAccepted(spec, "{ error: 'Old words', code: 'old' }", "{ error: 'New words' }", claim))
        let named = spec.replacing("error:", with: "'Old words':")
        #expect(!isAccepted(named, "'Old words'", "'New words'", claim))
    }

    @Test("Lets exactly the claimed item be chosen from a list, and nothing else say it")
    func choices() {
        let spec = """
            test('a', async ({ page }) => {
              await page.getByLabel('High').selectOption('High');
              await page.getByLabel('Sort').selectOption({ label: 'High' });
              await page.getByLabel('Sizes').selectOption(['High']);
              await page.getByLabel('Value').selectOption({ value: 'High' });
              await page.getByLabel('Name').fill('High');
              await expect(page.getByRole('status')).toHaveText('High');
            });

            """
        let claim = RepairClaim.choices([TextChange(from: "High", to: "Urgent")])
        #expect(isAccepted(spec, "selectOption('High')", "selectOption('Urgent')", claim))
        #expect(isAccepted(spec, "{ label: 'High' }", "{ label: 'Urgent' }", claim))
        #expect(!isAccepted(spec, "selectOption('High')", "selectOption('Higher')", claim))
        #expect(!isAccepted(spec, "selectOption('High')", "selectOption('Urgent')", .locator))
        for place in ["getByLabel('High')", "['High']", "{ value: 'High' }", "fill('High')", "toHaveText('High')"] {
            #expect(!isAccepted(spec, place, place.replacing("High", with: "Urgent"), claim), "\(place)")
        }
    }

    @Test(
        "Lets a free change pass that keeps every promise",
        arguments: [
            (
                "expect(await page.textContent('#name')).toBe('Ada')",
                "await expect(page.locator('#name')).toHaveText('Ada')"
            ),
            ("toContainText('€'", "toHaveText('€'"), ("page.goto('/')", "page.goto('/shop')"),
            ("page.click('#remove')", "page.selectOption('#remove', 'yes')"),
            ("const shop", "await page.getByRole('button', { name: 'Accept' }).click();\n    const shop"),
            ("timeout: 5000", "timeout: 1000"), ("not.toBeVisible()", "toBeHidden()"),
            (count, "await page.getByTestId('count').waitFor();\n    \(count)"),
            (count, "await test.step('count', async () => { \(count) });"), (count, "\(count)\n    \(count)"),
        ])
    func freeForm(old: String, new: String) {
        #expect(failures(Suite.change("tests/a.spec.ts", old, new), .freeForm()) == [])
    }

    @Test("Lets an assertion wait longer only when the claim says so")
    func longerTimeout() {
        let change = Suite.change("tests/a.spec.ts", "timeout: 5000", "timeout: 15000")
        #expect(failures(change, .freeForm(allowingLongerTimeouts: true)) == [])
        #expect(failures(change, .freeForm()).map(\.name) == ["nothing-bypassed"])
        let endless = Suite.change("tests/a.spec.ts", "timeout: 5000", "timeout: 0")
        #expect(!failures(endless, .freeForm(allowingLongerTimeouts: true)).isEmpty)
    }

    @Test(
        "Touches nothing but the suite",
        arguments: [
            "src/app.ts", "package.json", "package-lock.json", ".github/workflows/ci.yml", ".env", "tests/../src/a.ts",
            "/etc/passwd", "tests/data.json", "tests/.auth/a.ts", "node_modules/a.js", "tests/secrets.ts",
            "tests//a.spec.ts",
        ])
    func paths(path: String) {
        let gate = PatchGate(rules: PatchRules(editable: path == "src/app.ts" ? [] : [path]))
        let checks = gate.judge([FileChange(path: path, before: "a.b('c')", after: "a.b('d')")], claim: .freeForm())
        #expect(checks.filter { !$0.passed }.map(\.name) == ["paths"])
    }

    @Test("Judges nothing that it cannot read, and no patch that is too large")
    func limits() {
        let open = failures(Suite.change("tests/a.spec.ts", "'Pay'", "'Pay"))
        #expect(open.map(\.name).contains("syntax"))
        let long = Suite.change(
            "tests/a.spec.ts", "const TITLE", String(repeating: "// more\n", count: 61) + "const TITLE")
        #expect(failures(long).map(\.name) == ["size"])
        #expect(
            gate.judge([FileChange(path: "tests/a.spec.ts", before: "a", after: "a")], claim: .locator).contains {
                !$0.passed
            })
        #expect(!gate.judge([], claim: .locator).isAccepted)
        #expect(
            !gate.judge([FileChange(path: "tests/a.spec.ts", before: Suite.spec, after: nil)], claim: .freeForm())
                .isAccepted)
    }

    @Test("Ignores space, comments and line ends")
    func formatting() {
        let before = Suite.spec.replacing("\n", with: "\r\n")
        let after = Suite.spec.replacing("await shop.add", with: "// the first\n    await shop\n      .add")
            .replacing("getByTestId('count')", with: "getByTestId('sum')")
        let rules = PatchRules(editable: ["tests/a.spec.ts"])
        let checks = PatchGate(rules: rules).judge(
            [FileChange(path: "tests/a.spec.ts", before: before, after: after)], claim: .locator)
        #expect(checks.filter { !$0.passed && $0.name != "size" } == [])
    }

    @Test("Answers every patch with the same checks in the same order")
    func shape() {
        let names = gate.judge([], claim: .locator).map(\.name)
        #expect(
            names == [
                "paths", "size", "syntax", "only-what-is-claimed", "tests-kept", "assertions-kept", "actions-kept",
                "nothing-bypassed",
            ])
    }
}
