import Testing
import Triage

struct LocatorWordingTests {
    @Test(
        "A selector of Playwright's own is told as the locator that a person writes",
        arguments: [
            (#"internal:testid=[data-testid="start"s]"#, "getByTestId('start')"),
            (#"internal:testid=[data-qa="a \"b\" >> c"s]"#, #"getByTestId('a "b" >> c')"#),
            (#"internal:role=button[name="Add to cart"i]"#, "getByRole('button', { name: 'Add to cart' })"),
            (
                #"internal:role=heading[level=2][name="Bob's"s]"#,
                #"getByRole('heading', { level: 2, name: 'Bob\'s', exact: true })"#
            ),
            ("internal:role=button[name=/pay.*/i]", "getByRole('button', { name: /pay.*/i })"),
            ("internal:role=list", "getByRole('list')"),
            (#"internal:text="Total"i >> nth=0"#, "getByText('Total').first()"),
            (#"internal:text="Total"s"#, "getByText('Total', { exact: true })"),
            (#"internal:label="E-mail"i >> nth=-1"#, "getByLabel('E-mail').last()"),
            (#"internal:attr=[placeholder="Search"i]"#, "getByPlaceholder('Search')"),
            (#"internal:attr=[alt="Logo"s]"#, "getByAltText('Logo', { exact: true })"),
            (#"li >> internal:has-text="Milk"i >> nth=2"#, "locator('li').filter({ hasText: 'Milk' }).nth(2)"),
            ("iframe >> internal:control=enter-frame >> #pay", "locator('iframe').contentFrame().locator('#pay')"),
            (".a >> .b", "locator('.a').locator('.b')"),
        ])
    func words(selector: String, locator: String) { #expect(LocatorWording.text(selector) == locator) }

    @Test(
        "What is not known stays as it is",
        arguments: [#"li >> internal:has="internal:text=\"a\"i""#, "internal:new-engine=x", "internal:text=x", ""])
    func keeps(selector: String) { #expect(LocatorWording.text(selector) == selector) }
}
