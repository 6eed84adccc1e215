import Evidence
import Foundation
import Testing

@testable import Locators

struct LocatorMemoryTests {
    private static let url = "http://localhost:4173/orders/17"
    private static let cart = """
        <main><h1>Cart</h1><ul><li>Mug</li><li>Pot</li></ul>
        <div class="row"><button class="buy" data-testid="buy">Buy now</button>
        <button class="gift" data-testid="gift">Buy as a gift</button></div><p>Free shipping</p></main>
        """

    private static func page(_ body: String, url: String = url) -> PreparedPage {
        PreparedPage(PageIndex(Markup.page(body, url: url)))
    }

    private static func memory(_ testID: String = "buy", earlier: Int = 0) throws -> LocatorMemory {
        let page = page(cart)
        let node = try #require(page.nodes.first { page.index.page.attribute("data-testid", of: $0) == testID })
        return try #require(
            LocatorMemory("internal:testid=[data-testid=\"\(testID)\"s]", earlier: earlier, of: node, in: page))
    }

    private static func found(_ memory: LocatorMemory, on body: String, url: String = url) -> String? {
        let page = page(body, url: url)
        return memory.counterpart(in: page).node.map { page.index.page.visibleText(of: $0) }
    }

    @Test("An element whose test id was renamed is found by what else is remembered of it")
    func renamed() throws {
        #expect(
            Self.found(try Self.memory(), on: Self.cart.replacing("testid=\"buy\"", with: "testid=\"pay\""))
                == "Buy now")
    }

    @Test("The rivals are what resembled it the most, without what lies around it")
    func rivals() throws {
        let memory = try Self.memory()
        #expect(memory.rivals.first?["testId"] == "gift")
        #expect(memory.rivals.count <= 3)
        #expect(!memory.rivals.contains { ["main", "div", "body"].contains($0["tag"]) })
    }

    @Test("What was there before beside it is not taken for it when it is gone")
    func gone() throws {
        let gone = Self.cart.replacing(
            "<button class=\"buy\" data-testid=\"buy\">Buy now</button>", with: "")
        #expect(Self.found(try Self.memory(), on: gone) == nil)
    }

    @Test("On another page nothing is looked for, and the next order's page is the same")
    func places() throws {
        let renamed = Self.cart.replacing("testid=\"buy\"", with: "testid=\"pay\"")
        #expect(
            Self.found(try Self.memory(), on: renamed, url: "http://localhost:4173/orders/18?from=mail") == "Buy now")
        #expect(Self.found(try Self.memory(), on: renamed, url: "http://localhost:4173/login") == nil)
    }

    @Test("An index is lines of JSON that are read again, and a line that is none is left out")
    func lines() throws {
        let index = LocatorIndex([try Self.memory(), try Self.memory("gift")])
        let lines = try index.lines()
        #expect(lines.count { $0 == 0x0A } == 2)
        #expect(LocatorIndex(lines: lines + Array("{\"of\":\"later\"}\n".utf8)) == index)
        #expect(LocatorIndex(lines: []).locators.isEmpty)
    }

    @Test("A line is changed before it is kept, as where a secret is taken out")
    func changes() throws {
        let lines = try LocatorIndex([try Self.memory()]).lines { $0.replacing("Buy now", with: "[secret]") }
        #expect(!String(decoding: lines, as: UTF8.self).contains("Buy now"))
        #expect(LocatorIndex(lines: lines).locators.first?.element["text"] == "[secret]")
    }

    @Test("What is beyond the bound is left out")
    func bound() throws {
        let memory = try Self.memory()
        let lines = try LocatorIndex(Array(repeating: memory, count: 2_000)).lines()
        #expect(lines.count <= LocatorIndex.limitBytes && lines.count > LocatorIndex.limitBytes / 2)
    }

    @Test("Of a locator that meant several things in a run, the one before the step is meant")
    func occurrences() throws {
        let (first, third) = (try Self.memory(), try Self.memory(earlier: 2))
        let index = LocatorIndex([first, third])
        #expect([0, 1, 2, 9].map { index.memory(of: first.selector, after: $0)?.earlier } == [0, 0, 2, 2])
        #expect(index.memory(of: "#other", after: 0) == nil)
    }
}
