import Evidence
import JavaScript
import Testing

@testable import Locators

/// Content that was put into a frame, or taken out of one.
struct FrameMoveTests {
    private static let hours =
        "<section data-testid='hours'><h2>Opening hours</h2><p mark='text'>Friday 14 to 18</p>"
        + "<button mark='it' class='plan'>Plan a visit</button></section>"
    private static let role = "internal:role=button[name=\"Plan a visit\"i]"

    private static func framed(_ content: String = hours, _ attributes: String = "title='Where and when'") -> String {
        "<iframe mark='frame' \(attributes)><frame-document url='http://localhost/hours'><html><body>\(content)</body>"
            + "</html></frame-document></iframe>"
    }

    private static func page(_ main: String) -> PreparedPage {
        PreparedPage(
            PageIndex(
                Markup.page(
                    "<header><a href='/'>Offers</a><a href='/growers'>Growers</a></header><main>\(main)</main>"
                        + "<footer><a href='/imprint'>Imprint</a></footer>")))
    }

    private static func recall(_ selector: String, from old: String, to new: String) throws -> LocatorRecall {
        try LocatorRecall(try #require(Selector(selector)), targets: [], old: page(old), new: page(new))
    }

    /// Rewrites what the first line of a source says, with the element that is marked taken for the one that it meant.
    private static func rewrite(
        _ source: String, _ selector: String, brokenPart: Int = 0, in main: String, line: Int = 1
    ) throws -> LocatorRewrite {
        let index = page(main).index
        let node = index.page.marked()
        return try LocatorRewrite(
            selector, recall: LocatorRecall(brokenPart: brokenPart, old: node, new: node, reason: ""), new: index,
            testIDAttribute: "data-testid", reader: reader(source),
            stack: [(file: "a.spec.js", position: SourcePosition(line: line, column: 1))])
    }

    private static func reader(_ source: String) -> LocatorReader {
        LocatorReader(files: [SourceText(path: "a.spec.js", text: source)])
    }

    private static func applied(_ rewrite: LocatorRewrite, to source: String) throws -> String {
        try SourceEdit.apply(rewrite.edits, to: SourceText(path: "a.spec.js", text: source)).text
    }

    @Test("What is in a new frame now is found again", arguments: [role, "[data-testid=hours] .plan"])
    func found(selector: String) throws {
        let recall = try Self.recall(selector, from: Self.hours, to: Self.framed())
        let page = Self.page(Self.framed()).index
        #expect(page.page.marks(recall.elements.map(\.new)) == "it")
        let parsed = try #require(Selector(selector))
        let move = try #require(FrameMove(parsed, recall, new: page))
        #expect(page.page.marks(move.frames) == "frame")
        #expect(move.kept == 0)
    }

    @Test("Where nothing changed its document, nothing moved")
    func sameDocument() throws {
        let inside = "iframe >> internal:control=enter-frame >> internal:role=button[name=\"Plan\"s]"
        for (selector, main) in [(".old", Self.hours), (inside, Self.framed())] {
            let index = Self.page(main).index
            let broken = try #require(Selector(selector))
            let recall = LocatorRecall(
                brokenPart: broken.parts.count - 1, old: 0, new: index.page.marked(), reason: "")
            #expect(FrameMove(broken, recall, new: index) == nil)
        }
    }

    @Test(
        "The author's own locator is led into the frame",
        arguments: [
            (
                "await page.getByRole('button', { name: 'Plan a visit' }).click();", role, 0,
                "await page.frameLocator('iframe[title=\"Where and when\"]').getByRole('button', { name: 'Plan a visit' }).click();"
            ),
            (
                "await this.page.getByRole(\"button\", { name: /^plan/i }).click();",
                "internal:role=button[name=/^plan/i]", 0,
                "await this.page.frameLocator(\"iframe[title=\\\"Where and when\\\"]\").getByRole(\"button\", { name: /^plan/i }).click();"
            ),
            // The region around it has stayed outside.
            (
                "await page.getByRole('main').locator('.plan').click();", "internal:role=main >> .plan", 1,
                "await page.frameLocator('iframe[title=\"Where and when\"]').locator('.plan').click();"
            ),
            // So does the suite enter frames elsewhere.
            (
                "await page.locator('.plan').click();\nawait page.locator('#pay').contentFrame().locator('a').click();",
                ".plan", 0,
                "await page.locator('iframe[title=\"Where and when\"]').contentFrame().locator('.plan').click();\n"
                    + "await page.locator('#pay').contentFrame().locator('a').click();"
            ),
        ])
    func led(source: String, selector: String, brokenPart: Int, result: String) throws {
        let written = try Self.rewrite(source, selector, brokenPart: brokenPart, in: Self.framed())
        let changed = try Self.applied(written, to: source)
        #expect(changed == result)
        #expect(written.selector.hasPrefix("iframe[title=\"Where and when\"] >> internal:control=enter-frame >> "))
        #expect(!written.changesStrategy)
    }

    @Test(
        "A frame is named by its title, its name, its id or its address, as long as that will stay",
        arguments: [
            ("title='Hours' name='hours' id='when' src='http://localhost/hours'", "iframe[title=\"Hours\"]"),
            ("title='Week 48' name='hours' id='when'", "iframe[name=\"hours\"]"),
            ("name='frame-83617' id='when'", "#when"), ("src='http://localhost/hours'", "iframe[src$=\"/hours\"]"),
        ])
    func named(attributes: String, css: String) throws {
        let written = try Self.rewrite(
            "await page.locator('.plan').click();", ".plan", in: Self.framed(Self.hours, attributes))
        #expect(written.selector == "\(css) >> internal:control=enter-frame >> .plan")
    }

    @Test(
        "An element in a frame is not followed",
        arguments: [
            // Nothing tells the frame from another one, or nobody sees it.
            (framed() + "<iframe title='Where and when'></iframe>", ".plan"), (framed(hours, ""), ".plan"),
            (framed(hours, "title='Hours' hidden"), ".plan"),
            // It is called something else as well, or there are two of it.
            (framed(), ".visit"), (framed(hours + "<i class='plan'>Plan</i>"), ".plan"),
        ])
    func refused(main: String, selector: String) {
        #expect(throws: LocatorRewrite.Refusal.self) {
            try Self.rewrite("await page.locator('\(selector)').click();", selector, in: main)
        }
    }

