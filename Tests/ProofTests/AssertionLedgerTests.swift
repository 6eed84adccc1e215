import JavaScript
import Proof
import Testing

struct AssertionLedgerTests {
    private func ledger(_ text: String) -> AssertionLedger {
        AssertionLedger(sources: [SourceText(path: "a.spec.ts", text: text)])
    }

    @Test("Lists tests by their titles, and helpers by their names")
    func entries() {
        let found = AssertionLedger(
            sources: Suite.files.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) })
        #expect(found.tests.map(\.path) == [["cart", "adds an item"], ["cart", "removes an item"]])
        #expect(found.tests.map(\.assertions.count) == [4, 3])
        #expect(found.entries.first { $0.path == ["Shop", "pay"] }?.assertions.map(\.matcher) == ["toBeVisible"])
        #expect(found.tests.first?.actions == ["click", "click"])
    }

    @Test(
        "Finds the owner in every way to write a test",
        arguments: [
            ("it('a', function () { expect(1).toBe(1) })", ["a"]),
            ("test('a', { tag: '@x' }, async () => { expect(1).toBe(1) })", ["a"]),
            ("describe('g', () => { it(`b`, () => { expect(1).toBe(1) }) })", ["g", "b"]),
            (
                "authTest.describe.serial('g', () => { authTest('b', async ({ page }: Args): Promise<void> => { expect(1).toBe(1) }) })",
                ["g", "b"]
            ),
            ("test('a', async () => { await test.step('s', async () => { expect(1).toBe(1) }) })", ["a"]),
            ("async function check(page: Page): Promise<void> { expect(1).toBe(1) }", ["check"]),
            ("const check = async (page: Page) => { expect(1).toBe(1) }", ["check"]),
            ("class A extends B<C> { static async check<T>(): Promise<T> { expect(1).toBe(1) } }", ["A", "check"]),
            ("test.afterEach(() => { expect(1).toBe(1) })", ["afterEach"]), ("expect(1).toBe(1)", []),
            ("const h = { check: () => { expect(1).toBe(1) } }", ["check"]),
        ])
    func owners(source: String, owner: [String]) {
        #expect(ledger(source).assertions.map(\.owner) == [owner])
    }

    @Test(
        "Tells what keeps an assertion from running or failing",
        arguments: [
            ("expect(1).toBe(1)", []), ("if (a) { expect(1).toBe(1) }", ["if"]), ("if (a) expect(1).toBe(1)", ["if"]),
            ("if (a) { } else expect(1).toBe(1)", ["else"]), ("for (const a of b) { expect(1).toBe(1) }", ["for"]),
            ("try { expect(1).toBe(1) } catch (e) { }", ["try"]), ("try { } catch { expect(1).toBe(1) }", ["catch"]),
            ("await expect(1).toBe(1).catch(() => {})", [".catch()"]), ("a && expect(1).toBe(1)", ["a condition"]),
            ("await (async () => { await expect(1).toBe(1) })().catch(f)", [".catch()"]),
            ("if (a) return\nexpect(1).toBe(1)", ["after a return"]), ("return expect(1).toBe(1)", []),
            ("const f = () => { return 1 }; expect(1).toBe(1)", []),
            ("list.forEach(() => { expect(1).toBe(1) })", ["a callback of forEach()"]),
            ("await Promise.allSettled([expect(1).toBe(1)])", ["a callback of allSettled()"]),
        ])
    func guards(source: String, guards: [String]) {
        let found = ledger("test('a', async () => {\n\(source)\n})").assertions
        #expect(found.map { $0.guards.sorted() } == [guards])
    }

    @Test("Reads every part of an assertion")
    func parts() throws {
        let source =
            "test('a', async () => {\n  await expect.soft(page.locator('b')).not.toHaveText('c', { timeout: 9, ignoreCase: true });\n})"
        let assertion = try #require(ledger(source).assertions.first)
        #expect(assertion.matcher == "toHaveText" && assertion.isNegated && assertion.isSoft && assertion.isAwaited)
        #expect(assertion.arguments == ["'c'"] && assertion.timeout == 9 && assertion.options == ["ignoreCase: true"])
        #expect(assertion.line == 2 && assertion.subject == "page ‹locator›")
        #expect(ledger("await expect.poll(() => f()).toBe(1)").assertions.first?.isPolled == true)
    }

    @Test(
        "Tells a comparison of what was read as the web-first matcher",
        arguments: [
            ("expect(await page.locator('a').textContent()).toBe('x')", "toHaveText"),
            ("expect(await page.textContent('a')).toContain('x')", "toContainText"),
            ("expect(await page.locator('a').isVisible()).toBe(true)", "toBeVisible"),
            ("expect(await page.locator('a').isVisible()).toBeFalsy()", "toBeHidden"),
            ("expect(page.locator('a')).not.toBeVisible()", "toBeHidden"),
            ("expect(await page.locator('a').count()).toBe(2)", "toHaveCount"),
            ("expect(await page.locator('a').count()).toBeGreaterThan(2)", "toBeGreaterThan"),
        ])
    func webFirst(source: String, matcher: String) {
        #expect(ledger(source).assertions.map(\.matcher) == [matcher])
        #expect(ledger(source).assertions.map(\.subject) == ["page ‹locator›"] || matcher == "toBeGreaterThan")
    }

    @Test(
        "Sees hazards, and only those",
        arguments: [
            ("await page.evaluate(() => window.scrollY)", []), ("await page.evaluate((el) => el.value)", []),
            ("await page.evaluate(() => localStorage.getItem('a'))", []), ("list.only", []),
            ("await page.evaluate((el) => { el.value = 'x' })", [Hazard.Kind.pageChanged]),
            ("await el.evaluateAll(all => all.forEach(e => e.remove()))", [.pageChanged]),
            ("x.click({ force: false })", []), ("x.click({ force })", [.forced]),
            ("page.click('a', { strict: false })", [.forced]),
            ("xit('a', () => {})", [.excludedTest]), ("// test.skip()", []), ("'test.skip()'", []),
            ("const { readFile } = await import('node:fs/promises')", [.systemAccess]), ("import a from './a'", []),
            ("import a from 'b'", [.imported]), ("try { a() } catch { }", [.swallowedError]),
            ("a?.catch(f)", [.swallowedError]),
            ("`https://${host}/x`", []), ("'http://a.example:80/b'", [.host]), ("globalThis.fetch", [.process]),
        ])
    func hazards(source: String, kinds: [Hazard.Kind]) {
        #expect(ledger(source).hazards.map(\.kind) == kinds)
    }

    @Test("Survives broken code and never counts an assertion twice")
    func brokenCode() {
        let pieces = Suite.spec.split(separator: " ", omittingEmptySubsequences: false)
        for end in stride(from: 0, to: pieces.count, by: 3) {
            let part = pieces[..<end].joined(separator: " ")
            let expects = part.split(separator: "expect(").count - 1
            #expect(ledger(part).assertions.count <= max(expects, 0))
            #expect(ledger(pieces[end...].joined(separator: " ")).assertions.count <= 7)
        }
    }
}
