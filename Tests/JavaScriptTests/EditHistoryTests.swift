import JavaScript
import Testing

struct EditHistoryTests {
    private let text = SourceText(path: "a.js", text: "click('row-1'); text('row-1'); click('row-2');")

    private func edit(_ old: String, _ new: String, last: Bool = false, in source: SourceText) throws -> TextEdit {
        let bytes = Array(old.utf8)
        let starts = source.bytes.indices.filter { source.bytes[$0...].starts(with: bytes) }
        let start = try #require(last ? starts.last : starts.first)
        return TextEdit(place: SourcePlace(file: source.path, range: start..<start + bytes.count), replacement: new)
    }

    @Test("Edits of a later round are told in places of the first text, so that some can be left out")
    func mapsBack() throws {
        let first = [try edit("'row-1'", "'ticket-1'", in: text), try edit("'row-2'", "'t'", in: text)]
        let once = try SourceEdit.apply(first, to: [text])[0]
        let second = try edit("'row-1'", "'ticket-1'", in: once)
        let told = try #require(EditHistory([first]).original([second]))
        let alone = try SourceEdit.apply(told, to: [text])[0]
        #expect(alone.text == "click('row-1'); text('ticket-1'); click('row-2');")
        let both = try SourceEdit.apply([first[0]] + told, to: [text])[0]
        #expect(both.text == "click('ticket-1'); text('ticket-1'); click('row-2');")
    }

    @Test("An edit of what an earlier round wrote has no place in the first text")
    func refusesOverlaps() throws {
        let first = [try edit("'row-1'", "'ticket-1'", in: text)]
        let once = try SourceEdit.apply(first, to: [text])[0]
        #expect(EditHistory([first]).original([try edit("ticket", "t", in: once)]) == nil)
        #expect(EditHistory([]).original(first) == first)
    }
}
