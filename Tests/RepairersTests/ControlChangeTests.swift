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

    /// Both files after the change of `dialog.priority.selectOption('high')` in a spec.
    private func healed(
        _ page: String, spec: String = "await dialog.priority.selectOption('high');",
        group: String? = "getByRole('group', { name: 'Priority' })"
    ) throws -> [String]? {
        let call = try #require(spec.firstRange(of: "selectOption"))
        let column = spec.distance(from: spec.startIndex, to: call.lowerBound) + 1
        let sources = [SourceText(path: "a.spec.ts", text: spec), SourceText(path: "dialog.ts", text: page)]
        let change = ControlChange.Change.listBecameRadios(names: ["high": "high", "low": "low"], group: group)
        let found = ControlChange.change(
            change, places: [("a.spec.ts", SourcePosition(line: 1, column: column))], in: sources, of: sources)
        guard let found else { return nil }
        let after = try SourceEdit.apply(found.edits, to: sources)
        let checks = PatchGate(rules: PatchRules(editable: ["a.spec.ts", "dialog.ts"])).judge(
            zip(sources, after).map { FileChange(path: $0.path, before: $0.text, after: $1.text) }, claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return after.map(\.text)
    }

    private static let getter =
        "class Dialog { get priority() { return this.root.getByRole('combobox', { name: 'Priority' }); } }"

    @Test("A list that a page object finds for one call becomes its group of buttons there, and a button at the call")
    func definedList() throws {
        let use = "await dialog.priority.getByRole('radio', { name: 'high', exact: true }).check();"
        #expect(
            try healed(Self.getter) == [
                use, "class Dialog { get priority() { return this.root.getByRole('group', { name: 'Priority' }); } }",
            ])
        #expect(
            try healed(
                "class Dialog { readonly priority: Locator; constructor(page) { this.priority = page.getByLabel('Priority'); } }"
            ) == [
                use,
                "class Dialog { readonly priority: Locator; constructor(page) { this.priority = page.getByRole('group', { name: 'Priority' }); } }",
            ])
    }

    @Test("A definition that something else uses, or that is not clearly the one, stays")
    func sharedDefinition() throws {
        let asserted = "await dialog.priority.selectOption('high'); await expect(dialog.priority).toHaveValue('high');"
        #expect(try healed(Self.getter, spec: asserted) == nil)
        let taken = "await dialog.priority.selectOption('high'); const { priority } = dialog;"
        #expect(try healed(Self.getter, spec: taken) == nil)
        let twice = "class Filter { get priority() { return this.page.getByLabel('Priority'); } }\n"
        #expect(try healed(twice + Self.getter) == nil)
        #expect(
            try healed("class Dialog { get priority() { return this.root.locator('select').first(); } }") == nil)
        #expect(try healed(Self.getter, group: nil) == nil)
        // What the list was given is no button's name.
        #expect(try healed(Self.getter, spec: "await dialog.priority.selectOption('urgent');") == nil)
    }
}
