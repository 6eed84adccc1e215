import Testing

@testable import Repairers

struct CommitWordingTests {
    private func wording(_ removed: [String], _ added: [String], file: String = "app.js") -> CommitWording {
        let lines = removed.map { "-" + $0 } + added.map { "+" + $0 }
        let diff = (["diff --git a/\(file) b/\(file)", "--- a/\(file)", "+++ b/\(file)", "@@ -1 +1 @@"] + lines)
            .joined(separator: "\n")
        return CommitWording(diff: diff) { !$0.contains("tests/") }
    }

    private func pairs(_ wording: CommitWording) -> [String] { wording.texts.map { "\($0.old) -> \($0.new)" } }

    @Test(
        "A text that a line replaces is found in quotes, templates, markup and attributes",
        arguments: [
            ("  show('Saved.');", "  show('Stored.');", "Saved. -> Stored."),
            ("  t = `Total: ${sum} EUR`", "  t = `Sum: ${sum} EUR`", "Total:  -> Sum: "),
            (
                "<button class=\"a\">Add to cart</button>", "<button class=\"b\">Put in basket</button>",
                "a -> b|Add to cart -> Put in basket"
            ),
            ("  el.innerHTML = '<h1>Shop</h1>';", "  el.innerHTML = '<h1>Store</h1>';", "Shop -> Store"),
            ("app.get('/cart', show)", "app.get('/basket', show)", "/cart -> /basket"),
            ("<li>${name} sold</li>`", "<li>${name} gone</li>`", " sold ->  gone"),
            ("\"save\": \"Save\",", "\"save\": \"Keep\",", "Save -> Keep"),
        ])
    func findsTexts(old: String, new: String, expected: String) {
        #expect(pairs(wording([old], [new])).joined(separator: "|") == expected)
    }

    @Test(
        "Words beside a hole are told, whatever code the hole holds",
        arguments: [
            ("app.js", "<p>${price(total)} in your basket</p>`", "<p>${price(total)} in the cart</p>`"),
            (
                "app.js", "t = `${price(sum({ of: all }))} in your basket`",
                "t = `${price(sum({ of: all }))} in the cart`"
            ),
            (
                "app.js", "t = `${all ? `${all} pieces` : '}'} in your basket`",
                "t = `${all ? `${all} pieces` : '}'} in the cart`"
            ),
            ("page.tsx", "<p>{price(total)} in your basket</p>", "<p>{price(total)} in the cart</p>"),
            ("page.vue", "{{ price(total) }} in your basket", "{{ price(total) }} in the cart"),
        ])
    func readsBesideHoles(file: String, old: String, new: String) {
        #expect(pairs(wording([old], [new], file: file)) == [" in your basket ->  in the cart"])
    }

    @Test(
        "Words beside a hole that holds other code may speak of another thing",
        arguments: [
            ("<p>${price(total)} in your basket</p>", "<p>${price(sum)} in the cart</p>"),
            ("<p>${price(total)} in your basket</p>", "<p>${total} in the cart</p>"),
            ("t = `${shown} of ${all} tickets`", "t = `${all} of ${shown} requests`"),
            ("t = `${total} in your basket`", "t = `${total - 1} in the cart`"),
        ])
    func leavesOtherHoles(old: String, new: String) {
        #expect(wording([old], [new]) == wording([], []))
    }

    @Test("What a call in a hole is given is code: another currency is no other word for the same")
    func leavesOtherArguments() {
        let found = wording(["t = `${price(total, 'EUR')} to pay`"], ["t = `${price(total, 'USD')} due now`"])
        #expect(!found.texts.contains { $0.old == " to pay" })
    }

    @Test("Holes without an end, and ever deeper ones, are read to the end of the line")
    func readsOpenHoles() {
        let deep = String(repeating: "`a ${", count: 500)
        #expect(wording([deep + "1"], [deep + "2"]).texts.isEmpty)
        let closed = deep + "1" + String(repeating: "}`", count: 500)
        #expect(wording([closed], [closed.replacing("1", with: "2")]).texts.isEmpty)
        #expect(wording(["<p>${price(total in your basket</p>"], ["<p>${price(total in the cart</p>"]).texts.isEmpty)
    }

