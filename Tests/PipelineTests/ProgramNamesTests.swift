import Evidence
import Testing

@testable import Pipeline

struct ProgramNamesTests {
    @Test("The names on a page are told by their attribute, and what people read is none of them")
    func readsNames() {
        let attributes = ["id": "sum", "class": "total  large", "data-testid": "cart-total", "aria-label": "Total"]
        let page = PageSnapshot(
            url: "http://shop.test/",
            nodes: [
                .init(content: .element(tag: "html", attributes: [:]), parent: nil, children: [1]),
                .init(content: .element(tag: "body", attributes: ["class": "plain"]), parent: 0, children: [2]),
                .init(content: .element(tag: "dd", attributes: attributes), parent: 1, children: [3]),
                .init(content: .text("discount"), parent: 2),
            ])
        #expect(
            page.programNames == ["id": ["sum"], "class": ["plain", "total", "large"], "data-testid": ["cart-total"]])
    }
}
