import JavaScript
import Testing

struct LocatorReaderTests {
    /// The selectors that the marked call may mean.
    private func selectors(_ marked: String, _ others: [SourceText] = []) -> [String?] {
        let (script, position) = CallChainTests.script(marked)
        let reader = LocatorReader(files: [script.source] + others)
        return reader.locators(at: position, in: script.path).map { InternalSelector().text(of: $0) }
    }

    @Test(
        "Reads the locator of an action or an assertion",
        arguments: [
            ("await page.locator('a').▸click()", "a"),
            ("await expect(page.locator('a').first()).▸toHaveText('x')", "a >> nth=0"),
            ("await expect.soft(page.locator('a')).not.▸toBeVisible()", "a"),
            ("expect(await page.locator('a').count()).▸toBe(1)", "a"),
            ("await expect.poll(() => page.locator('a').count()).▸toBe(1)", "a"),
            ("await page.▸click('#add')", "#add"), ("await page.▸fill('#a', 'v')", "#a"),
            ("expect(await page.textContent('#a')).▸toBe('x')", "#a"),
            ("await this.page.▸waitForSelector(\".a\")", ".a"),
            ("await (await page.locator('a')).▸click()", "a"), ("await ▸helper(page.locator('a'), 1)", "a"),
            ("await test.step('x', async () => { await frame.locator('a').▸click(); })", "a"),
        ])
    func direct(marked: String, selector: String) {
        #expect(selectors(marked) == [selector])
    }

    @Test(
        "Follows a name to its definition",
        arguments: [
            "const add = page.locator('a');\nawait add.▸click()",
            "const add: Locator = page.locator('a')\nconst b = 1\nawait add.▸click()",
            "class P { readonly add = this.page.locator('a'); f() { return this.add.▸click() } }",
            "class P { readonly add: Locator;\nconstructor(page: Page) { this.add = page.locator('a'); }\nf() { this.add.▸click() } }",
            "class P { get add() { return this.page.locator('a'); }\nf() { this.add.▸click() } }",
            "class P { add(): Locator { return this.page.locator('a') }\nf() { this.add().▸click() } }",
            "class P { add = () => this.page.locator('a')\nf() { this.add().▸click() } }",
            "const shop = { add: page.locator('a'), b: 1 }; await shop.add.▸click()",
            "const shop = { add: () => page.locator('a'), b: 1 }; await shop.add().▸click()",
            "function add(page: Page) { return page.locator('a'); }\nawait add(page).▸click()",
            "const add = async (page) => { return page.locator('a'); }\nawait (await add(page)).▸click()",
            "const ADD = 'a';\nawait page.▸click(ADD)",
            "const sel = { x: { add: 'a' } } as const;\nawait page.locator(sel.x.add).▸click()",
            "class S { static readonly ADD = 'a' }\nawait page.locator(S.ADD).▸click()",
            "const a = 'other'; test('x', () => { const a = 'a'; page.▸click(a) })",
            "enum S { Add = 'a' }\nconst S2 = { Add: 'a' }; await page.locator(S2.Add).▸click()",
            "const add = page.locator('a'); await expect(add).▸toBeVisible()",
        ])
    func definitions(marked: String) {
        #expect(selectors(marked).contains("a"))
    }

    private static let other = SourceText(
        path: "other.ts",
        text: "export class Other { get send() { return this.page.locator('other'); }\nlabel = 'other' }")

    @Test(
        "A member of `this` is the one of its own class, or of a class that it extends",
        arguments: [
            "class A { get send() { return this.page.locator('b'); } }\nclass P { get send() { return this.page.locator('a'); }\nf() { return this.send.▸click() } }",
            "class P { readonly send: Locator;\nconstructor(page: Page) { this.send = page.locator('a'); }\nf() { return this.send.▸click() } }\nclass A { send = this.page.locator('b') }",
            "class A { send() { return this.page.locator('a') } }\nclass P extends A { f() { return this.send().▸click() } }",
            "class A { send() { return this.page.locator('a') } }\nclass P extends A { send() { return super.send().▸click() } }",
            "class A { send = this.page.locator('a') }\nclass B<T> extends A { declare send: Locator; }\nclass P extends B<string> { f() { return this.send.▸click() } }",
            "class A { static label = 'b' }\nclass P { label = 'a';\nf() { return this.page.locator(this.label).▸click() } }",
        ])
    func members(marked: String) {
        #expect(selectors(marked, [Self.other]) == ["a"])
    }

    @Test("A class that is extended may stand in another file")
    func importedMembers() {
        let base = SourceText(path: "base.ts", text: "export class Base { send = this.page.locator('a') }")
        let marked = "import { Base } from './base';\nclass P extends Base { f() { return this.send.▸click() } }"
        #expect(selectors(marked, [Self.other, base]) == ["a"])
        // Two classes have the name, and nothing tells which is meant.
        let rival = SourceText(path: "rival.ts", text: "export class Base { send = this.page.locator('b') }")
        #expect(selectors(marked, [base, rival]).isEmpty)
    }

    @Test(
        "A member that its class does not show is not another class's",
        arguments: [
            "class P { f() { return this.send.▸click() } }",
            "class P extends Unknown { f() { return this.send.▸click() } }",
            "class P extends mixed(Other) { f() { return this.send.▸click() } }",
            "class P { readonly send: Locator; f() { return this.send.▸click() } }",
            "class P { constructor(private readonly send: Locator) {}\nf() { return this.send.▸click() } }",
        ])
    func missingMembers(marked: String) {
        #expect(selectors(marked, [Self.other]).isEmpty)
    }

