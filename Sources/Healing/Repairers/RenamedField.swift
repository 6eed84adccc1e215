package import JavaScript
import Proof

/// A field of the app's answers that the breaking commit renamed, where the failing assertion reads it, or where the test takes the
/// answer apart for it.
package enum RenamedField {
    /// - Parameters:
    ///   - message: of the error, which has to speak of something that is not there.
    ///   - places: of the failing call, the innermost first.
    ///   - sources: what the repair may touch.
    /// - Returns: nil when nothing is missing, or the commit renamed no field that is read there.
    package static func change(
        _ message: String, places: [(file: String, position: SourcePosition)], in sources: [SourceText],
        by wording: CommitWording
    ) -> SuiteChange? {
        let renamed = (wording.names + wording.texts).filter {
            isName($0.old) && isName($0.new) && isMissing($0, by: message)
        }
        guard !renamed.isEmpty else { return nil }
        for place in places {
            guard let source = sources.first(where: { $0.path == place.file }),
                let offset = source.offset(of: place.position)
            else { continue }
            let script = Script(source)
            guard let index = script.tokenIndex(at: offset) else { continue }
            let reading = FieldReading(script: script, failing: index, renamed: renamed)
            if let change = reading.change { return change }
        }
        return nil
    }

    static func isName(_ text: String) -> Bool {
        text.count > 1 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && text.first?.isLetter == true
    }

    /// The value was not there, or the printed difference shows the one name go and the other come.
    private static func isMissing(_ rename: CommitWording.Replacement, by message: String) -> Bool {
        if ["Received: undefined", "Received: null", "of undefined"].contains(where: message.contains) { return true }
        if message.contains("toHaveProperty"), message.contains("\"\(rename.old)\"") { return true }
        let lines = message.split(whereSeparator: \.isNewline)
        guard lines.contains(where: { $0.hasPrefix("-") && $0.contains("\"\(rename.old)\"") }) else { return false }
        // Of what came, this matcher prints no key that was not wanted.
        if message.contains("toMatchObject") {
            return !lines.contains { !$0.hasPrefix("-") && $0.contains("\"\(rename.old)\"") }
        }
        return lines.contains { $0.hasPrefix("+") && $0.contains("\"\(rename.new)\"") }
    }
}

/// The reading of fields around one failing call.
private struct FieldReading {
    let script: Script
    let failing: Int
    let renamed: [CommitWording.Replacement]

    var change: SuiteChange? {
        let direct = read.compactMap(renaming)
        let unpacked = direct.isEmpty ? script.tokens.indices.compactMap(unpacking) : []
        let found = direct + unpacked
        let changes = found.map(\.change).reduce(into: [TextChange]()) { if !$0.contains($1) { $0.append($1) } }
        // Two new names for one old: which of them is meant, nobody can say.
        guard !found.isEmpty, Set(changes.map(\.from)).count == changes.count else { return nil }
        let words = changes.map { "`\($0.from)` became `\($0.to)`" }.joined(separator: ", ")
        // What is taken apart is one word longer than before.
        let claim = unpacked.isEmpty ? RepairClaim.fields(changes) : .freeForm()
        return SuiteChange(
            .field, edits: found.map(\.edit), claim: claim,
            why: "The commit renamed a field of the app's answers: \(words); its value is asserted as before.",
            confidence: 0.85)
    }

    private typealias Found = (edit: TextEdit, change: TextChange)

    /// The tokens of what the failing assertion looks at, and of the keys that it wants; not its expected values.
    private var read: [Int] {
        guard let chain = ChainParser(script: script).chain(containing: failing), chain.rootText == "expect" else {
            return []
        }
        let subject = chain.links.first { $0.arguments != nil }?.arguments?.first?.tokens
        let matcher = chain.links.last?.tokens ?? 0..<0
        return chain.tokens.filter { index in
            if subject?.contains(index) == true { return isMember(index) }
            return matcher.contains(index)
                && (script.isToken(index + 1, ":") && script.isName(index) || isKeyString(index))
        }
    }

    private func isMember(_ index: Int) -> Bool {
        if script.kind(index) == .string {
            return script.isToken(index - 1, "[") && script.isToken(index + 1, "]") || isKeyString(index)
        }
        // A call is a method.
        return script.isName(index) && (script.isToken(index - 1, ".") || script.isToken(index - 1, "?."))
            && !script.isToken(index + 1, "(")
    }

    /// The first argument of what names a field, or a key of the browser's storage.
    private func isKeyString(_ index: Int) -> Bool {
        script.kind(index) == .string && script.isToken(index - 1, "(")
            && ["toHaveProperty", "getItem"].contains(script.text(index - 2))
    }

    private func renaming(_ index: Int) -> Found? {
        let text = script.text(index)
        let name = script.kind(index) == .string ? StringLiteral.value(of: text) : text
        guard let rename = renamed.first(where: { $0.old == name }) else { return nil }
        let new = StringLiteral.quote(of: text).map { StringLiteral.text(of: rename.new, quote: $0) } ?? rename.new
        return found(index, new, rename)
    }

    /// `const { total } = await answer.json()` in a block around the failing call; the variable keeps its name.
    private func unpacking(_ index: Int) -> Found? {
        guard index < failing, script.isName(index), let open = script.parent(of: index),
            let close = script.partner(of: open), script.isToken(open, "{"), script.isToken(close + 1, "="),
            ["const", "let", "var"].contains(script.text(open - 1)),
            script.isToken(index - 1, "{") || script.isToken(index - 1, ","),
            script.isToken(index + 1, "}") || script.isToken(index + 1, ","),
            script.parent(of: open).map({ script.ancestors(of: failing).contains($0) }) ?? true,
            isAnswer(from: close + 2), let rename = renamed.first(where: { $0.old == script.text(index) })
        else { return nil }
        return found(index, "\(rename.new): \(rename.old)", rename)
    }

    /// Whether `.json()` is called before the statement ends.
    private func isAnswer(from start: Int) -> Bool {
        var index = start
        while index < min(start + 40, script.tokens.count), !script.isToken(index, ";") {
            if script.isToken(index, "json"), script.isToken(index + 1, "(") { return true }
            index += 1
        }
        return false
    }

    private func found(_ index: Int, _ text: String, _ rename: CommitWording.Replacement) -> Found {
        (
            TextEdit(place: SourcePlace(file: script.path, range: script.tokens[index].range), replacement: text),
            TextChange(from: rename.old, to: rename.new)
        )
    }
}
