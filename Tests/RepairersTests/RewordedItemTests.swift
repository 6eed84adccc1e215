import JavaScript
import Proof
import Testing

@testable import Repairers

struct RewordedItemTests {
    private typealias Item = RewordedItem.Item

    private static let old = [
        Item(value: "", text: "Any"), Item(value: "low", text: "Low priority"),
        Item(value: "high", text: "High priority"),
    ]
    private static let new = [old[0], old[1], Item(value: "high", text: "Do it today")]
    private static let wording = CommitWording(
        "<option value=\"high\">High priority</option>", became: "<option value=\"high\">Do it today</option>",
        file: "index.html")
    private static let message = """
        TimeoutError: locator.selectOption: Timeout 5000ms exceeded.
        Call log:
          - waiting for getByLabel('Priority')
            - attempting select option action
              - did not find some options
        """

    private func healed(
        _ line: String, from old: [Item] = Self.old, to new: [Item] = Self.new, _ message: String = Self.message,
        by wording: CommitWording = Self.wording
    ) throws -> String? {
        let spec = SourceText(path: "a.spec.ts", text: line)
        let call = try #require(line.firstRange(of: "selectOption"))
        let column = line.distance(from: line.startIndex, to: call.lowerBound) + 1
        guard
            let found = RewordedItem.change(
                message, places: [("a.spec.ts", SourcePosition(line: 1, column: column))], in: [spec], from: old,
                to: new, by: wording)
        else { return nil }
        let after = try SourceEdit.apply(found.edits, to: [spec])[0].text
        let checks = PatchGate(rules: PatchRules(editable: [spec.path]))
            .judge([FileChange(path: spec.path, before: line, after: after)], claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return after
    }

    @Test(
        "The item is chosen by its new words, however it is written",
        arguments: [
            "await page.getByLabel('Priority').selectOption('High priority');",
            "await page.getByLabel('Priority').selectOption({ label: 'High priority' });",
            "await page.selectOption('#priority', \"High priority\");",
            "await form.priority.selectOption('High priority', { timeout: 500 });",
        ])
    func follows(line: String) throws {
        #expect(try healed(line) == line.replacing("High priority", with: "Do it today"))
    }

    @Test(
        "What is chosen otherwise is left alone",
        arguments: [
            "await list.selectOption('high');", "await list.selectOption({ value: 'High priority' });",
            "await list.selectOption(['High priority']);", "await list.selectOption(priority);",
            "await list.selectOption('Low priority');",
        ])
    func leavesOthers(line: String) throws { #expect(try healed(line) == nil) }

    private static let line = "await page.getByLabel('Priority').selectOption('High priority');"

    @Test("A list that lost, moved or exchanged an item is at fault until something else is shown")
    func refusesOtherLists() throws {
        let (first, low, high) = (Self.old[0], Self.old[1], Self.new[2])
        #expect(try healed(Self.line, to: [first, high]) == nil)
        #expect(try healed(Self.line, to: [first, high, low]) == nil)
        // The value of another item.
        #expect(try healed(Self.line, to: [first, low, Item(value: "low", text: high.text)]) == nil)
        // A value that nothing shows.
        #expect(try healed(Self.line, to: [first, low, Item(value: "hgh", text: high.text)]) == nil)
        #expect(try healed(Self.line, to: [first, Item(value: "low", text: "Whenever"), high]) == nil)
        // The new words were those of another item.
        #expect(try healed(Self.line, from: [first, Item(value: "low", text: high.text), Self.old[2]]) == nil)
    }

    @Test("Words that the commit does not show, and failures of another kind, are not followed")
    func refusesTheRest() throws {
        #expect(try healed(Self.line, by: CommitWording("say('Old words')", became: "say('New words')")) == nil)
        #expect(try healed(Self.line, "TimeoutError: locator.selectOption: element is not enabled") == nil)
        let lists = (from: [Item(value: "high", text: "high")], to: [Item(value: "urgent", text: "urgent")])
        #expect(
            try healed(
                "await list.selectOption('high');", from: lists.from, to: lists.to,
                by: CommitWording("<option>high</option>", became: "<option>urgent</option>")) == nil)
    }

    @Test("An item without a value of its own, and one whose value the commit renamed with it, are the same items")
    func followsValues() throws {
        let plain = { (text: String) in [Item(value: text, text: text)] }
        #expect(
            try healed(Self.line, from: plain("High priority"), to: plain("Do it today"))?.contains("'Do it today'")
                == true)
        let renamed = CommitWording(
            "<option value=\"high\">High priority</option>", became: "<option value=\"today\">Do it today</option>",
            file: "index.html")
        let items = [Self.old[0], Self.old[1], Item(value: "today", text: "Do it today")]
        #expect(try healed(Self.line, to: items, by: renamed)?.contains("'Do it today'") == true)
    }
}
