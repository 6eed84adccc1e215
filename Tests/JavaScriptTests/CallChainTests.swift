import JavaScript
import TestKit
import Testing

struct CallChainTests {
    /// `▸` marks the stack frame's place.
    static func script(_ marked: String, path: String = "a.spec.ts") -> (Script, SourcePosition) {
        let parts = marked.components(separatedBy: "▸")
        let text = SourceText(path: path, text: parts.joined())
        return (Script(text), text.position(at: parts[0].utf8.count))
    }

    @Test(
        "Finds the chain around the called name",
        arguments: [
            ("await page.getByTestId('x').▸click();", "page", ["getByTestId", "click"]),
            ("await expect(page.getByRole('a')).not.▸toBeVisible();", "expect", ["", "not", "toBeVisible"]),
            ("a = b + this.shop?.cart().items[0]!.▸first();", "this", ["shop", "cart", "items", "[]", "first"]),
            ("page\n  // one\n  .locator('a') /* two */\n  .▸click()", "page", ["locator", "click"]),
            ("'größe 😀'; page.▸click('a')", "page", ["click"]),
            ("x.evaluate<string, T>(f).▸then(g)", "x", ["evaluate", "then"]),
            ("new Shop(page).add.▸click()", "new Shop(page)", ["add", "click"]),
            ("(await page.locator('a')).▸click()", "(await page.locator('a'))", ["click"]),
            ("if (a) ▸helper(page)", "helper", [""]),
            ("`${page.locator('a').▸count()}`", "page", ["locator", "count"]),
            ("▸await page.click('a')", "page", ["click"]), ("a['b c'].▸d()", "a", ["b c", "d"]),
            ("x?.(1).▸y()", "x", ["", "y"]), ("return page.▸click()", "page", ["click"]),
            ("\r\n\r\n  await\r\n page.▸click()", "page", ["click"]),
        ])
    func chains(marked: String, root: String, names: [String]) throws {
        let (script, position) = Self.script(marked)
        let chain = try #require(ChainParser(script: script).chain(at: position))
        #expect(chain.rootText == root)
        #expect(chain.links.map(\.name) == names)
    }

    @Test("Gives each link its ranges and literal arguments")
    func arguments() throws {
        let (script, position) = Self.script("page.getByRole('button', { name: 'A', ...more, exact: true }).▸click();")
        let chain = try #require(ChainParser(script: script).chain(at: position))
        let link = chain.links[0]
        let arguments = try #require(link.arguments)
        #expect(script.source.text(in: link.range) == ".getByRole('button', { name: 'A', ...more, exact: true })")
        #expect(script.source.text(in: link.nameRange) == "getByRole")
        #expect(arguments[0].literal.string == "button")
        #expect(arguments[1].literal["name"]?.string == "A")
        #expect(arguments[1].literal["exact"]?.boolean == true)
        #expect(script.source.text(in: chain.range) == script.source.text.dropLast())
    }

    @Test("Finds nothing where there is no chain", arguments: ["▸", "▸;", "'a▸'", "// a.▸b()", "a.▸1"])
    func nothing(marked: String) {
        let (script, position) = Self.script(marked)
        #expect(ChainParser(script: script).chain(at: position) == nil)
    }

    @Test("Survives every place of broken code")
    func brokenCode() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "page", ".", "(", ")", "getByText", "'a'", "[", "]", "{", "}", "`${", "}`", "<", ">", ",", "=", "=>",
            "const",
            "return", "\n", ";", "await", "new", "?.", "!", "a", ":", "as", "+", "/", "function", "expect", "filter",
        ]
        for _ in 0..<600 {
            let soup = (0..<30).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
            let text = SourceText(path: "a.ts", text: soup.joined(separator: " "))
            let reader = LocatorReader(files: [text])
            for offset in 0...text.bytes.count {
                let position = text.position(at: offset)
                #expect(reader.locators(at: position, in: "a.ts").count <= LocatorReader.candidateLimit)
            }
            #expect(reader.locators(in: "a.ts").allSatisfy { $0.place.range.upperBound <= text.bytes.count })
        }
    }
}

extension String {
    fileprivate func components(separatedBy separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
