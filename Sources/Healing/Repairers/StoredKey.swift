package import JavaScript
import Proof

/// A key of the browser's storage, or a cookie's name, that the breaking commit renamed and the suite reads under its old name.
package enum StoredKey {
    /// - Parameters:
    ///   - message: of the error, which has to say that nothing was there.
    ///   - sources: what the repair may touch.
    /// - Returns: nil when the suite reads no storage, or the commit renamed none of the keys that it names.
    package static func change(_ message: String, in sources: [SourceText], by wording: CommitWording) -> SuiteChange? {
        guard ["Received: null", "Received: undefined"].contains(where: message.contains),
            sources.contains(where: { source in Self.stores.contains(where: source.text.contains) })
        else { return nil }
        let renamed = wording.texts.filter { isKey($0.old) && isKey($0.new) }
        let expected = renamed.isEmpty ? [:] : ExpectedLiterals(sources: sources).ranges()
        var edits: [TextEdit] = []
        var changes: [TextChange] = []
        for source in sources {
            let script = Script(source)
            for (index, token) in script.tokens.enumerated() where token.kind == .string {
                let literal = script.text(index)
                guard let value = StringLiteral.value(of: literal), let quote = StringLiteral.quote(of: literal),
                    let rename = renamed.first(where: { $0.old == value }),
                    expected[source.path]?.contains(token.range) != true, isNamed(index, in: script)
                else { continue }
                edits.append(
                    TextEdit(
                        place: SourcePlace(file: source.path, range: token.range),
                        replacement: StringLiteral.text(of: rename.new, quote: quote)))
                let change = TextChange(from: rename.old, to: rename.new)
                if !changes.contains(change) { changes.append(change) }
            }
        }
        // Two new names for one old: which of them is meant, nobody can say.
        guard !edits.isEmpty, Set(changes.map(\.from)).count == changes.count else { return nil }
        let words = changes.map { "`\($0.from)` became `\($0.to)`" }.joined(separator: ", ")
        return SuiteChange(
            .storedKey, edits: edits, claim: .fields(changes),
            why: "The commit renamed what the app keeps in the browser: \(words); its value is asserted as before.",
            confidence: 0.85)
    }

    /// Where a key is read or written, or given a name; nowhere else is it sure to be a key.
    private static func isNamed(_ index: Int, in script: Script) -> Bool {
        if script.isToken(index - 1, "(") {
            return ["getItem", "setItem", "removeItem"].contains(script.text(index - 2))
        }
        return (script.isToken(index - 1, ":") && script.isName(index - 2)) || script.isToken(index - 1, "=")
    }

    private static let stores = ["localStorage", "sessionStorage", "indexedDB", ".cookies("]

    private static func isKey(_ text: String) -> Bool {
        text.count > 2 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._:-/".contains($0)) }
    }
}
