import JavaScript
import Testing

struct SourceEditTests {
    private let source = SourceText(path: "a.ts", text: "one é two three\r\n")

    private func edit(_ range: Range<Int>, _ text: String, file: String = "a.ts") -> TextEdit {
        TextEdit(place: SourcePlace(file: file, range: range), replacement: text)
    }

    @Test("Applies edits in any order and leaves the rest alone")
    func applies() throws {
        let changed = try SourceEdit.apply([edit(11..<16, "3"), edit(0..<3, "1"), edit(3..<3, "!")], to: source)
        #expect(changed.text == "1! é two 3\r\n")
    }

    @Test(
        "Refuses what it cannot do for sure",
        arguments: [[0..<3, 2..<5], [1..<1, 1..<1], [5..<6], [0..<99], [0..<4, 0..<1]])
    func refuses(ranges: [Range<Int>]) {
        #expect(throws: EditConflict.self) { try SourceEdit.apply(ranges.map { edit($0, "x") }, to: source) }
    }

    @Test("Names the file that it was not given")
    func unknownFile() {
        #expect(throws: EditConflict(edit: edit(0..<1, "x", file: "b.ts"), reason: .unknownFile)) {
            try SourceEdit.apply([edit(0..<1, "x", file: "b.ts")], to: [source])
        }
    }
}
