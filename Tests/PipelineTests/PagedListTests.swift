import Domain
import Evidence
import Foundation
import TestKit
import Testing

@testable import Pipeline

/// A list that has pages since the commit, read from two traces and the commit's texts.
struct PagedListTests {
    private static let message = "TimeoutError: locator.click: Timeout 5000ms exceeded."

    private static func items(_ numbers: [Int]) -> String {
        numbers.map { "[\"LI\",{\"id\":\"item-\($0)\"},\"Item \($0)\",[\"BUTTON\",{},\"Close \($0)\"]]" }
            .joined(separator: ",")
    }

    private static func page(_ numbers: [Int], _ controls: String = "") -> String {
        #"["HTML",{},["BODY",{},["UL",{},\#(items(numbers))]\#(controls.isEmpty ? "" : ",\(controls)")]]"#
    }

    private static let next = #"["BUTTON",{},"Next"]"#

    private static func arrival(_ page: String?) throws -> [String] {
        try page.map { try TracedTest.step("call@0", at: -10, "goto", [:], page: $0) } ?? []
    }

    /// - Parameter brought: what the commit added to the app's page.
    private func list(
        _ now: String, before: String = page(Array(1...5)), method: String = "click",
        _ parameters: [String: Any] = ["selector": "#item-4 >> internal:role=button"],
        brought: String = "<button>Next</button>", earlier: (good: String, red: String)? = nil,
        later: [String: Any]? = nil
    ) throws -> PagedList? {
        let good = try TracedTest.trace(
            method: method, parameters,
            page: before, earlier: Self.arrival(earlier?.good),
            later: later.map { try TracedTest.step("call@2", at: 20, "expect", $0, page: before) } ?? [])
        let red = try TracedTest.trace(
            method: method, parameters, error: Self.message,
            events: [["type": "error", "message": Self.message]], page: now, earlier: Self.arrival(earlier?.red))
        let app = ["public/index.html": "<h1>Items</h1>\n"]
        let commit = try CommittedApp(
            before: app, after: ["public/index.html": "<h1>Items</h1>\n\(brought)\n"]
        ).reading()
        return PagedList(TracedFailure(try TracedTest.red(Self.message, trace: red)), good: good, by: commit)
    }

