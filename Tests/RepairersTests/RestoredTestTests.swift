import JavaScript
import Testing

@testable import Repairers

struct RestoredTestTests {
    private let base = """
        test('adds', async ({ page }) => {
          await page.goto('/');
          await page.getByTestId('add').click();
          await expect(page.getByTestId('count')).toHaveText('1');
        });

        """

    private func restored(_ head: String, lines: [Int]) throws -> [String] {
        let changed = RestoredTest.Changed(
            base: SourceText(path: "a.spec.js", text: base), head: SourceText(path: "a.spec.js", text: head),
            lines: lines)
        return try RestoredTest.changes([changed]).map { change in
            try SourceEdit.apply(change.edits, to: [changed.head])[0].text
        }
    }

    @Test("The lines at which it failed are brought back first, then all that was replaced")
    func restoresNearest() throws {
        let head = base.replacing("'add'", with: "'ad'").replacing("goto('/')", with: "goto('/shop')") + "// end\n"
        #expect(
            try restored(head, lines: [3]) == [
                // Both changes are next to the failing line.
                base + "// end\n", base,
            ])
        let far = head.replacing("await page.goto", with: "// one\n  // two\n  await page.goto")
        #expect(try restored(far, lines: [5]).count >= 2)
    }

    @Test("Lines that are gone come back, added ones go last")
    func restoresGone() throws {
        let head = base.replacing("  await page.goto('/');\n", with: "")
        #expect(try restored(head, lines: []) == [base])
        let longer = base.replacing(
            "  await page.getByTestId('add')", with: "  await page.pause();\n  await page.getByTestId('add')")
        #expect(try restored(longer, lines: []) == [base])
    }

    @Test("The last line of a file, with and without a line feed")
    func restoresEnds() throws {
        #expect(try restored(base + "extra();\n", lines: []) == [base])
        #expect(try restored(String(base.dropLast()), lines: []) == [base])
        #expect(try restored(base.replacing("});\n", with: "}\n"), lines: []) == [base])
    }

    @Test("Lines that end as on Windows come back as they were")
    func restoresCarriageReturns() throws {
        let old = SourceText(path: "a.spec.js", text: base.replacing("\n", with: "\r\n"))
        let new = SourceText(path: "a.spec.js", text: old.text.replacing("'add'", with: "'ad'"))
        let changes = RestoredTest.changes([RestoredTest.Changed(base: old, head: new, lines: [3])])
        #expect(changes.count == 1 && changes[0].edits[0].place.range.count < 60)
        #expect(try SourceEdit.apply(changes[0].edits, to: [new])[0].text == old.text)
    }
}
