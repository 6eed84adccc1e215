package import JavaScript
import Proof

/// An id, a class or a test id that the breaking commit renamed, in the locators that name it: also where a list is meant, or where
/// the name is put together, so that no single element could be found again.
package enum RenamedName {
    /// - Parameters:
    ///   - message: of the error, which has to speak of the old name.
    ///   - sources: what the repair may touch.
    ///   - good: the names on the last good page, by the attribute that holds them.
    /// - Returns: nil when no locator has a name that the commit replaced, or both names stood side by side before:
    ///   then the new one names something else, and what had the old one is gone.
    package static func change(
        _ message: String, in sources: [SourceText], by wording: CommitWording,
        good: @autoclosure () -> [String: Set<String>] = [:]
    ) -> SuiteChange? {
        let renamed = wording.texts.filter { isName($0.old) && isName($0.new) && message.contains($0.old) }
        guard !renamed.isEmpty else { return nil }
        var edits: [TextEdit] = []
        var used: [CommitWording.Replacement] = []
        for source in sources {
            let script = Script(source)
            for link in WrittenLocators(script: script).all.flatMap(\.steps).map(\.link) {
                for index in link.tokens {
                    for rename in renamed {
                        guard let text = renaming(index, of: link.name, in: script, rename) else { continue }
                        edits.append(
                            TextEdit(
                                place: SourcePlace(file: source.path, range: script.tokens[index].range),
                                replacement: text))
                        if !used.contains(rename) { used.append(rename) }
                        break
                    }
                }
            }
        }
        guard !edits.isEmpty, Set(used.map(\.old)).count == used.count else { return nil }
        let names = good()
        guard !used.contains(where: { stood($0.old, beside: $0.new, in: names) }) else { return nil }
        let words = used.map { "`\($0.old)` became `\($0.new)` in `\($0.file)`" }.joined(separator: ", ")
        return SuiteChange(
            .renamedName, edits: edits, claim: .locator,
            why:
                "The commit itself renamed what the locator names: \(words); nothing in the app has the old name any more.",
            confidence: 0.85)
    }

    /// A class may be called what an id is called, so that only names of one attribute are compared.
    private static func stood(_ old: String, beside new: String, in names: [String: Set<String>]) -> Bool {
        names.values.contains { $0.contains(old) && $0.contains(new) }
    }

    private static func isName(_ text: String) -> Bool {
        text.count > 1 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
            && text.first?.isLetter == true
    }

    private static func renaming(
        _ index: Int, of method: String, in script: Script, _ rename: CommitWording.Replacement
    ) -> String? {
        let text = script.text(index)
        switch script.kind(index) {
        case .string, .templateWhole:
            guard let value = StringLiteral.value(of: text), let quote = StringLiteral.quote(of: text) else {
                return nil
            }
            let new = method == "getByTestId" ? (value == rename.old ? rename.new : nil) : selector(value, rename)
            return new.map { StringLiteral.text(of: $0, quote: quote) }
        case .templateHead where method == "getByTestId":
            // `row-${id}`, of which the commit shows the piece.
            return text == "`\(rename.old)${" ? "`\(rename.new)${" : nil
        case .templateHead, .templateMiddle, .templateTail: return selector(text, rename)
        default: return nil
        }
    }

    /// `#old`, `.old` and `[name="old"]` in a selector.
    private static func selector(_ text: String, _ rename: CommitWording.Replacement) -> String? {
        var result = ""
        var rest = text[...]
        var isChanged = false
        while let place = rest.firstRange(of: rename.old) {
            let before = rest[..<place.lowerBound].last
            let after = rest[place.upperBound...].first
            let isWhole =
                (before == "#" || before == ".")
                && !(after.map { $0.isLetter || $0.isNumber || "-_".contains($0) } ?? false)
                || (before == "\"" || before == "'") && (after == "\"" || after == "'") && text.contains("=")
            result += rest[..<place.lowerBound] + (isWhole ? rename.new : rename.old)
            isChanged = isChanged || isWhole
            rest = rest[place.upperBound...]
        }
        return isChanged ? result + rest : nil
    }
}
