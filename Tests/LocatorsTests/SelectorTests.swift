import Testing

@testable import Locators

struct SelectorTests {
    @Test("Cuts a chain at its joints, not within quotes")
    func parts() {
        let selector = Selector("div.a >> internal:has-text=\"a >> b\"i >> nth=0")
        #expect(selector?.parts.map(\.engine) == ["css", "internal:has-text", "nth"])
        #expect(selector?.parts.map(\.body) == ["div.a", "\"a >> b\"i", "0"])
    }

    @Test(
        "Tells the engine of a part without a prefix by its form",
        arguments: [
            ("'quoted'", "text"), ("\"quoted\"", "text"), ("//div", "xpath"), ("(//div)[1]", "xpath"), ("..", "xpath"),
            ("a[href=\"x=y\"]", "css"), ("text=x", "text"), ("internal:role=button", "internal:role"),
        ])
    func engines(text: String, engine: String) { #expect(Selector(text)?.parts.first?.engine == engine) }

    @Test("Prints what it read", arguments: ["div >> nth=1", "internal:role=link[name=\"A\"i]", "*css=li >> a"])
    func description(text: String) { #expect(Selector(text)?.description == text) }

    @Test("Refuses empty parts and two captures", arguments: ["", "a >> ", "*css=a >> *css=b"])
    func malformed(text: String) { #expect(Selector(text) == nil) }
}
