package import JavaScript
import Proof

/// The words of an expected ARIA snapshot, brought to what the breaking commit made of them.
///
/// Source: Playwright's "Aria snapshots"; a template may leave out elements, attributes and what lies inside of an element.
package enum SnapshotChange {
    /// - Parameters:
    ///   - message: of the assertion's error.
    ///   - places: of the failing call, the innermost first.
    ///   - sources: the suite.
    ///   - confidence: 0 to 1, in what the commit shows.
    /// - Returns: nil when the commit does not wholly explain the difference, or the snapshot is not written out.
    package static func change(
        _ message: String, places: [(file: String, position: SourcePosition)], in sources: [SourceText],
        by wording: CommitWording, confidence: Double = 0.85
    ) -> SuiteChange? {
        guard message.contains("toMatchAriaSnapshot("), !message.contains(").not.") else { return nil }
        let received = message.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("+ ") || $0.hasPrefix("  ") }
            .map { Line(String($0.dropFirst(2))) }.filter { !$0.text.isEmpty }
        let reader = ExpectedLiterals(sources: sources)
        let literals = places.lazy.map { reader.literals(in: $0.file, at: $0.position) }.first { !$0.isEmpty } ?? []
        guard let literal = literals.first(where: { $0.value.contains("\n") }),
            let source = sources.first(where: { $0.path == literal.place.file })
        else { return nil }
        let written = source.text(in: literal.place.range)
        guard let (text, shown) = rewritten(written, received, wording), let value = StringLiteral.value(of: text)
        else {
            return nil
        }
        let words = Set(shown).sorted { $0.old < $1.old }
            .map { "`\($0.old.trimmed)` became `\($0.new.trimmed)` in `\($0.file)`" }.joined(separator: ", ")
        return SuiteChange(
            .expectedText, edits: [TextEdit(place: literal.place, replacement: text)],
            claim: .expectedTexts([TextChange(from: literal.value, to: value)]),
            why: "The commit itself changed the words that the snapshot expects: \(words); nothing else of it differs.",
            confidence: confidence)
    }

    /// The literal with the commit's words.
    /// - Returns: nil when nothing is changed, or the page has not just these lines in this order.
    private static func rewritten(
        _ literal: String, _ received: [Line], _ wording: CommitWording
    ) -> (text: String, shown: [CommitWording.Replacement])? {
        var shown: [CommitWording.Replacement] = []
        var rest = received[...]
        var lines: [String] = []
        for written in literal.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let line = Line(written.filter { $0 != "`" })
            guard line.isElement else {
                lines.append(written)
                continue
            }
            if let place = rest.firstIndex(where: line.fits) {
                rest = rest[(place + 1)...]
                lines.append(written)
                continue
            }
            guard let (new, place, replaced) = reading(of: written, in: rest, by: wording), Line(new).isPlain else {
                return nil
            }
            rest = rest[(place + 1)...]
            lines.append(new)
            shown += replaced
        }
        return shown.isEmpty ? nil : (lines.joined(separator: "\n"), shown)
    }

    /// What the commit made of a line, where the page has that line, and what the commit replaced for it.
    private static func reading(
        of written: String, in rest: ArraySlice<Line>, by wording: CommitWording
    ) -> (text: String, place: Int, shown: [CommitWording.Replacement])? {
        let line = Line(written)
        guard !line.saysState else { return nil }
        // Of an element only what it says; what it is, the role tells.
        let head = written.prefix { !$0.isLetter } + written.drop { !$0.isLetter }.prefix { $0.isLetter }
        for reading in IntendedText.readings(of: String(written.dropFirst(head.count)), by: wording) {
            let new = String(head) + reading.text
            guard Line(new).attributes == line.attributes, let place = rest.firstIndex(where: Line(new).fits) else {
                continue
            }
            return (text: new, place: place, shown: reading.shown)
        }
        return nil
    }

    /// One line of a snapshot.
    private struct Line {
        let text: String

        init(_ text: String) { self.text = text.trimmed }

        var isElement: Bool { text.hasPrefix("- ") }

        /// YAML would read nothing else in it.
        var isPlain: Bool {
            let parts = text.split(separator: ": ", omittingEmptySubsequences: false)
            return parts.count < 3 && !text.contains(" #") && !text.contains("`") && !text.contains("${")
        }

        /// Whether it asks for no more than the other one has.
        func fits(_ other: Line) -> Bool {
            if text.contains(#/^- (?:/|[a-z]+:? /)/#) { return other.role == role }
            return words == other.words || (!text.contains("[") && words == other.withoutAttributes.words)
        }

        /// Whether the one word that it says is a state or a kind.
        var saysState: Bool {
            let said = withoutAttributes.text.dropFirst(2).drop { $0.isLetter }
            let words = said.split(separator: " ").map { word in String(word.filter { $0.isLetter || $0 == "-" }) }
                .filter { !$0.isEmpty }
            return words.count == 1 && IntendedText.isState(words[0])
        }

        /// `[level=2]`, `[checked]`.
        var attributes: [String] { text.matches(of: #/\[[^\]]*\]/#).map { String($0.output) } }

        private var role: Substring { text.dropFirst(2).prefix { $0.isLetter } }
        private var words: String {
            let bare = text.hasSuffix(":") ? text.dropLast() : text[...]
            return bare.filter { $0 != "\"" }
        }
        private var withoutAttributes: Line { Line(text.replacing(#/ \[[^\]]*\]/#, with: "")) }
    }
}
