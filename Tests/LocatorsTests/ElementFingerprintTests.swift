import Evidence
import Testing

@testable import Locators

struct ElementFingerprintTests {
    private let page = Markup.page(
        """
        <header><a href='/'>Shop</a></header><main><section aria-label='Pens'><form id='order'><p>Ink pen</p>\
        <button>Less</button><button mark='it' class='btn' data-qa='add'>Add <b>now</b></button><i>Free shipping</i></form></section></main>
        """)

    @Test(
        "Remembers what it is, where it is and what is around it",
        arguments: [
            ("tag", "button"), ("class", "btn"), ("text", "Add now"), ("role", "button"), ("accessibleName", "Add now"),
            ("testId", "add"), ("landmarks", "main > region Pens"), ("form", "order"), ("siblingPosition", "2"),
            ("neighborTextLeft", "Less"), ("neighborTextRight", "Free shipping"), ("neighborTextAbove", "Less"),
            ("neighborTextBelow", "Free shipping"), ("context", "Ink penLess Free shipping"),
            ("xpath", "/html[1]/body[1]/main[1]/section[1]/form[1]/button[2]"),
            ("indexedXPath", "//*[@id='order']/button[2]"),
            ("isButton", "yes"), ("placeholder", ""),
        ])
    func attributes(name: String, value: String) {
        let fingerprint = ElementFingerprint(of: page.marked(), in: page, testIDAttribute: "data-qa")
        #expect(fingerprint[name] == value)
    }

    @Test("What was typed into a field is not remembered, what a button shows is")
    func values() {
        let page = Markup.page(
            "<input mark='a' __playwright_value_='typed'/><input mark='b' type='submit' value='Go'/>")
        #expect(ElementFingerprint(of: page.marked("a"), in: page)["value"].isEmpty)
        #expect(ElementFingerprint(of: page.marked("b"), in: page)["value"] == "Go")
    }
}
