import Evidence
import JavaScript
import Testing

@testable import Locators

/// Helpers of a suite that are told what to look for, and the tests that tell them.
struct HandedTextTests {
    private static let link = "internal:role=link[name=\"Cart\"i]"

    private func page(_ name: String) -> PreparedPage {
        PreparedPage(
            PageIndex(
                Markup.page("<nav><a href='/'>Offers</a><a mark='it' class='cart' href='/cart'>\(name)</a></nav>")))
    }

    /// What is changed of a page object and of a spec whose first line calls it.
    private func rewritten(_ shop: String, _ spec: String, line: Int = 1) throws -> [String]? {
        let files = [SourceText(path: "shop.ts", text: shop), SourceText(path: "a.spec.ts", text: spec)]
        let recall = try LocatorRecall(
            try #require(Selector(Self.link)), targets: [], old: page("Cart"), new: page("Basket"))
        func column(_ text: String, _ name: String) throws -> Int {
            let first = try #require(text.split(separator: "\n").first { $0.contains(name) })
            return first.distance(from: first.startIndex, to: try #require(first.firstRange(of: name)).lowerBound) + 1
        }
        let inner = SourcePosition(line: line, column: try column(shop, "click"))
        let outer = SourcePosition(line: 1, column: try column(spec, "open"))
        guard
            let written = try? LocatorRewrite(
                Self.link, recall: recall, new: page("Basket").index, testIDAttribute: "data-testid",
                reader: LocatorReader(files: files),
                stack: [(file: "shop.ts", position: inner), (file: "a.spec.ts", position: outer)])
        else { return nil }
        #expect(written.handed == .init(from: "Cart", to: "Basket"))
        return try SourceEdit.apply(written.edits, to: files).map(\.text)
    }

    private static let shop = """
        export class Shop {
          constructor(readonly page: Page) {}
          async open(name: string) { await this.page.getByRole('link', { name }).click(); }
        }

        """

    @Test("What a test tells a helper to look for is written anew where the test says it")
    func handed() throws {
        let spec = "await shop.open('Cart');\nawait shop.open('Offers');\n"
        let after = try rewritten(Self.shop, spec, line: 3)
        #expect(after == [spec.replacing("'Cart'", with: "'Basket'")])
    }

    @Test("A helper that uses it for something else as well, or is told it as something else, is left alone")
    func leavesOthers() throws {
        let spec = "await shop.open('Cart');\n"
        let typing = Self.shop.replacing(".click(); }", with: ".click(); await this.page.fill('#q', name); }")
        #expect(try rewritten(typing, spec, line: 3) == nil)
        #expect(try rewritten(Self.shop, "await shop.open('Offers', 'Cart');\n", line: 3) == nil)
        #expect(try rewritten(Self.shop, "await shop.open(wanted);\n", line: 3) == nil)
    }

    @Test("A text that comes through functions which only hand it on is found; one that they use is left alone")
    func handedOn() throws {
        let through = Self.shop.replacing(
            "\n}\n", with: "\n  async openAgain(label: string) { await this.open(label); }\n}\n")
        let spec = "await shop.openAgain('Cart');\n"
        func written(_ shop: String) throws -> [String]? {
            let files = [SourceText(path: "shop.ts", text: shop), SourceText(path: "a.spec.ts", text: spec)]
            let recall = try LocatorRecall(
                try #require(Selector(Self.link)), targets: [], old: page("Cart"), new: page("Basket"))
            let stack: [(file: String, position: SourcePosition)] = [
                (file: "shop.ts", position: SourcePosition(line: 3, column: 74)),
                (file: "shop.ts", position: SourcePosition(line: 4, column: 47)),
                (file: "a.spec.ts", position: SourcePosition(line: 1, column: 12)),
            ]
            let found = try? LocatorRewrite(
                Self.link, recall: recall, new: page("Basket").index, testIDAttribute: "data-testid",
                reader: LocatorReader(files: files), stack: stack)
            return try found.map { try SourceEdit.apply($0.edits, to: files).map(\.text) }
        }
        #expect(try written(through) == [spec.replacing("Cart", with: "Basket")])
        let asserting = through.replacing("open(label);", with: "open(label); await this.expectTitle(label);")
        #expect(try written(asserting) == nil)
        let member = Self.shop.replacing("open(name: string)", with: "open(readonly name: string)")
        #expect(try rewritten(member, "await shop.open('Cart');\n", line: 3) == nil)
    }

    @Test("A function that only builds the locator is told by the line that uses it")
    func builders() throws {
        let shop = "export const link = (page, name) => page.getByRole('link', { name });\n"
        let spec = "await link(page, 'Cart').click(); // open\n"
        let files = [SourceText(path: "shop.ts", text: shop), SourceText(path: "a.spec.ts", text: spec)]
        let recall = try LocatorRecall(
            try #require(Selector(Self.link)), targets: [], old: page("Cart"), new: page("Basket"))
        let written = try LocatorRewrite(
            Self.link, recall: recall, new: page("Basket").index, testIDAttribute: "data-testid",
            reader: LocatorReader(files: files),
            stack: [(file: "a.spec.ts", position: SourcePosition(line: 1, column: 26))])
        #expect(try SourceEdit.apply(written.edits, to: files).map(\.text) == [spec.replacing("Cart", with: "Basket")])
    }
}
