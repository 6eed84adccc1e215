import JavaScript
import Proof
import Testing

@testable import Repairers

struct TurnedPageTests {
    /// - Parameter mark: what stands where the step failed.
    private func turned(_ text: String, at mark: String) throws -> String? {
        let spec = SourceText(path: "a.spec.ts", text: text)
        let place = try #require(text.firstRange(of: mark)).lowerBound
        let before = text[..<place].split(separator: "\n", omittingEmptySubsequences: false)
        let position = SourcePosition(line: before.count, column: (before.last?.count ?? 0) + 1)
        guard
            let found = TurnedPage.change(
                control: "getByRole('button', { name: 'Next' })", described: "button “Next”",
                places: [("pages/list.ts", SourcePosition(line: 1, column: 1)), (spec.path, position)], in: spec)
        else { return nil }
        let after = try SourceEdit.apply(found.edits, to: [spec])[0].text
        let checks = PatchGate(rules: PatchRules(editable: [spec.path]))
            .judge([FileChange(path: spec.path, before: text, after: after)], claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return after
    }

    @Test("The page is turned in front of the statement, which may have several lines or a block of its own")
    func turns() throws {
        let spec = """
            test('a', async ({ page }) => {
              await page.goto('/');
              await test.step('close', async () => {
                await expect(
                  page.getByText('Item 4', { exact: true }),
                ).toBeVisible();
              });
            });

            """
        let lines = "    await page.getByRole('button', { name: 'Next' }).click();\n    await expect("
        #expect(try turned(spec, at: "toBeVisible") == spec.replacing("    await expect(", with: lines))
        #expect(try turned(spec, at: "getByText") == spec.replacing("    await expect(", with: lines))
    }

    @Test("Without semicolons it is written without one, and a value is looked up on the right page, too")
    func keepsStyle() throws {
        let spec = "test('a', async ({ page, list }) => {\n  const text = await list.item(4).textContent()\n})\n"
        let line = "  await page.getByRole('button', { name: 'Next' }).click()\n  const text"
        #expect(try turned(spec, at: "list.item") == spec.replacing("  const text", with: line))
    }

    @Test(
        "A test that does not ask for the page asks for it then",
        arguments: [("async () =>", "async ({ page }) =>"), ("async ({ list }) =>", "async ({ page, list }) =>")])
    func asksForThePage(old: String, new: String) throws {
        let spec = "test('a', \(old) {\n  await list.item(4).click();\n});\n"
        let line = "  await page.getByRole('button', { name: 'Next' }).click();\n  await list"
        #expect(
            try turned(spec, at: "list.item")
                == spec.replacing(old, with: new).replacing("  await list", with: line))
    }

    @Test(
        "Where there is no page, or the statement does not stand on a line of its own, nothing is changed",
        arguments: [
            "test('a', async ({ page, list }) => {\n  if (list)\n    await list.item(4).click();\n});\n",
            "test('a', async ({ page, list }) => {\n  for (const i of [1])\n    await list.item(4).click();\n});\n",
            "test('a', async ({ page, list }) => {\n  await expect(async () => {\n    await list.item(4).click();\n  }).toPass();\n});\n",
            "let page;\ntest('a', async () => {\n  await list.item(4).click();\n});\n",
            "test('a', async ({ browser }) => {\n  const page = await browser.newPage();\n  await list.item(4).click();\n});\n",
            "const close = async (page, list) => {\n  await list.item(4).click();\n};\n",
            "test('a', async (fixtures) => {\n  await list.item(4).click();\n});\n",
            "export const close = async ({ list }) => {\n  await list.item(4).click();\n};\n",
            "test('a', async ({ page, list }) => { await list.item(4).click(); });\n",
            "test('a', async ({ page, list }) => {\n  if (page) await list.item(4).click();\n});\n",
        ])
    func leavesAlone(spec: String) throws { #expect(try turned(spec, at: "list.item") == nil) }
}