    @Test("An action that takes a selector of the page is not led into a frame")
    func shorthand() {
        #expect(throws: LocatorRewrite.Refusal.self) {
            try Self.rewrite("await page.click('.plan');", ".plan", in: Self.framed())
        }
    }

    @Test("What was taken out of a frame is looked for on the page")
    func takenOut() throws {
        let selector = "iframe[name=\"when\"] >> internal:control=enter-frame >> \(Self.role)"
        let source =
            "await page.frameLocator('iframe[name=\"when\"]').getByRole('button', { name: 'Plan a visit' }).click();"
        let recall = try Self.recall(selector, from: Self.framed(Self.hours, "name='when'"), to: Self.hours)
        #expect(recall.brokenPart == 2)
        let written = try Self.rewrite(source, selector, brokenPart: 2, in: Self.hours)
        let changed = try Self.applied(written, to: source)
        #expect(changed == "await page.getByRole('button', { name: 'Plan a visit' }).click();")
        #expect(written.selector == Self.role)
    }

    @Test("Calls of a frame that stand in a definition are not torn apart")
    func takenOutOfDefinition() {
        let source = "const when = page.frameLocator('#when');\nawait when.locator('.plan').click();"
        #expect(throws: LocatorRewrite.Refusal.self) {
            try Self.rewrite(
                source, "#when >> internal:control=enter-frame >> .plan", brokenPart: 2, in: Self.hours, line: 2)
        }
    }

    @Test("What has another name in its frame is renamed in there")
    func renamedInside() throws {
        let selector = "#when >> internal:control=enter-frame >> internal:role=button[name=\"Come\"i]"
        let source = "await page.frameLocator('#when').getByRole('button', { name: 'Come' }).click();"
        let main = Self.framed(Self.hours, "id='when'")
        let parsed = try #require(Selector(selector))
        #expect(SelectorEngine(Self.page(main).index).matchingPrefix(of: parsed) == 2)
        let written = try Self.rewrite(source, selector, brokenPart: 2, in: main)
        let changed = try Self.applied(written, to: source)
        #expect(changed == source.replacing("Come", with: "Plan a visit"))
        #expect(written.selector == "#when >> internal:control=enter-frame >> \(Self.role)")
    }

    @Test("A chain of which one call stands elsewhere is not replaced as a whole")
    func definedElsewhere() {
        let source =
            "const nav = page.getByRole('navigation');\nawait page.reload();\nawait nav.locator('.old').click();"
        let main = "<nav><a href='/2'>Next</a></nav><div><button mark='it' class='plan'>Plan a visit</button></div>"
        #expect(throws: LocatorRewrite.Refusal.self) {
            try Self.rewrite(source, "internal:role=navigation >> .old", brokenPart: 1, in: main, line: 3)
        }
    }

    /// Where the last mention of a locator stands.
    private static func last(_ text: String, in source: String) throws -> SourcePlace {
        let range = try #require(source.ranges(of: text).last)
        let start = source.utf8.distance(from: source.startIndex, to: range.lowerBound)
        return SourcePlace(file: "a.spec.js", range: start..<start + text.utf8.count)
    }

    @Test(
        "Who asks that it is not there is led into the frame as well",
        arguments: [
            ("page.locator('.plan')", "page.frameLocator('iframe[title=\"Where and when\"]').locator('.plan')"),
            (
                "page.locator('.plan').getByText('!')",
                "page.frameLocator('iframe[title=\"Where and when\"]').locator('.plan').getByText('!')"
            ),
            ("page.locator('.plans')", "page.locator('.plans')"),
        ])
    func absence(locator: String, result: String) throws {
        let source = "await page.locator('.plan').click();\nawait expect(\(locator)).toBeHidden();"
        let written = try Self.rewrite(source, ".plan", in: Self.framed())
        let led = try written.leading(
            [try Self.last(locator, in: source)], testIDAttribute: "data-testid", reader: Self.reader(source))
        let changed = try Self.applied(led, to: source)
        #expect(changed.hasSuffix("\nawait expect(\(result)).toBeHidden();"))
        #expect(changed.hasPrefix("await page.frameLocator("))
    }

    @Test("Where nobody can tell what is asked to be absent, nothing is changed")
    func unknownAbsence() throws {
        let source =
            "await page.locator('.plan').click();\nconst gone = (card) => expect(card.locator('.plan')).toBeHidden();"
        let written = try Self.rewrite(source, ".plan", in: Self.framed())
        let place = try Self.last("card.locator('.plan')", in: source)
        #expect(throws: LocatorRewrite.Refusal.self) {
            try written.leading([place], testIDAttribute: "data-testid", reader: Self.reader(source))
        }
    }
}
