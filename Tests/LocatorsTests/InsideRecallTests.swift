import Evidence
import JavaScript
import Testing

@testable import Locators

/// Cards that a locator tells by what lies inside of them, where that became another element.
struct InsideRecallTests {
    private static let tea = ".note >> internal:has=\"internal:role=heading[name=\\\"Tea\\\"s]\""

    private static func page(_ cards: String) -> PreparedPage {
        PreparedPage(
            PageIndex(
                Markup.page(
                    "<header><a href='/'>Notes</a><a href='/archive'>Archive</a></header><main><h1>My notes</h1>"
                        + "<ul>\(cards)</ul></main><footer><a href='/imprint'>Imprint</a></footer>")))
    }

    /// Two notes whose titles stand in elements of this tag.
    private static func cards(_ tag: String, _ titles: [String] = ["Tea", "Bread"]) -> String {
        titles.map {
            "<li class='note'><\(tag) class='title' mark='\($0)'>\($0)</\(tag)><p>about it</p>"
                + "<button>Pin</button></li>"
        }.joined()
    }

    private func recall(_ old: String, _ new: String, selector: String = Self.tea) throws -> LocatorRecall {
        try LocatorRecall(
            try #require(Selector(selector)), targets: [], old: Self.page(old), new: Self.page(new))
    }

    private func rewrite(_ source: String, _ new: String, selector: String = Self.tea) throws -> LocatorRewrite {
        try LocatorRewrite(
            selector, recall: recall(Self.cards("h2"), new, selector: selector), new: Self.page(new).index,
            testIDAttribute: "data-testid",
            reader: LocatorReader(files: [SourceText(path: "a.spec.js", text: source)]),
            stack: [(file: "a.spec.js", position: SourcePosition(line: 1, column: 1))])
    }

    @Test("What lies inside of the card is followed, and not the card")
    func follows() throws {
        let found = try recall(Self.cards("h2"), Self.cards("strong"))
        #expect(found.brokenPart == 1)
        #expect(Self.page(Self.cards("strong")).index.page.marks(found.elements.map(\.new)) == "Tea")
    }

    @Test(
        "The locator inside is written anew, whoever gives the name",
        arguments: [
            (
                "await page.locator('.note', { has: page.getByRole('heading', { name: 'Tea', exact: true }) }).click();",
                "await page.locator('.note', { has: page.getByText('Tea', { exact: true }) }).click();"
            ),
            (
                "await page.locator('.note').filter({ has: page.getByRole('heading', { name: 'Tea', exact: true }) }).click();",
                "await page.locator('.note').filter({ has: page.getByText('Tea', { exact: true }) }).click();"
            ),
            (
                "await note('Tea').click(); function note(title) { return page.locator('.note', { has: page.getByRole('heading', { name: title, exact: true }) }); }",
                "await note('Tea').click(); function note(title) { return page.locator('.note', { has: page.getByText(title, { exact: true }) }); }"
            ),
            (
                "await note('Tea').click(); function note(name) { return page.locator('.note').filter({ has: page.getByRole('heading', { name, exact: true }) }); }",
                "await note('Tea').click(); function note(name) { return page.locator('.note').filter({ has: page.getByText(name, { exact: true }) }); }"
            ),
        ])
    func rewrites(source: String, result: String) throws {
        let written = try rewrite(source, Self.cards("strong"))
        #expect(try SourceEdit.apply(written.edits, to: SourceText(path: "a.spec.js", text: source)).text == result)
        #expect(written.selector == ".note >> internal:has=\"internal:text=\\\"Tea\\\"s\"")
        #expect(written.changesStrategy)
    }

    @Test("A card whose title is not the same words any more is not found by another's")
    func otherWords() {
        // The title is gone, and another note speaks of it.
        let gone =
            "<li class='note'><p>about it</p><button>Pin</button></li>"
            + Self.cards("strong", ["Bread"]).replacing("about it", with: "Tea")
        #expect(throws: LocatorRecall.Refusal.self) { try recall(Self.cards("h2"), gone) }
        #expect(throws: LocatorRecall.Refusal.self) {
            try recall(Self.cards("h2"), Self.cards("strong", ["Teas", "Bread"]))
        }
        #expect(throws: LocatorRecall.Refusal.self) { try recall(Self.cards("h2"), Self.cards("strong", ["Bread"])) }
    }

    @Test("What lies outside of every card does not tell one")
    func outside() {
        let now = "<strong class='title'>Tea</strong><li class='note'><p>about it</p><button>Pin</button></li>"
        #expect(throws: LocatorRecall.Refusal.self) { try recall(Self.cards("h2", ["Tea"]), now) }
    }

    @Test("Where the words alone fit several cards, or the call asks for more than a name, nothing is written")
    func refuses() {
        let twice = Self.cards("strong").replacing("<button>Pin", with: "<button>Tea")
        #expect(throws: (any Error).self) {
            try rewrite(
                "page.locator('.note', { has: page.getByRole('heading', { name: 'Tea', exact: true }) }).click();",
                twice)
        }
        let levelled = Self.tea.replacing("heading[", with: "heading[level=2][")
        #expect(throws: LocatorRewrite.Refusal.self) {
            try rewrite(
                "page.locator('.note', { has: page.getByRole('heading', { name: 'Tea', exact: true, level: 2 }) }).click();",
                Self.cards("strong"), selector: levelled)
        }
    }

    @Test("Of what must not lie inside nothing is followed")
    func negative() {
        let without = Self.tea.replacing("internal:has=", with: "internal:has-not=")
        #expect(throws: LocatorRecall.Refusal.self) {
            try recall(Self.cards("h2"), Self.cards("strong"), selector: without)
        }
    }
}
