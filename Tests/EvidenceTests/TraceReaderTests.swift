import Domain
import Evidence
import Testing

/// What Playwright 1.63 recorded of the shop in `Fixtures`.
struct TraceReaderTests {
    private static let spec = "/tmp/suite/e2e/shop.spec.ts"

    @Test("Steps have the locator of the library and the place of the runner")
    func mergesSteps() throws {
        let trace = try Fixture.trace("order-number-trace.zip")
        let click = try #require(trace.steps.first { $0.method == "click" })
        #expect(click.title == "Click getByTestId('order')")
        #expect(click.selector == #"internal:testid=[data-qa="order"s]"#)
        #expect(
            click.stack == [
                SourceLocation(file: Self.spec, line: 6, column: 42),
                SourceLocation(file: Self.spec, line: 25, column: 70),
                SourceLocation(file: Self.spec, line: 25, column: 5),
            ])
        let parent = try #require(trace.steps.first { $0.callID == click.parentID })
        #expect((parent.method, parent.title) == ("test.step", "order"))
        #expect(click.log.contains("attempting click action"))
        #expect(trace.playwrightVersion == "1.63.0")
        #expect(trace.testIDAttribute == "data-qa")
        #expect(trace.problems.isEmpty)
    }

    @Test("Assertions say what they expected, and whether they are negated")
    func readsAssertions() throws {
        let failing = try #require(try Fixture.trace("order-number-trace.zip").failingStep)
        #expect((failing.expression, failing.expectedText, failing.isNegated) == ("to.have.text", ["Order 1"], false))
        #expect(failing.error?.hasPrefix("Error: expect(locator).toHaveText(expected) failed\n") == true)
        let negated = try #require(try Fixture.trace("orders-trace.zip").steps.last { $0.method == "expect" })
        #expect((negated.expression, negated.isNegated) == ("to.be.visible", true))
    }

    @Test("Finds the marked element of every step, in shadow roots and iframes too")
    func findsMarkedElements() throws {
        let trace = try Fixture.trace("orders-trace.zip")
        let marked: [String] = trace.steps.compactMap { step in
            guard let (page, targets) = trace.markedTarget(of: step), let target = targets.first else { return nil }
            return "\(step.method) \(page.tag(target) ?? "?") \(page.visibleText(of: target))"
        }
        #expect(
            marked == [
                "fill input ", "fill textarea ", "check input ", "selectOption select Small Large",
                "click button Show price", "click button Call", "expect button Called",
            ])
    }

    @Test("A locator that found nothing has no mark, but a page")
    func hasNoMark() throws {
        let trace = try Fixture.trace("crash-trace.zip")
        let step = try #require(trace.failingStep)
        #expect(step.selector == #"internal:testid=[data-qa="gone"s]"#)
        #expect(trace.markedTarget(of: step) == nil)
        #expect(trace.lastSnapshot(at: step)?.title == "Crash")
        #expect(trace.errors.map(\.stack) == [[SourceLocation(file: Self.spec, line: 34, column: 34)]])
    }

    @Test("Form state is that of the moment")
    func showsFormState() throws {
        let trace = try Fixture.trace("orders-trace.zip")
        let last = try #require(trace.steps.last { $0.method == "expect" })
        let page = try #require(trace.snapshot(of: last, phase: .after))
        func attributes(_ tag: String, _ text: String = "") -> [String: String]? {
            page.elements.first { page.tag($0) == tag && (text.isEmpty || page.visibleText(of: $0) == text) }
                .map(page.attributes)
        }
        #expect(attributes("input")?["value"] == "new@example.com")
        #expect(attributes("textarea")?["value"] == "Ring twice")
        #expect(attributes("option", "Large") == ["value": "l", "selected": ""])
        #expect(attributes("option", "Small") == ["value": "s"])
        let checkbox = page.elements.first { page.attributes($0)["type"] == "checkbox" }.map(page.attributes)
        #expect(checkbox == ["type": "checkbox", "name": "gift", "checked": ""])
        #expect(page.elements.allSatisfy { page.attributes($0).keys.allSatisfy { !$0.hasPrefix("__playwright") } })
        #expect(!page.elements.contains { page.tag($0) == "base" })
    }

    @Test("Shadow roots and iframes lie inside of their elements")
    func stitchesTrees() throws {
        let trace = try Fixture.trace("orders-trace.zip")
        let page = try #require(trace.finalPages().first)
        let host = try #require(page.elements.first { page.tag($0) == "shop-price" })
        #expect(page.nodes[page.nodes[host].children[0]].content == .shadowRoot)
        let frame = try #require(page.elements.first { page.tag($0) == "iframe" })
        #expect(page.attributes(frame) == ["src": "http://127.0.0.1:4179/help", "title": "Help"])
        let document = page.nodes[frame].children
        #expect(document.map { page.nodes[$0].content } == [.document(url: "http://127.0.0.1:4179/help")])
        #expect(document.map(page.visibleText(of:)) == ["Ask us. Called"])
        #expect(page.title == "Corner shop")
    }

    @Test("The failing request, the console and the page's exception are there, on the clock of the steps")
    func readsNetworkAndConsole() throws {
        let orders = try Fixture.trace("order-number-trace.zip")
        let request = try #require(orders.network.first { $0.status == 500 })
        #expect((request.method, request.contentType) == ("POST", "application/json"))
        let click = try #require(orders.steps.first { $0.method == "click" })
        let after = try #require(orders.failingStep?.endTime)
        #expect(try (click.startTime...after).contains(#require(request.time)))
        #expect(orders.console.contains { $0.kind == "error" && $0.text == "order failed database is down" })

        let crash = try Fixture.trace("crash-trace.zip")
        #expect(crash.network.filter { $0.failure != nil }.map(\.url) == ["http://127.0.0.1:9/closed"])
        #expect(crash.network.filter(\.isFromTest).map(\.url) == ["http://127.0.0.1:4179/help"])
        #expect(crash.console.first { $0.kind == "pageerror" }?.text == "TypeError: cart is undefined")
    }
}
