import Evidence
import Testing

@testable import Locators

struct LocatorWriterTests {
    private func write(_ markup: String, _ strategy: LocatorStrategy? = nil, scope: String? = nil) -> String? {
        let page = Markup.page(markup)
        return LocatorWriter(PageIndex(page))
            .locator(for: page.marked(), within: scope.map { page.marked($0) }, formerly: strategy)?.source(quote: "'")
    }

    @Test(
        "Writes the first form that is unique, in the generator's order",
        arguments: [
            ("<button mark='it'>Add</button>", "getByRole('button', { name: 'Add' })"),
            (
                "<button mark='it'>Add</button><button>Add all</button>",
                "getByRole('button', { name: 'Add', exact: true })"
            ),
            ("<button mark='it' data-testid='a'>Add</button><button>Add</button>", "getByTestId('a')"),
            (
                "<input mark='it' type='password' id='p'/><label for='p'>Password</label>",
                "getByRole('textbox', { name: 'Password' })"
            ),
            (
                "<input mark='it' type='password' id='p'/><label for='p'>Secret</label><button>x</button>",
                "getByRole('textbox', { name: 'Secret' })"
            ),
            ("<p mark='it'>Thank you</p>", "getByText('Thank you')"),
            ("<p mark='it'>It's here</p>", "getByText('It\\'s here')"),
            ("<div><span mark='it' class='css-1x2y3z badge'></span><span></span></div>", "locator('.badge')"),
            ("<div id='cart'><span mark='it'></span></div><span></span>", "locator('#cart span')"),
            ("<button mark='it' class='buy'>Add</button><button class='wish'>Add</button>", "locator('.buy')"),
        ])
    func order(markup: String, source: String) { #expect(write(markup) == source) }

    @Test(
        "Keeps the author's strategy while it still identifies the element",
        arguments: [
            ("<button mark='it' data-testid='a' id='b'>Add</button>", LocatorStrategy.testID, "getByTestId('a')"),
            ("<button mark='it' data-testid='a' id='b'>Add</button>", .cssID, "locator('#b')"),
            ("<button mark='it' class='x buy'>Add</button><i class='x'></i>", .cssClass, "locator('.buy')"),
            ("<input mark='it' placeholder='Find' aria-label='Search'/>", .placeholder, "getByPlaceholder('Find')"),
            ("<input mark='it' placeholder='Find' aria-label='Search'/>", .label, "getByLabel('Search')"),
            ("<button mark='it'>Add</button>", .text, "getByText('Add')"),
            ("<input mark='it' name='q'/>", .cssAttribute("name"), "locator('[name=\"q\"]')"),
            (
                "<button mark='it'>Add</button><button data-testid='a'>Other</button>", .testID,
                "getByRole('button', { name: 'Add' })"
            ),
            ("<button mark='it' id='r7f3a9c1'>Add</button>", .cssID, "getByRole('button', { name: 'Add' })"),
        ])
    func strategy(markup: String, strategy: LocatorStrategy, source: String) {
        #expect(write(markup, strategy) == source)
    }

    @Test("An element of one card is written through the card")
    func chain() {
        let markup = """
            <ul><li><h3>Biro</h3><button>Add</button></li><li><h3>Chalk</h3><button mark='it'>Add</button></li>\
            <li><h3>Chart</h3><button>Add</button></li></ul>
            """
        #expect(
            write(markup) == "getByRole('listitem').filter({ hasText: 'Chalk' }).getByRole('button', { name: 'Add' })")
    }

    @Test("Within a scope it is enough to be unique there")
    func scope() {
        let markup = "<ul><li mark='li'><button mark='it'>Add</button></li><li><button>Add</button></li></ul>"
        #expect(write(markup, scope: "li") == "getByRole('button', { name: 'Add' })")
    }

    @Test("An element of a frame is written from the frame's document")
    func frame() {
        let markup =
            "<button>Pay</button><iframe><frame-document><html><body><button mark='it'>Pay</button></body></html></frame-document></iframe>"
        #expect(write(markup) == "getByRole('button', { name: 'Pay' })")
    }

    @Test("Every proposal finds exactly the element")
    func unique() {
        let page = Markup.page(
            "<form id='f'><button mark='it' class='a b' title='T'>Go</button><button class='a'>Go on</button></form>")
        let proposals = LocatorWriter(PageIndex(page)).proposals(for: page.marked())
        #expect(proposals.count > 3)
        for proposal in proposals {
            #expect(SelectorEngine(page).matches(proposal.selector.description) == [page.marked()])
        }
    }

    @Test(
        "Tells the author's strategy from the locator",
        arguments: [
            ("internal:testid=[data-testid=\"a\"s]", LocatorStrategy.testID),
            ("internal:role=link[name=\"a\"i]", .roleAndName),
            ("internal:role=link", .role), ("internal:attr=[placeholder=\"a\"i]", .placeholder), ("#a", .cssID),
            ("div > .a", .cssClass), ("a[href='/']", .cssAttribute("href")), ("main a", .css), ("//a", .other),
            ("text=a", .text), ("button:has-text('a')", .text),
        ])
    func strategyOf(selector: String, strategy: LocatorStrategy) {
        #expect(Selector(selector).map { LocatorStrategy($0.parts[0]) } == strategy)
    }

    @Test(
        "Quotes as the file does",
        arguments: [("'", "'it\\'s \"x\"'"), ("\"", "\"it's \\\"x\\\"\""), ("`", "`it's \"x\"`")]
            as [(Character, String)])
    func quotes(quote: Character, literal: String) {
        #expect(ProposedLocator.literal("it's \"x\"", quote: quote) == literal)
    }

    @Test(
        "Values that a build or a framework made are not stable",
        arguments: [
            ("cart", true), ("item-2", true), ("btn-primary", true), ("css-1x2y3z", false), (":r5:", false),
            ("ember1234", false),
            ("3f2504e0-4f89-11d3", false), ("sc-bdVaJa", true), ("_2kXbz9", false),
        ])
    func stable(value: String, isStable: Bool) { #expect(StableValue.looksStable(value) == isStable) }
}
