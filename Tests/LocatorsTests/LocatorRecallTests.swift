import Evidence
import JavaScript
import Testing

@testable import Locators

/// What a locator meant, and how it is written anew, with both pages at hand.
struct LocatorRecallTests {
    private static let close = "internal:role=button[name=\"Close\"i]"
    private static let row = "<h2>Tickets</h2><button mark='it' class='close'>Close</button><button>Take</button>"

    private static func page(_ main: String) -> PreparedPage {
        PreparedPage(
            PageIndex(
                Markup.page(
                    "<header><a href='/'>Desk</a><a href='/new'>New ticket</a></header><main>\(main)</main>"
                        + "<footer><a href='/imprint'>Imprint</a></footer>")))
    }

    private func recall(
        _ selector: String, from old: String, to new: String, foundSeveral: Bool = true
    ) throws -> LocatorRecall {
        try LocatorRecall(
            try #require(Selector(selector)), targets: [], old: Self.page(old), new: Self.page(new),
            foundSeveral: foundSeveral)
    }

    private func rewrite(
        _ source: String, _ selector: String, from old: String, to new: String, foundSeveral: Bool = true
    ) throws -> LocatorRewrite {
        try LocatorRewrite(
            selector, recall: recall(selector, from: old, to: new, foundSeveral: foundSeveral),
            new: Self.page(new).index, testIDAttribute: "data-testid",
            reader: LocatorReader(files: [SourceText(path: "a.spec.js", text: source)]),
            stack: [(file: "a.spec.js", position: SourcePosition(line: 1, column: 1))])
    }

    @Test("Of several elements that a locator finds, the one that it found before is meant")
    func ambiguous() throws {
        let now = Self.row.replacing("<button>Take", with: "<button mark='new'>Close as spam</button><button>Take")
        let found = try recall(Self.close, from: Self.row, to: now)
        let page = Self.page(now).index.page
        #expect(page.marks(found.elements.map(\.new)) == "it")
        #expect(page.marks(found.newcomers) == "new")
        #expect(found.brokenPart == 0)
    }

    @Test("What finds several elements by a part of a name is asked for the whole name")
    func exact() throws {
        let now = Self.row.replacing("<button>Take", with: "<button>Close as spam</button><button>Take")
        let written = try rewrite(
            "await page.getByRole('button', { name: 'Close' }).click();", Self.close, from: Self.row, to: now)
        #expect(written.after == "getByRole('button', { name: 'Close', exact: true })")
        #expect(written.selector == "internal:role=button[name=\"Close\"s]")
        #expect(!written.changesStrategy)
    }

    @Test("The first part that finds more than the one it found before is the broken one")
    func firstPart() throws {
        let old = "<nav aria-label='Pages' mark='it'><a href='/2'>Next</a></nav><p>10 offers</p>"
        let now = "<nav aria-label='Pages, at the top'><a href='/2'>Next</a></nav><p>10 offers</p>"
        let selector = "internal:role=navigation[name=\"Pages\"i] >> internal:role=link[name=\"Next\"i]"
        let written = try rewrite(
            "await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' }).click();",
            selector, from: old, to: old + now)
        #expect(written.after == "getByRole('navigation', { name: 'Pages', exact: true })")
    }

    @Test("What was there before and is found only now is in another state, and the locator is not followed")
    func otherState() {
        let old = "<button class='tab active' mark='it'>All</button><button class='tab'>Open</button>"
        #expect(throws: LocatorRecall.Refusal.self) {
            try recall(".tab.active", from: old, to: old.replacing("class='tab'", with: "class='tab active'"))
        }
    }

    private static let form = "<form><input aria-label='Title'><button mark='it'>Save note</button></form>"
    private static let drafted = form.replacing(
        "<button mark", with: "<button mark='new' class='draft'>Save note as a draft</button><button mark")

    @Test("A rival that resembles nothing but the remembered one is new")
    func resembling() throws {
        let found = try recall("button:has-text(\"Save note\")", from: Self.form, to: Self.drafted)
        let page = Self.page(Self.drafted).index.page
        #expect(page.marks(found.elements.map(\.new)) == "it")
        #expect(page.marks(found.newcomers) == "new")
    }

    @Test("Where a method takes CSS only, an author's words stay words")
    func wordsInCSS() throws {
        let source = "await page.click('button:has-text(\"Save note\")');"
        let written = try rewrite(
            source, "button:has-text(\"Save note\")", from: Self.form, to: Self.drafted)
        let changed = try SourceEdit.apply(written.edits, to: SourceText(path: "a.spec.js", text: source))
        #expect(changed.text == "await page.click('button:text-is(\"Save note\")');")
    }

    @Test("Nothing is followed where the snapshot does not show the several elements")
    func notShown() {
        #expect(throws: LocatorRecall.Refusal.self) { try recall(Self.close, from: Self.row, to: Self.row) }
    }

    @Test("Where a locator finds its element, and is not said to find several, nothing is to be repaired")
    func single() {
        #expect(throws: LocatorRecall.Refusal.self) {
            try recall(Self.close, from: Self.row, to: Self.row, foundSeveral: false)
        }
    }

    private static let sidebar =
        "<div class='sidebar'><h2>Notes</h2><p class='count'>2 notes</p><button>New note</button></div>"
    private static let toolbar =
        "<div class='toolbar'><p class='count'>2 notes</p></div>"
        + "<div class='sidebar'><h2>Notes</h2><button>New note</button></div>"
    private static let counted = ".sidebar .count >> internal:has-text=\"note\"i"

    @Test(
        "Of a locator with options only the selector is written anew",
        arguments: [
            (
                "await page.locator('.sidebar .count', { hasText: 'note' }).waitFor();",
                "await page.locator('.count', { hasText: 'note' }).waitFor();"
            ),
            (
                "const COUNT = \".sidebar .count\";\nawait page.locator(COUNT, { hasText: 'note' }).waitFor();",
                "const COUNT = \".count\";\nawait page.locator(COUNT, { hasText: 'note' }).waitFor();"
            ),
        ])
    func refined(source: String, result: String) throws {
        let written = try rewrite(
            source, Self.counted, from: Self.sidebar, to: Self.toolbar, foundSeveral: false)
        let changed = try SourceEdit.apply(written.edits, to: SourceText(path: "a.spec.js", text: source))
        #expect(changed.text == result)
        #expect(written.selector == ".count >> internal:has-text=\"note\"i")
        #expect(written.after.hasSuffix(", { hasText: 'note' })"))
    }

    @Test("Of a call that builds several parts by its selector nothing is written anew")
    func severalParts() {
        #expect(throws: LocatorRewrite.Refusal.self) {
            try rewrite(
                "await page.locator('.sidebar .count >> .now').waitFor();", ".sidebar .count >> .now",
                from: Self.sidebar.replacing("2 notes", with: "<b class='now'>2 notes</b>"),
                to: Self.toolbar.replacing("2 notes", with: "<b class='now'>2 notes</b>"), foundSeveral: false)
        }
    }
}