    @Test("What is given to a constructor may be what its caller calls by the same name")
    func givenMembers() {
        let spec = SourceText(path: "a.spec.ts", text: "const root = page.locator('a'); new P(root)")
        let marked = "class P { constructor(readonly root: Locator) {}\nf() { return this.root.▸click() } }"
        #expect(selectors(marked, [spec]) == ["a"])
    }

    @Test("Of a file's locators a place in a class means those of the class, and those of none")
    func visible() throws {
        let (script, position) = CallChainTests.script(
            "class A { f() { page.locator('a').click() } }\nclass P { f() { page.locator('b').▸click() } }\npage.locator('c').click()"
        )
        let found = LocatorReader(files: [script.source]).locators(in: script.path, visibleAt: position)
        #expect(found.map { InternalSelector().text(of: $0) } == ["b", "c"])
    }

    @Test("Joins a definition's steps and the call's own")
    func joined() {
        let marked = "const row = page.locator('tr'); const first = row.first();\nawait first.getByText('x').▸click()"
        #expect(selectors(marked).contains(#"tr >> nth=0 >> internal:text="x"i"#))
    }

    @Test("Finds page objects in other files, all that have the name")
    func otherFiles() throws {
        let one = SourceText(path: "one.ts", text: "export class One { add = this.page.locator('one'); }")
        let two = SourceText(
            path: "two.ts", text: "export class Two { get add() { return this.page.locator('two'); } }")
        #expect(Set(selectors("await shop.add.▸click()", [one, two])) == ["one", "two"])
        let found = LocatorReader(files: [one, two]).definitions(of: "add")
        #expect(found.map(\.place.file) == ["one.ts", "two.ts"])
        #expect(one.text(in: try #require(found.first).steps[0].arguments[0].place.range) == "'one'")
    }

    @Test("Places a constant's literal at its definition")
    func constants() throws {
        let ids = SourceText(path: "ids.ts", text: "export const ids = { add: 'add-item', b: 'c' } as const;\r\n")
        let (script, position) = CallChainTests.script("await page.getByTestId(ids.add).▸click()")
        let reader = LocatorReader(files: [script.source, ids])
        let argument = try #require(reader.locators(at: position, in: script.path).first?.steps.first?.arguments.first)
        #expect(argument.place.file == "ids.ts")
        #expect(ids.text(in: argument.place.range) == "'add-item'")
        #expect(script.source.text(in: argument.usePlace.range) == "ids.add")
    }

    @Test(
        "What a function is given is known to its caller alone, whatever has the same name elsewhere",
        arguments: [
            "class P { tab(name: string) { return this.page.getByRole('tab', { name }).▸click() } }",
            "class P { tab(name: string): Promise<void> { return this.page.getByRole('tab', { name }).▸click() } }",
            "const tab = (page: Page, name = 'x') => page.getByRole('tab', { name }).▸click()",
            "async function tab(name) { if (name) { await page.getByRole('tab', { name }).▸click() } }",
            "for (const x of ['Fruit']) { names.forEach(name => page.getByRole('tab', { name }).▸click()) }",
        ])
    func parameters(marked: String) {
        let others = [
            SourceText(path: "sign-in.ts", text: "class S { constructor(page) { this.name = page.getByLabel('x') } }"),
            SourceText(path: "keys.ts", text: "export const name = 'market.name'"),
        ]
        let (script, position) = CallChainTests.script(marked)
        for files in [[], [others[0]], [others[1]], others] {
            let found = LocatorReader(files: [script.source] + files).locators(at: position, in: script.path)
            let pattern = found.first.flatMap(InternalSelector().pattern)
            #expect(pattern?.parts == ["internal:role=tab[name=", "]"], "\(files.map(\.path))")
        }
    }

    @Test("A locator that a helper is given may be the one that its caller calls by the same name")
    func handedOn() {
        let (script, position) = CallChainTests.script(
            "export async function fill(dialog) { await dialog.getByLabel('Name').▸fill('x') }")
        let spec = SourceText(
            path: "a.spec.ts", text: "const dialog = page.getByRole('dialog'); await fill(dialog)")
        let found = LocatorReader(files: [script.source, spec]).locators(at: position, in: script.path)
        #expect(
            found.compactMap { InternalSelector().text(of: $0) }.contains(
                #"internal:role=dialog >> internal:label="Name"i"#))
    }

    @Test("What a fixture gives, and what a block defines anew, is still followed")
    func notParameters() {
        let fixtures = SourceText(path: "fixtures.ts", text: "export const add = page.locator('a')")
        #expect(selectors("test('x', async ({ add }) => { await add.▸click() })", [fixtures]) == ["a"])
        let anew = "function f(add) { { const add = page.locator('b'); return add.▸click() } }"
        #expect(selectors(anew, [fixtures]) == ["b"])
    }

    @Test("Does not guess between two values of a name")
    func ambiguous() {
        let one = SourceText(path: "one.ts", text: "export const ADD = 'one'")
        let two = SourceText(path: "two.ts", text: "export const ADD = 'two'")
        #expect(selectors("await page.▸click(ADD)", [one, two]) == [nil])
    }

    @Test(
        "Takes no other call for a locator",
        arguments: [
            "list.filter(x => x).▸map(f)", "test.▸describe('a', () => {})", "await field.▸fill('x')",
            "await item.▸press('Enter')", "await field.▸fill('x', { timeout: 1 })", "console.▸log('a')",
        ])
    func others(marked: String) {
        #expect(selectors(marked).isEmpty)
    }
}
