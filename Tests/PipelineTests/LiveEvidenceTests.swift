import Domain
import Testing

@testable import Pipeline

struct LiveEvidenceTests {
    private let test = TestSelection(file: "tests/cart.spec.ts", titles: ["pays"])

    private struct Page: LivePage {
        let description = "a page"
        var isMute = false

        func debug(_ test: TestSelection, project: String) async throws -> String { "Error: gone\n\nCall log:" }
        func open(_ address: String) async throws {}
        func snapshot() async throws -> String {
            "- main [ref=e1]:\n  - button \"Pay\" [active] [ref=e2] [cursor=pointer]\n  - text: thanks"
        }
        func counts(of selectors: [String]) async throws -> [Int?] { [0, 1, 3, nil] }
        func console() async throws -> [String] {
            if isMute { throw LivePageUnavailable("no console") }
            return ["[ERROR] not\ndefined @ app.js:3"]
        }
        func network() async throws -> [String] {
            [
                "[GET] http://shop/ => [200] OK", "[GET] http://shop/a => [304] Not Modified",
                "[POST] http://shop/pay => [503] Service Unavailable",
                "[GET] http://shop/x => [FAILED] net::ERR_FAILED", "[GET] http://shop/slow",
            ]
        }
    }

    private func gather(from page: Page) async throws -> LiveEvidence {
        try await .gather(from: page, test, project: "", selectors: ["#old", "#new", ".row", "?"])
    }

    @Test("Each fact becomes one line of evidence; what is as it should be becomes none")
    func becomesEvidence() async throws {
        let evidence = try await gather(from: Page()).evidence
        #expect(
            evidence.map(\.text) == [
                "debugged, the test stops at: Error: gone", "`locator('#old')` finds no element on the live page",
                "`locator('#new')` finds one element on the live page",
                "`locator('.row')` finds 3 elements on the live page",
                "the live page's console says: [ERROR] not defined @ app.js:3",
                "the live page's request failed: [POST] http://shop/pay => [503] Service Unavailable",
                "the live page's request failed: [GET] http://shop/x => [FAILED] net::ERR_FAILED",
            ])
        #expect(Set(evidence.map(\.source)) == ["live-page"])
        #expect(Set(evidence.map(\.rule)) == ["live-error", "live-count", "live-console", "live-network"])
    }

    @Test("What the page cannot tell is a gap, and the rest is there")
    func keepsGaps() async throws {
        let evidence = try await gather(from: Page(isMute: true))
        #expect(evidence.gaps == ["no console"])
        #expect(evidence.console.isEmpty)
        #expect(evidence.counts.count == 4)
    }

    @Test("The excerpt has no marks that only tools need, and is cut at a line")
    func excerpts() async throws {
        let evidence = try await gather(from: Page())
        #expect(evidence.excerpt(limitCharacters: 1000) == "- main:\n  - button \"Pay\"\n  - text: thanks")
        #expect(evidence.excerpt(limitCharacters: 12) == "- main:\n(2 more lines)")
    }
}
