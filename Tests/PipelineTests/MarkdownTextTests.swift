import Pipeline
import Testing

struct MarkdownTextTests {
    @Test(
        "Words stay words",
        arguments: [
            ("*bold* _it_ ~x~", #"\*bold\* \_it\_ \~x\~"#), ("<img src=x>", "&lt;img src=x&gt;"),
            ("a & b", "a &amp; b"),
            ("![a](b)", #"\!\[a\](b)"#), ("a\nb\r\nc\td\u{1B}", "a b c d"), ("`x", #"\`x"#), ("a | b", #"a \| b"#),
        ])
    func plain(text: String, expected: String) { #expect(MarkdownText.plain(text) == expected) }

    @Test(
        "Nothing becomes a mention, a reference or a link",
        arguments: [
            ("@acme/team", "@acme"), ("Fixes #12", "#12"), ("GH-3", "GH-3"), ("https://evil.test", "://"),
            ("www.evil.test", "www."),
        ])
    func unlinked(text: String, link: String) { #expect(!MarkdownText.plain(text).contains(link)) }

    @Test(
        "Code between backticks stays code, in which nothing is escaped",
        arguments: [
            ("`a_b<c>` is *gone*", #"`a_b<c>` is \*gone\*"#), ("one ` only", #"one \` only"#), ("``", ""),
            ("`a` and `b", #"`a` and \`b"#), ("`a|b`", #"`a\|b`"#),
        ])
    func prose(text: String, expected: String) { #expect(MarkdownText.prose(text) == expected) }

    @Test("Code and blocks of code cannot be left from inside")
    func code() {
        #expect(MarkdownText.code("a`b``c") == "``` a`b``c ```")
        #expect(MarkdownText.code("") == "` `")
        #expect(MarkdownText.block("```\nx", language: "diff") == "````diff\n```\nx\n````")
    }

    @Test("A cut counts letters as the other side does, whatever marks they carry")
    func cut() {
        #expect(MarkdownText.cut("abcdef", to: 6) == "abcdef")
        #expect(MarkdownText.cut("abcdefg", to: 6) == "abcde…")
        #expect(MarkdownText.cut("a" + String(repeating: "\u{301}", count: 900), to: 10) == "…")
    }

    @Test(
        "Only addresses of the web become links",
        arguments: [
            "javascript:alert(1)", "https://", "ftp://a.test", "https://a.test/)x(", "https://a.test/<b>",
            "https://a.test/a b", "https://a.test|x",
        ])
    func links(address: String) {
        #expect(WebAddress(address) == nil)
        #expect(MarkdownText.link("text", to: address) == "text")
    }

    @Test("A link shows its words and leads where it says")
    func link() {
        #expect(MarkdownText.link("a]b", to: "https://a.test/x?y=1#z") == #"[a\]b](https://a.test/x?y=1#z)"#)
    }

    @Test("A table has a ruler and a row for each")
    func table() {
        #expect(MarkdownText.table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |")
    }
}
