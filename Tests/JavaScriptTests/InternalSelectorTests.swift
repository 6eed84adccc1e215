import JavaScript
import Testing

struct InternalSelectorTests {
    @Test(
        "Writes what Playwright writes",
        arguments: [
            ("page.getByTestId('add')", #"internal:testid=[data-testid="add"s]"#),
            ("page.getByTestId(/add-\\d/)", #"internal:testid=[data-testid=/add-\d/]"#),
            ("page.getByRole('button', { name: 'Add to cart' })", #"internal:role=button[name="Add to cart"i]"#),
            ("page.getByRole('button', { exact: true, name: 'x' })", #"internal:role=button[name="x"s]"#),
            (
                "page.getByRole('heading', { name: /^a\"b/gi, level: 2 })",
                #"internal:role=heading[level=2][name=/^a\"b/gi]"#
            ),
            (
                "page.getByRole('tab', { selected: true, includeHidden: false })",
                "internal:role=tab[selected=true][include-hidden=false]"
            ),
            ("page.getByText('Hi')", #"internal:text="Hi"i"#),
            ("page.getByText('Hi', { exact: true })", #"internal:text="Hi"s"#),
            ("page.getByText(/a>>b/)", #"internal:text=/a\>\>b/"#),
            ("page.getByText('a\\n\"b\"')", #"internal:text="a\n\"b\""i"#),
            ("page.getByText(/a''b\\\\\\\\\"c\"\"\"/mig)", ##"internal:text=/a\''b\\\"c\""\"/gim"##),
            ("page.getByText(/\"a'/)", ##"internal:text=/\"a\'/"##),
            ("page.getByText(/\\\\'x/)", ##"internal:text=/\\\'x/"##),
            ("page.getByRole('a', { name: '' })", ##"internal:role=a[name=""i]"##),
            ("page.locator('a', { hasText: '' })", "a"),
            ("page.getByLabel('Email')", #"internal:label="Email"i"#),
            ("page.getByPlaceholder('Search')", #"internal:attr=[placeholder="Search"i]"#),
            ("page.getByAltText('A \\\\ \"')", #"internal:attr=[alt="A \\ \""i]"#),
            ("page.getByTitle('T', { exact: true })", #"internal:attr=[title="T"s]"#),
            ("page.locator('css=a').locator('b')", "css=a >> b"), ("page.locator('.a').nth(-2)", ".a >> nth=-2"),
            ("page.locator('li').first().last()", "li >> nth=0 >> nth=-1"),
            ("page.locator('li', { hasText: 'A' })", #"li >> internal:has-text="A"i"#),
            (
                "page.locator('li').filter({ hasNotText: /a/, has: page.getByText('x') })",
                #"li >> internal:has-not-text=/a/ >> internal:has="internal:text=\"x\"i""#
            ),
            (
                "page.locator('li').filter({ visible: true, hasNot: page.locator('b') })",
                #"li >> internal:has-not="b" >> visible=true"#
            ),
            ("page.locator('a').and(page.getByText('x'))", #"a >> internal:and="internal:text=\"x\"i""#),
            ("page.locator('a').or(page.locator('b'))", #"a >> internal:or="b""#),
            ("page.locator('a').locator(page.locator('b'))", #"a >> internal:chain="b""#),
            ("page.frameLocator('#f').getByText('x')", #"#f >> internal:control=enter-frame >> internal:text="x"i"#),
            ("page.locator('#f').contentFrame().locator('a')", "#f >> internal:control=enter-frame >> a"),
            (
                "page.frameLocator('#f').first().frameLocator('g').locator('a')",
                "#f >> nth=0 >> internal:control=enter-frame >> g >> internal:control=enter-frame >> a"
            ),
            ("page.getByText('a' + \"b\" + `c`)", #"internal:text="abc"i"#),
            ("page.locator('a').describe('it')", #"a >> internal:describe="it""#),
        ])
    func selectors(source: String, selector: String) throws {
        let file = SourceText(path: "a.ts", text: "await \(source).click();")
        let expression = try #require(LocatorReader(files: [file]).locators(in: "a.ts").first)
        #expect(InternalSelector().text(of: expression) == selector)
    }

    @Test(
        "Says nothing of what only the running test knows",
        arguments: [
            "page.getByText(name)", "page.getByText(`a ${b}`)", "page.getByRole('a', options)",
            "page.getByRole('a', { ...b })", "page.locator('a').nth(i)", "page.locator('a').filter({ has: x })",
        ])
    func unknown(source: String) throws {
        let file = SourceText(path: "a.ts", text: "await \(source).click();")
        let expression = try #require(LocatorReader(files: [file]).locators(in: "a.ts").first)
        #expect(InternalSelector().text(of: expression) == nil)
    }

    @Test("Fits selectors around unknown parts")
    func patterns() throws {
        let file = SourceText(path: "a.ts", text: "const row = (id: string) => page.getByTestId(`row-${id}-x`).nth(i);")
        let expression = try #require(LocatorReader(files: [file]).definitions(of: "row").first)
        let pattern = try #require(InternalSelector(testIDAttribute: "data-qa").pattern(of: expression))
        #expect(pattern.matches(#"internal:testid=[data-qa="row-7-x"s] >> nth=2"#))
        #expect(!pattern.matches(#"internal:testid=[data-qa="cell-7-x"s] >> nth=2"#))
    }
}
