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
}
