import JavaScript
import Proof
import Testing

@testable import Repairers

struct ControlChangeTests {
    /// The source after the change of its line with a `.` call marked by `^`.
    private func healed(_ marked: String, _ change: ControlChange.Change) throws -> String? {
        let offset = try #require(marked.firstIndex(of: "^"))
        let text = marked.replacing("^", with: "")
        let column = marked.distance(from: marked.startIndex, to: offset)
        let source = SourceText(path: "a.spec.ts", text: text)
        let place = ("a.spec.ts", SourcePosition(line: 1, column: column + 1))
        guard let found = ControlChange.change(change, places: [place], in: [source]) else { return nil }
        #expect(found.claim.isFreeForm)
        return try SourceEdit.apply(found.edits, to: [source]).first.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("What was typed into a field is chosen from the list that it became, and the other way round")
    func fieldsAndLists() throws {
        #expect(
            try healed("await page.getByLabel('Quantity').^fill('3');", .fieldBecameList)
                == "await page.getByLabel('Quantity').selectOption('3');")
        #expect(
            try healed("await page.^fill('#quantity', count);", .fieldBecameList)
                == "await page.selectOption('#quantity', count);")
        #expect(
            try healed("await this.quantity.locator('input').^selectOption(\"3\");", .listBecameField)
                == "await this.quantity.locator('input').fill(\"3\");")
        // Where it is found stands elsewhere.
        #expect(
            try healed("await product.quantity.^fill('3');", .fieldBecameList)
                == "await product.quantity.selectOption('3');")
        // Several, or what only the running test knows to be one.
        #expect(try healed("await page.getByLabel('Sizes').^selectOption(['s', 'm']);", .listBecameField) == nil)
        #expect(try healed("await page.getByLabel('Quantity').^press('Enter');", .fieldBecameList) == nil)
    }

    @Test("The button of a choice becomes the item of a list, by the name that the test gives it")
    func radiosBecameList() throws {
        let change = ControlChange.Change.radiosBecameList(list: "getByLabel('Day')", choice: "Friday")
        #expect(
            try healed(
                "await this.page.getByRole('group', { name: 'Day' }).getByRole('radio', { name: day }).^check();",
                change)
                == "await this.page.getByLabel('Day').selectOption(day);")
        #expect(
            try healed("await page.getByRole('radio', { name }).^check();", change)
                == "await page.getByLabel('Day').selectOption(name);")
        #expect(
            try healed("await page.getByLabel('Friday').^click();", change)
                == "await page.getByLabel('Day').selectOption('Friday');")
        #expect(
            try healed("await page.locator('#friday').^check();", change)
                == "await page.getByLabel('Day').selectOption('Friday');")
        #expect(try healed("await friday.^check();", change) == nil)
    }

    @Test("The item of a list becomes the button with its text, whether the test named its text or its value")
    func listBecameRadios() throws {
        let change = ControlChange.Change.listBecameRadios(names: [
            "hi": "High", "High": "High", "lo": "Low", "Low": "Low",
        ])
        for given in ["'hi'", "'High'", "{ label: 'High' }", "{ value: 'hi' }"] {
            #expect(
                try healed("await form.getByLabel('Priority').^selectOption(\(given));", change)
                    == "await form.getByRole('radio', { name: 'High', exact: true }).check();")
        }
        #expect(try healed("await page.getByLabel('Priority').^selectOption('Middle');", change) == nil)
        #expect(try healed("await page.getByLabel('Priority').^selectOption(priority);", change) == nil)
        #expect(
            try healed(
                "await page.getByLabel('Priority').^selectOption(name);", .listBecameRadios(names: ["High": "High"]))
                == "await page.getByRole('radio', { name, exact: true }).check();")
    }
}
