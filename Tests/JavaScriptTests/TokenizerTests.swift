import JavaScript
import TestKit
import Testing

struct TokenizerTests {
    @Test(
        "Tells a regular expression from a division",
        arguments: [
            ("a / b / c", 0), ("x = /a\\/b[/]c/gi.test(y)", 1), ("if (x) /re/.exec(y)", 1), ("f(x) / g(y) / 2", 0),
            ("while (a) /b/.test(c)", 1), ("a[0] / 2 / b", 0), ("return /x/", 1), ("a++ / b / c", 0),
            ("({}) / 2 / 3", 0), ("x = {} / 2 / 3", 0), ("{ } /x/.test(y)", 1), ("`a` / `b` / c", 0),
            ("typeof /x/", 1), ("this / 2 / 3", 0), ("a! / b / c", 0), ("a\n!/x/.test(b)", 1), ("p.return / 2 / 3", 0),
            ("for (const x of /a/) y", 1), ("(a) => /x/", 1), ("[/a/, /b/]", 2), ("a ? /b/ : /c/", 2),
            ("`${a / b / c}`", 0), ("`${/a/}`", 1), ("x = a / 2; // a / b\n/y/", 1), ("case /x/:", 1),
        ])
    func regularExpressions(source: String, count: Int) {
        let tokens = Tokenizer.tokens(of: SourceText(path: "a.ts", text: source))
        #expect(tokens.count { $0.kind == .regularExpression } == count)
    }

    @Test("Cuts templates at their substitutions, however deep")
    func templates() {
        #expect(
            kinds("`a${ `b${c}d` }e${f}`") == [
                .templateHead, .templateHead, .identifier, .templateTail, .templateMiddle, .identifier, .templateTail,
            ])
        #expect(kinds("`a}${ {b: 1}.b }`").first == .templateHead)
        #expect(kinds("`a \\` \\${ b`") == [.templateWhole])
    }

    @Test(
        "Knows JSX by the file's dialect",
        arguments: [
            ("a.jsx", "x = <b title='a \"'>it's {y / 2 / z} <i/> /no/</b>;", true), ("a.js", "x = <></>", true),
            ("a.ts", "x = <T>(y: T) => y", false), ("a.tsx", "x = <T,>(y: T) => y", false),
            ("a.tsx", "x = <T extends U>(y: T) => y", false), ("a.tsx", "return <p>don't</p>", true),
            ("a.js", "a <b> c", false), ("a.tsx", "f<string>('x')", false),
        ])
    func elements(path: String, source: String, isMarkup: Bool) {
        let tokens = Tokenizer.tokens(of: SourceText(path: path, text: source))
        #expect(tokens.contains { $0.kind == .jsxMarkup } == isMarkup)
        #expect(!tokens.contains { $0.isBroken })
        #expect(!tokens.contains { $0.kind == .regularExpression })
    }

    @Test("Returns to code behind an element")
    func codeBehindElement() {
        let tokens = Tokenizer.tokens(of: SourceText(path: "a.jsx", text: "x = <a><b c={<d/>}>t</b></a> / 2; 'y'"))
        #expect(tokens.last?.kind == .string)
        #expect(tokens.filter { $0.kind == .jsxText }.count == 1)
    }

    @Test(
        "Reads numbers, names and operators whole",
        arguments: [
            ("1..toFixed()", ["1.", ".", "toFixed", "(", ")"]), ("0xFFn", ["0xFFn"]), ("1_000.5e-3", ["1_000.5e-3"]),
            ("a?.5:1", ["a", "?", ".5", ":", "1"]), ("a?.b", ["a", "?.", "b"]), ("#x in y", ["#x", "in", "y"]),
            ("a>>>=b??=c", ["a", ">>>=", "b", "??=", "c"]), ("\\u{61}b", ["\\u{61}b"]), ("größe", ["größe"]),
            ("1.e3+.5", ["1.e3", "+", ".5"]), ("1.2.3", ["1.2.3"]),
        ])
    func wholeTokens(source: String, texts: [String]) {
        let text = SourceText(path: "a.ts", text: source)
        #expect(Tokenizer.tokens(of: text).filter(\.isSignificant).map { text.text(in: $0.range) } == texts)
    }

    @Test(
        "Marks what the text leaves open",
        arguments: ["'a", "'a\nb'", "`a", "`a${b", "/* a", "x = /a", "x = /[/]\n", "\"\\", "/\\", "`\\", "("])
    func openEnds(source: String) {
        #expect(!Script(SourceText(path: "a.ts", text: source)).problems.isEmpty)
    }

    @Test("Covers each byte once, whatever the text is", arguments: ["a.js", "a.ts", "a.tsx"])
    func coversEverything(path: String) {
        var random = SeededGenerator(seed: 20)
        let pieces = [
            "`", "${", "}", "{", "'", "\"", "/", "/*", "*/", "//", "\n", "\r\n", "\\", "<", ">", "</", "/>", "(",
            ")", "[", "]", "a", "if", "return", "é", "😀", "\u{2028}", "\u{A0}", "1", ".", "?.", "=>", "=", "+",
            "!", "#", "@", "-", "async", "class", ":", ";", ",", " ", "\0", "0x", "e", "$", "page.getByText('A')",
        ]
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<40, using: &random)
            let soup = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let source = SourceText(path: path, text: soup)
            let tokens = Tokenizer.tokens(of: source)
            #expect(tokens.map { source.text(in: $0.range) }.joined() == soup)
            #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
            #expect(tokens.allSatisfy { !$0.range.isEmpty })
        }
    }

    private func kinds(_ text: String) -> [Token.Kind] {
        Tokenizer.tokens(of: SourceText(path: "a.ts", text: text)).filter(\.isSignificant).map(\.kind)
            .filter { $0 != .punctuator }
    }
}