    @Test("Text alone in its line of markup counts; the same in code does not")
    func readsPlainLines() {
        #expect(
            pairs(wording(["    Don't wait"], ["    No waiting"], file: "page.html")) == ["Don't wait -> No waiting"])
        #expect(pairs(wording(["    return total"], ["    return sum"])).isEmpty)
    }

    @Test("Names that a line replaces are kept apart from texts")
    func findsNames() {
        let found = wording(["  res.json({ total: sum })"], ["  res.json({ amount: sum })"])
        #expect(found.names.map(\.old) == ["total"] && found.names.map(\.new) == ["amount"])
        #expect(found.texts.isEmpty)
    }

    @Test("Where more lines come than go, each goes with the one that is like it")
    func pairsLines() {
        let found = wording(
            ["  title.textContent = 'Cart';"],
            ["  const count = items.length;", "  title.textContent = 'Basket';", "  draw(count);"])
        #expect(pairs(found) == ["Cart -> Basket"])
    }

    @Test("A line that is gone is not paired with its neighbour's successor, whatever they have in common")
    func pairsMutually() {
        let row = { (title: String, id: String) in "<dt>\(title)</dt><dd data-testid=\"\(id)\"></dd>" }
        let (total, discount) = (row("Total", "total"), row("Discount", "discount"))
        let moved = wording(
            ["<dl>", row("Subtotal", "subtotal"), discount, total, "</dl>"],
            ["<div>", "<dl>", total, discount, "</dl>", "</div>"])
        #expect(moved.texts.isEmpty)
        let checks = wording(
            ["if (!subject) return 'No subject';", "if (!customer) return 'No customer';"],
            ["if (!customer) return 'Who asks?';"])
        #expect(pairs(checks) == ["No customer -> Who asks?"])
    }

    @Test("Lines that are equally alike are paired in their order")
    func pairsInOrder() {
        let found = wording(
            ["a.title = 'One';", "a.title = 'Two';"], ["a.title = 'Three';", "a.title = 'Four';", "draw();"])
        #expect(pairs(found) == ["One -> Three", "Two -> Four"])
    }

    @Test(
        "A line whose condition changed with its texts does not say which of them became which",
        arguments: [
            ("<p>${soldOut ? 'Sold out' : 'In stock'}</p>", "<p>${available ? 'Available' : 'Unavailable'}</p>"),
            ("t = stock === 0 ? 'Sold out' : 'In stock'", "t = stock !== 0 ? 'Available' : 'Gone'"),
            ("t = stock > 0 ? 'In stock' : 'Sold out'", "t = stock > 1 ? 'Many left' : 'Few left'"),
            ("t = open ? draft : 'Sent'", "t = open ? note : 'Gone'"),
            ("if (!subject) return 'No subject'", "if (!customer) return 'Who asks?'"),
            ("if late: return 'Too late'", "if early: return 'On time'"),
            ("case open: return 'Open'", "case closed: return 'Done'"),
            ("show(isNew && 'New')", "show(isOld && 'Old')"),
        ])
    func leavesOtherConditions(old: String, new: String) {
        #expect(wording([old], [new]) == wording([], []))
    }

    @Test(
        "A condition that stays lets its texts be told, whatever tags and keys are about it",
        arguments: [
            (
                "<b>${soldOut ? 'Sold out' : 'In stock'}</b>", "<i>${soldOut ? 'Gone' : 'Available'}</i>",
                "Sold out -> Gone|In stock -> Available"
            ),
            (
                "if (!subject) return 'No subject'", "if (!subject) return 'What is it about?'",
                "No subject -> What is it about?"
            ),
            ("{ title: old ? 'Archive' : 'Notes' }", "{ heading: old ? 'Shelf' : 'Notes' }", "Archive -> Shelf"),
            ("show(user?.name, 'Hello')", "show(guest?.name, 'Welcome')", "Hello -> Welcome"),
        ])
    func keepsConditions(old: String, new: String, expected: String) {
        #expect(pairs(wording([old], [new])).joined(separator: "|") == expected)
    }

    @Test("Files that do not count, and lines without a counterpart, say nothing")
    func leavesOut() {
        #expect(wording(["a('Old')"], ["a('New')"], file: "tests/a.spec.js").texts.isEmpty)
        #expect(wording(["a('Old')"], []).texts.isEmpty)
        #expect(wording(["a('Old')"], ["while (b) { c(); d('New', e) }"]).texts.isEmpty)
    }

    @Test("Lines that end as on Windows are read like any others")
    func readsCarriageReturns() {
        let diff = ["--- a/a.js", "+++ b/a.js", "@@ -1 +1 @@", "-show('Saved.');\r", "+show('Stored.');\r"]
        let found = CommitWording(diff: diff.joined(separator: "\n")) { _ in true }
        #expect(pairs(found) == ["Saved. -> Stored."])
        #expect(SourceWords("a('One');\r\nb('Two');\r\n", file: "a.js").texts == ["One", "Two"])
    }

    @Test("A line that looks like a file's name within a hunk is a line")
    func readsOddLines() {
        let diff = [
            "--- a/a.sql", "+++ b/a.sql", "@@ -1,2 +1,2 @@", "--- 'Old'", "-x('One')", "+-- 'New'", "+x('Two')",
        ]
        #expect(CommitWording(diff: diff.joined(separator: "\n")) { _ in true }.texts.map(\.new).contains("Two"))
    }

    @Test("A text that a commit takes from one place and brings to another still stands")
    func standing() {
        let lines = [
            "-  title: inArchive() ? 'Archive' : 'My notes',", "+  title: inArchive() ? 'All notes' : 'Archive',",
        ]
        let diff = (["diff --git a/app.js b/app.js", "--- a/app.js", "+++ b/app.js", "@@ -1 +1 @@"] + lines)
            .joined(separator: "\n")
        let standing = CommitWording.standing(inDiff: diff)
        #expect(standing.contains("Archive") && standing.contains("All notes") && !standing.contains("My notes"))
    }
}
