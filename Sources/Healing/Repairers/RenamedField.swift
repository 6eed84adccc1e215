package import JavaScript
import Proof

/// A field of the app's answers that the breaking commit renamed, in the places where the failing test reads it.
package enum RenamedField {
    /// - Parameters:
    ///   - message: of the error, which has to speak of something that is not there.
    ///   - sources: what the repair may touch.
    /// - Returns: nil when nothing is missing, or the commit renamed no field that the suite reads.
    package static func change(_ message: String, _ sources: [SourceText], by wording: CommitWording) -> SuiteChange? {
        guard isAboutMissing(message) else { return nil }
        let renamed = wording.names + wording.texts.filter { isName($0.old) && isName($0.new) }
        var edits: [TextEdit] = []
        var changes: [TextChange] = []
        var claim = RepairClaim()
        for source in sources {
            let script = Script(source)
            for index in script.tokens.indices {
                if let (text, change) = unpacking(index, in: script, renamed) {
                    edits.append(
                        TextEdit(
                            place: SourcePlace(file: source.path, range: script.tokens[index].range), replacement: text)
                    )
                    if !changes.contains(change) { changes.append(change) }
                    // One word more than before.
                    claim = .freeForm()
                    continue
                }
                guard let (text, change) = renaming(index, in: script, renamed, message) else { continue }
                edits.append(
                    TextEdit(
                        place: SourcePlace(file: source.path, range: script.tokens[index].range), replacement: text))
                if !changes.contains(change) { changes.append(change) }
            }
        }
        // Two new names for one old: which of them is meant, nobody can say.
        guard !edits.isEmpty, Set(changes.map(\.from)).count == changes.count else { return nil }
        let words = changes.map { "`\($0.from)` became `\($0.to)`" }.joined(separator: ", ")
        return SuiteChange(
            .field, edits: edits, claim: claim.union(.fields(changes)),
            why: "The commit renamed a field of the app's answers: \(words); its value is asserted as before.",
            confidence: 0.85)
    }

    private static func isAboutMissing(_ message: String) -> Bool {
        message.contains("undefined") || message.contains("Received: null") || message.contains("toHaveProperty")
            || message.contains("Expected  -")
            || message.contains("- Expected")
    }

    private static func isName(_ text: String) -> Bool {
        text.count > 1 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && text.first?.isLetter == true
    }

    /// `.total`, `total:` and `'total'` as a property's name or a key.
    private static func renaming(
        _ index: Int, in script: Script, _ renamed: [CommitWording.Replacement], _ message: String
    ) -> (text: String, change: TextChange)? {
        let text = script.text(index)
        let name = script.kind(index) == .string ? StringLiteral.value(of: text) : text
        guard let name, let rename = renamed.first(where: { $0.old == name && isName($0.new) }),
            isRead(index, in: script)
        else { return nil }
        let quote = StringLiteral.quote(of: text)
        return (
            quote.map { StringLiteral.text(of: rename.new, quote: $0) } ?? rename.new,
            TextChange(from: rename.old, to: rename.new)
        )
    }

    /// `const { total } = await answer.json()`, whose variable keeps its name.
    private static func unpacking(
        _ index: Int, in script: Script, _ renamed: [CommitWording.Replacement]
    ) -> (text: String, change: TextChange)? {
        guard script.isName(index), let open = script.parent(of: index), let close = script.partner(of: open),
            script.isToken(open, "{"), script.isToken(close + 1, "="),
            ["const", "let", "var"].contains(script.text(open - 1)),
            script.isToken(index - 1, "{") || script.isToken(index - 1, ","),
            script.isToken(index + 1, "}") || script.isToken(index + 1, ","),
            let rename = renamed.first(where: { $0.old == script.text(index) && isName($0.new) })
        else { return nil }
        return ("\(rename.new): \(rename.old)", TextChange(from: rename.old, to: rename.new))
    }

    private static func isRead(_ index: Int, in script: Script) -> Bool {
        switch script.kind(index) {
        case .identifier:
            let isMember = script.isToken(index - 1, ".") || script.isToken(index - 1, "?.")
            // A call is a method of the test's own.
            if isMember { return !script.isToken(index + 1, "(") }
            return script.isToken(index + 1, ":") && isWithinExpectation(index, in: script)
        case .string:
            return script.isToken(index - 1, "[") && script.isToken(index + 1, "]")
                || script.isToken(index - 1, "(") && readers.contains(script.text(index - 2))
        default: return false
        }
    }

    /// Whose first argument names a field, or a key of the browser's storage.
    private static let readers: Set<String> = ["toHaveProperty", "getItem"]

    /// `toEqual({ total: 3 })`, but not the data that a test sends.
    private static func isWithinExpectation(_ index: Int, in script: Script) -> Bool {
        script.ancestors(of: index).contains { bracket in
            script.isToken(bracket, "(") && script.text(bracket - 1).hasPrefix("to") && script.isToken(bracket - 2, ".")
        }
    }
}
