import JavaScript
import Testing

struct SourceTextTests {
    @Test("Counts columns in UTF-16 units, behind any line end")
    func positions() throws {
        let source = SourceText(path: "a.ts", text: "a\r\nä😀b\rc\u{2028}d\n")
        let offset = try #require(source.offset(of: SourcePosition(line: 2, column: 4)))
        #expect(source.text(in: offset..<offset + 1) == "b")
        #expect(source.position(at: offset) == SourcePosition(line: 2, column: 4))
        #expect(source.lineCount == 5)
        #expect(source.offset(of: SourcePosition(line: 4, column: 1)).map { source.text(in: $0..<$0 + 1) } == "d")
    }

    @Test("Knows no place outside the text", arguments: [(0, 1), (1, 0), (3, 1), (1, 9)])
    func outside(line: Int, column: Int) {
        #expect(SourceText(path: "a.ts", text: "abc\nd").offset(of: SourcePosition(line: line, column: column)) == nil)
    }

    @Test("Maps every character there and back")
    func roundTrip() {
        let source = SourceText(path: "a.ts", text: "const größe = '😀'\r\nawait x.y()\n\u{2029}z")
        var offset = 0
        for scalar in source.text.unicodeScalars {
            #expect(source.offset(of: source.position(at: offset)) == offset)
            offset += String(scalar).utf8.count
        }
    }
}
