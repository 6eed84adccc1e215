import Evidence
import Foundation
import Testing

@testable import Pipeline

struct ServedPageTests {
    private static let address = "http://shop.test/"

    private static func page(_ text: String, network: [Trace.NetworkEntry] = []) -> ServedPage {
        let nodes: [PageSnapshot.Node] = [
            .init(content: .element(tag: "html", attributes: [:]), parent: nil, children: [1]),
            .init(content: .element(tag: "body", attributes: ["class": "plain"]), parent: 0, children: [2]),
            .init(content: .text(text), parent: 1),
        ]
        return ServedPage(PageSnapshot(url: address + "#top", nodes: nodes), network: network)
    }

    /// A commit that renames a button, together with its test.
    private static let changes = CommitChanges(
        files: ["app/page.js", "e2e/shop.spec.js"],
        diff: """
            --- a/app/page.js
            +++ b/app/page.js
            -<button>Purchase</button>
            +<button>Order</button>
            --- a/e2e/shop.spec.js
            +++ b/e2e/shop.spec.js
            -click('Purchase')
            +click('Order')
            """)

    @Test(
        "A page is older than the commit when it has the old words, none of the new ones, and the test wants the new",
        arguments: [
            ("Purchase now", "internal:text=\"Order\"", true), ("Order now", "internal:text=\"Order\"", false),
            ("Purchase or Order", "internal:text=\"Order\"", false), ("Nothing", "internal:text=\"Order\"", false),
            ("Purchase now", "internal:text=\"Basket\"", false), ("Purchase now", "internal:text=\"Purchase\"", false),
        ])
    func olderThanTheCommit(text: String, wanted: String, isOlder: Bool) {
        #expect(Self.page(text).isOlder(than: Self.changes, wanted: wanted) == isOlder)
    }

    @Test("A change of the tests alone, or of the app alone, tells nothing of the page", arguments: [true, false])
    func bothHaveToChange(tests: Bool) {
        let parts = Self.changes.diff.components(separatedBy: "--- ").dropFirst().map { "--- " + $0 }
        let changes = CommitChanges(files: [], diff: parts[tests ? 1 : 0])
        #expect(changes.diff.contains("Order"))
        #expect(!Self.page("Purchase").isOlder(than: changes, wanted: "internal:text=\"Order\""))
    }

    @Test(
        "The page came out of a cache when the last answer at its address has an age",
        arguments: [([86_400], true), ([nil], false), ([86_400, nil], false), ([], false)] as [([Int?], Bool)])
    func cached(ages: [Int?], isFromCache: Bool) {
        let answers = ages.map { Trace.NetworkEntry(method: "GET", url: Self.address, status: 200, age: $0) }
        let other = Trace.NetworkEntry(method: "GET", url: Self.address + "style.css", status: 200, age: 3)
        #expect(Self.page("", network: answers + [other]).isFromCache == isFromCache)
    }
}
