import JavaScript
import Testing

struct StringLiteralTests {
    @Test(
        "Reads escapes",
        arguments: [
            (#"'a\'b'"#, "a'b"), (#""\u{1F600}\x41\u0042\n""#, "😀AB\n"), (#"`a\`\${`"#, "a`${"), ("'a\\\r\nb'", "ab"),
            (#"'\ud83d\ude00'"#, "😀"), ("`a\r\nb`", "a\nb"), (#"'\q'"#, "q"), (#"'\0'"#, "\0"),
        ])
    func reads(literal: String, value: String) {
        #expect(StringLiteral.value(of: literal) == value)
    }

    @Test(
        "Reads no malformed literal", arguments: ["'a", "'", "", #"'\u{110000}'"#, #"'\xZ1'"#, #"'\ud83d'"#, #"'\07'"#])
    func malformed(literal: String) {
        #expect(StringLiteral.value(of: literal) == nil)
    }

    @Test("Writes what reads back the same, in any quote", arguments: [StringLiteral.Quote.single, .double, .backtick])
    func roundTrip(quote: StringLiteral.Quote) {
        for value in [
            "", "it's", "\"", "`${a}`", "$", "${", "\\", "a\nb\r\t\u{0}\u{2028}", "größe 😀", "\u{1}1", "\u{A0}",
        ] {
            let literal = StringLiteral.text(of: value, quote: quote)
            #expect(StringLiteral.value(of: literal) == value)
            let tokens = Tokenizer.tokens(of: SourceText(path: "a.ts", text: literal))
            #expect(tokens.count == 1 && !tokens[0].isBroken)
        }
    }
}
