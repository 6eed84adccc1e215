package import JavaScript
import Proof

/// The expected texts of a failing assertion, brought to what the breaking commit made of them.
package enum ExpectationChange {
    /// - Parameters:
    ///   - message: of the assertion's error.
    ///   - places: of the failing call, the innermost first.
    ///   - sources: the suite.
    ///   - confidence: 0 to 1, in what the commit shows.
    /// - Returns: nil when the commit does not wholly explain the difference, or the expected text is not written out.
    package static func change(
        _ message: String, places: [(file: String, position: SourcePosition)], in sources: [SourceText],
        by wording: CommitWording, confidence: Double = 0.85
    ) -> SuiteChange? {
        guard let compared = ComparedTexts(message), let intended = IntendedText.all(compared, by: wording) else {
            return nil
        }
        let reader = ExpectedLiterals(sources: sources)
        guard
            let literals = places.lazy.map({ reader.literals(in: $0.file, at: $0.position) }).first(where: {
                !$0.isEmpty
            })
        else { return nil }
        var edits: [TextEdit] = []
        var changes: [TextChange] = []
        for text in intended {
            // The runner prints texts as they are compared, with their space made one.
            let fitting = literals.filter { $0.value.normalised == text.change.from.normalised }
            // Which of an object's values it is, only one that is alone tells.
            guard let literal = fitting.first, !compared.isOfObject || Set(fitting.map(\.place)).count == 1,
                let source = sources.first(where: { $0.path == literal.place.file })
            else { return nil }
            let written = source.text(in: literal.place.range)
            let new = compared.isPattern ? text.change.to : text.change.to.normalised
            guard
                let replacement = compared.isPattern
                    ? new : StringLiteral.quote(of: written).map({ StringLiteral.text(of: new, quote: $0) })
            else { return nil }
            let change = TextChange(from: literal.value, to: new)
            // Nothing has a name any more that is gone: whoever asserts that something has it not would assert nothing.
            let others = compared.isOfNames ? reader.all(saying: literal.value) : []
            for place in [literal.place] + others.map(\.place) {
                let edit = TextEdit(place: place, replacement: replacement)
                if !edits.contains(edit) { edits.append(edit) }
            }
            if !changes.contains(change) { changes.append(change) }
        }
        let words = Set(intended.flatMap(\.shown)).sorted { $0.old < $1.old }
            .map { "`\($0.old.trimmed)` became `\($0.new.trimmed)` in `\($0.file)`" }.joined(separator: ", ")
        return SuiteChange(
            .expectedText, edits: edits, claim: .expectedTexts(changes),
            why: "The commit itself changed the words that the test expects: \(words); nothing else of them differs.",
            confidence: confidence)
    }
}