    @Test(
        "What the commit brought beside a list that is cut leads to the item that stood behind the cut",
        arguments: [
            (next, "<button>Next</button>", "Next"),
            (#"["A",{"href":"/cart?page=2"},"Next page ›"]"#, "<a>Next page ›</a>", "Next page"),
            (
                #"["BUTTON",{"aria-label":"Older items"},"›"]"#, "<button aria-label=\"Older items\">›</button>",
                "Older items"
            ),
            (#"["BUTTON",{},"Show all items"]"#, "<button>Show all items</button>", "Show all items"),
            (#"["BUTTON",{},"Load more"],["BUTTON",{},"Settings"]"#, "<button>Load more</button>", "Load more"),
        ])
    func leadsOn(controls: String, brought: String, label: String) throws {
        let found = try #require(try list(Self.page([1, 2, 3], controls), brought: brought))
        #expect(found.locator.contains(label), "\(found.locator)")
        #expect(found.locator.hasPrefix("getBy"))
    }

    @Test("What is counted is all there once the whole list is shown, and never on one page of it")
    func counts() throws {
        func list(_ label: String) throws -> PagedList? {
            let parameters: [String: Any] = ["selector": "ul > li", "expression": "to.have.count", "isNot": false]
            return try self.list(
                Self.page([1, 2, 3], "[\"BUTTON\",{},\"\(label)\"]"), method: "expect", parameters,
                brought: "<button>\(label)</button>")
        }
        #expect(try list("Show all items") != nil)
        #expect(try list("Next page") == nil)
    }

    @Test(
        "Another order, other items, the item itself, one item alone, a list that nothing is cut of: it is missing otherwise",
        arguments: [[3, 2, 1], [1, 2, 9], [1, 2, 3, 4, 5], [1], [], [1, 3], [2, 3], [4, 5], [5, 6]])
    func isOtherwiseMissing(shown: [Int]) throws {
        #expect(try list(Self.page(shown, Self.next)) == nil)
    }

    @Test(
        "No control, one that was there before, one that is off, two of them, one that the commit did not bring",
        arguments: [
            ("", page(Array(1...5)), "<button>Next</button>"),
            (next, page(Array(1...5), next), "<button>Next</button>"),
            (#"["BUTTON",{"disabled":""},"Next"]"#, page(Array(1...5)), "<button>Next</button>"),
            (next + "," + next, page(Array(1...5)), "<button>Next</button>"), (next, page(Array(1...5)), "<p>Help</p>"),
            (#"["BUTTON",{},"Next to you: our shops"]"#, page(Array(1...5)), "<button>Next to you: our shops</button>"),
            (#"["BUTTON",{},"More about us"]"#, page(Array(1...5)), "<button>More about us</button>"),
            (#"["A",{"href":"/products"},"View all items"]"#, page(Array(1...5)), "<a>View all items</a>"),
            (#"["BUTTON",{},"Next page"]"#, page(Array(1...5)), "<p>page</p><button>Next</button>"),
        ])
    func hasNoWay(controls: String, before: String, brought: String) throws {
        #expect(try list(Self.page([1, 2, 3], controls), before: before, brought: brought) == nil)
    }

    @Test(
        "A list that was whole before the test's own step, or showed more than now, lost something by what the test did",
        arguments: [
            ([1, 2, 3, 4, 5], [1, 2, 3], true), ([1, 2, 3, 4], [1, 2, 3], true), ([1, 2, 3], [1, 2, 3], false),
            ([1, 2], [1, 2], false), ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4], false), ([], [], true),
            ([1, 2], [], true),
        ])
    func seesTheCut(good: [Int], red: [Int], isCut: Bool) throws {
        let earlier = (good: Self.page(good), red: Self.page(red, Self.next))
        #expect(try (list(Self.page([1, 2, 3], Self.next), earlier: earlier) != nil) == isCut)
    }

    @Test(
        "What the test asks later must not be an absence, which holds on every other page, too",
        arguments: [
            (["expression": "to.be.visible", "isNot": true, "selector": "#item-4"], false),
            (["expression": "to.be.hidden", "selector": "#item-4"], false),
            (["expression": "to.have.count", "selector": "#item-9"], false),
            (["expression": "to.have.count", "selector": "#item-4"], true),
            (["expression": "to.be.visible", "selector": "#item-4"], true),
        ] as [([String: any Sendable], Bool)])
    func mindsAbsence(later: [String: any Sendable], isHealed: Bool) throws {
        let found = try list(Self.page([1, 2, 3], Self.next), later: later.merging(["isNot": false]) { own, _ in own })
        #expect((found != nil) == isHealed)
    }

    @Test("By its number an item is found on a list that shows more, and another one on the next page")
    func countsPlaces() throws {
        let third: [String: Any] = ["selector": "li >> nth=2"]
        #expect(try list(Self.page([1, 2], Self.next), third) == nil)
        let more = #"["BUTTON",{},"Load more"]"#
        #expect(try list(Self.page([1, 2], more), third, brought: "<button>Load more</button>") != nil)
    }

    @Test("In navigation, between paragraphs, in another place of the page: that is no list with pages")
    func isNoList() throws {
        func around(_ list: String, _ numbers: [Int]) -> String {
            let items =
                list.contains("P%") ? Self.items(numbers).replacing("\"LI\"", with: "\"P\"") : Self.items(numbers)
            let body = list.replacing("P%", with: items).replacing("%", with: items)
            return #"["HTML",{},["BODY",{},\#(body),["BUTTON",{},"Next"]]]"#
        }
        let all = Array(1...5)
        func found(_ old: String, _ new: String) throws -> Bool {
            let before = around(old, all).replacing(#",["BUTTON",{},"Next"]"#, with: "")
            return try list(around(new, [1, 2, 3]), before: before) != nil
        }
        #expect(try found(#"["UL",{},%]"#, #"["UL",{},%]"#))
        #expect(try !found(#"["NAV",{},["UL",{},%]]"#, #"["NAV",{},["UL",{},%]]"#))
        #expect(try !found(#"["DIV",{},P%]"#, #"["DIV",{},P%]"#))
        #expect(try !found(#"["UL",{"id":"all"},%]"#, #"["UL",{"id":"mine"},%]"#))
    }
}
