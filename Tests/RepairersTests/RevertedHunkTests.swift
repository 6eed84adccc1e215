import Testing

@testable import Repairers

struct RevertedHunkTests {
    private let base = """
        export function add(item) {
          items.push(item)
          showCount(items.length)
        }

        export function pay() {
          sendOrder(items)
          leave('/thanks')
        }

        """

    private var head: String {
        base.replacing("items.length", with: "items.size").replacing("'/thanks'", with: "'/'")
    }

    private func candidates(
        _ files: [(path: String, base: String, head: String)], _ clues: [String] = [], limit: Int = 4
    ) -> [RevertedHunk] {
        RevertedHunk.candidates(
            files.map { .init(path: $0.path, base: $0.base, head: $0.head) }, clues: FailureClues(clues), limit: limit)
    }

    @Test("Each place is taken back alone, the one that the failure speaks of first, and all of the file at last")
    func ordersByWords() {
        let found = candidates([("app/cart.js", base, head)], ["expect(page).toHaveURL('/thanks')"])
        #expect(
            found.map(\.after) == [
                base.replacing("items.length", with: "items.size"), base.replacing("'/thanks'", with: "'/'"), base,
            ])
        #expect(found.map(\.lines) == ["line 8", "line 3", "lines 3, 8"])
        #expect(found.map(\.keptCount) == [1, 1, 0] && found.allSatisfy { $0.placeCount == 2 && $0.before == head })
        let other = candidates([("app/cart.js", base, head)], ["getByTestId('cart-count') received \"undefined\""])
        #expect(other.first?.lines == "line 3")
    }

    @Test("A line that an error names comes before all words")
    func ordersByLines() {
        let clues = [
            "toHaveURL('/thanks')",
            "TypeError: items is undefined\n    at add (http://localhost:4173/app/cart.js?v=1:3:9)",
        ]
        #expect(candidates([("app/cart.js", base, head)], clues).first?.lines == "line 3")
    }

    @Test("There are no more than the limit, of however many files")
    func limits() {
        let files = (1...9).map { (path: "app/cart\($0).js", base: base, head: head) }
        #expect(candidates(files).count == 4)
        #expect(candidates(files, limit: 1).count == 1)
        #expect(candidates(files, limit: 0).isEmpty)
    }

    @Test(
        "Tests, built files, settings, migrations and what no gate can judge are left alone",
        arguments: [
            "tests/cart.spec.js", "dist/cart.js", "app/cart.min.js", ".github/cart.js", "vite.config.js",
            "migrations/1.js", "app/cart.py", "package-lock.json", "fixtures/cart.js", "auth/cart.js",
        ])
    func leavesAlone(path: String) { #expect(candidates([(path, base, head)]).isEmpty) }

    @Test(
        "What opens a door, destroys data, leaves a bracket open or changes but blanks is not taken back",
        arguments: [
            ("if (!isAdmin) leave()", "check()"), ("db.run('DROP TABLE orders')", "db.clean()"),
            ("show({", "show()"), ("show( 1 )", "show(1)"),
        ])
    func refuses(old: String, new: String) { #expect(candidates([("app/a.js", old + "\n", new + "\n")]).isEmpty) }

    @Test("A place that nobody would read is left alone")
    func refusesLarge() {
        let lines = { (name: String) in (1...30).map { "\(name)(\($0))\n" }.joined() }
        #expect(candidates([("app/a.js", lines("go"), lines("run"))]).isEmpty)
    }

    @Test("A call that was taken away comes back, also one that a patch of one's own could not bring")
    func bringsBackCalls() {
        let old = "save.onclick = () => {\n  fetch('/notes')\n}\n"
        let found = candidates([("app/a.js", old, "save.onclick = () => {\n}\n")])
        #expect(found.map(\.after) == [old])
    }

    @Test("Ends of lines and of files stay as they were")
    func keepsEnds() {
        let old = "a()\r\nb()\r\nc()"
        #expect(candidates([("app/a.js", old, old.replacing("b()", with: "d()"))]).map(\.after) == [old])
        #expect(candidates([("app/a.js", "a()\nb()\n", "a()\n")]).map(\.after) == ["a()\nb()\n"])
    }
}
