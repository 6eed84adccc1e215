import Testing

@testable import Evidence

struct ANSITextTests {
    @Test(
        "Takes out what steers a terminal, and nothing else",
        arguments: [
            ("plain [31m text", "plain [31m text"), ("\u{1b}[31mred\u{1b}[39m", "red"),
            ("\u{1b}[38;5;196;1mred", "red"),
            ("\u{1b}[2K\u{1b}[1Gline", "line"), ("\u{1b}]8;;http://a/\u{7}link\u{1b}]8;;\u{1b}\\!", "link!"),
            ("\u{1b}7saved", "saved"), ("ends \u{1b}", "ends "), ("ends \u{1b}[31", "ends "),
            ("\u{1b}[1mÄ\u{1b}[0m", "Ä"),
        ])
    func strips(text: String, plain: String) {
        #expect(ANSIText.stripped(text) == plain)
    }
}
