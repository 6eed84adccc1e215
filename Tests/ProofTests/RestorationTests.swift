import JavaScript
import Proof
import Testing

struct RestorationTests {
    private func problems(base: String?, head: String, after: String) -> Bool {
        let file = { (text: String) in [SourceText(path: "a.spec.ts", text: text)] }
        return !Restoration(base: base.map(file) ?? [], head: file(head), after: file(after)).check.passed
    }

    private func test(_ lines: String...) -> String {
        "test('total', async ({ page }) => {\n\(lines.joined(separator: "\n"))\n})\n"
    }

    private let visible = "await expect(page.getByTestId('total')).toBeVisible()"
    private let hidden = "await expect(page.getByTestId('total')).not.toBeVisible()"
    private let exact = "await expect(page.getByTestId('total')).toHaveText('42')"
    private let click = "await page.getByText('Add').click()"

    @Test("An expectation that the newest commit turned round is turned back")
    func restores() {
        #expect(!problems(base: test(click, visible), head: test(click, hidden), after: test(click, visible)))
        #expect(!problems(base: test(visible), head: test("expect(1).toBe(2)"), after: test(visible)))
    }

    @Test("What the newest commit added stays: an assertion, a step, a whole test")
    func keepsWhatIsNew() {
        #expect(problems(base: test(visible), head: test(visible, exact), after: test(visible)))
        #expect(problems(base: test(visible), head: test(click, visible), after: test(visible)))
        #expect(problems(base: "", head: test(click, exact), after: test(click, visible)))
        #expect(problems(base: nil, head: test(click, exact), after: test(click)))
        #expect(problems(base: test(visible), head: test(visible), after: ""))
    }

    @Test("An assertion that the test never had is none that it gets back")
    func inventsNothing() {
        #expect(problems(base: test(visible), head: test(hidden), after: test("await expect(page).toHaveURL(/x/)")))
        let guarded = "if (false) { \(visible) }"
        #expect(problems(base: test(visible), head: test(hidden), after: test(guarded)))
    }

    @Test("A patch that changes no assertion restores nothing, and takes nothing away")
    func leavesAlone() {
        #expect(
            !problems(base: nil, head: test(click, exact), after: test("await page.getByText('Put').click()", exact)))
    }

    @Test("A commit that made a test honest is not undone: what was soft, guarded or not waited for stays hard")
    func keepsHonesty() {
        let soft = "await expect.soft(page.getByTestId('total')).toBeVisible()"
        let guarded = "if (await page.getByText('Total').isVisible()) { \(visible) }"
        for weak in [soft, guarded, String(visible.dropFirst("await ".count))] {
            #expect(problems(base: test(weak), head: test(visible), after: test(weak)), "\(weak)")
        }
        #expect(!problems(base: test(visible), head: test(soft), after: test(visible)))
    }

    @Test(
        "A commit that made an assertion stricter is not undone: it may show what the app does wrong",
        arguments: [
            ("toContainText('€80')", "toHaveText('€80.10')"), ("toHaveText(/€80/)", "toHaveText('€80.10')"),
            ("toHaveText([/Pen/, /Ink/])", "toHaveText(['Pen', 'Ink'])"), ("toBeVisible()", "toHaveCount(1)"),
            ("toHaveURL(/cart/)", "toHaveURL('/cart')"),
            ("toHaveAttribute('href', /cart/)", "toHaveAttribute('href', '/cart')"),
            ("not.toHaveText('€80')", "not.toContainText('€80')"), ("toContainText(/80/)", "toHaveText('€80.10')"),
        ])
    func keepsStrictness(weak: String, strict: String) {
        let (old, new) = ("await expect(cart.total).\(weak)", "await expect(cart.total).\(strict)")
        #expect(problems(base: test(old), head: test(new), after: test(old)))
        #expect(problems(base: test(old, visible), head: test(new, hidden), after: test(old, visible)))
        // The other way round it is the newest commit that says less.
        #expect(!problems(base: test(new), head: test(old), after: test(new)))
    }

    @Test("A stricter assertion about something else, and another value, keep nothing from coming back")
    func comparesLikeWithLike() {
        let count = { (number: Int) in "await expect(cart.rows).toHaveCount(\(number))" }
        let part = { (text: String) in "await expect(cart.total).toContainText('\(text)')" }
        let whole = { (text: String) in "await expect(cart.total).toHaveText('\(text)')" }
        #expect(
            !problems(
                base: test(count(1), part("80")), head: test(count(0), part("8")),
                after: test(count(1), part("80"))))
        #expect(
            !problems(
                base: test(whole("€80"), part("€")), head: test(whole("€8"), part("$")),
                after: test(whole("€80"), part("€"))))
        #expect(problems(base: test(part("€"), click), head: test(click, whole("€8")), after: test(part("€"), click)))
    }

    @Test(
        "What is turned round, mistyped or not waited for is no stricter",
        arguments: [
            ("await expect(a.b).not.toHaveClass(/on/)", "await expect(a.b).toHaveClass(/on/)"),
            ("await expect(a.b).toHaveText(['Cannot print'])", "await expect(a.b).toHaveText(['Can not print'])"),
            ("await expect(a.b).toHaveText('me')", "expect(a.b.textContent()).toBe('me')"),
            ("await expect(a.b).toHaveCount(1)", "expect(a.b.count()).toBe(1)"),
            ("await expect(a.b).toHaveAttribute('c', 'true')", "await expect(a.b).toHaveAttribute('c', 'false')"),
            ("await expect(a.b).toHaveCount(1)", "await expect(a.b).toHaveCount(0)"),
        ])
    func undoesSlips(good: String, slip: String) {
        #expect(!problems(base: test(good), head: test(slip), after: test(good)))
    }
}
