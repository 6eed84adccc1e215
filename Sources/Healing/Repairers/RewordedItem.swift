package import JavaScript
import Proof

/// The text of an item that a test chooses from a list, which the breaking commit reworded.
package enum RewordedItem {
    /// An item of a list.
    package struct Item: Hashable, Sendable {
        package let value: String
        /// As a person reads it.
        package let text: String

        package init(value: String, text: String) {
            self.value = value
            self.text = text
        }
    }

    /// - Parameters:
    ///   - message: what the failing step says; it has to say that an item was not found.
    ///   - places: of the failing call, the innermost first.
    ///   - sources: what the repair may touch.
    ///   - old: the items of the list when all was well, in their order.
    ///   - new: the same, now.
    /// - Returns: nil when what is chosen is not written out there, or the lists differ in more than the commit's words.
    package static func change(
        _ message: String, places: [(file: String, position: SourcePosition)], in sources: [SourceText],
        from old: [Item], to new: [Item], by wording: CommitWording
    ) -> SuiteChange? {
        guard message.lowercased().contains("did not find some options") else { return nil }
        for place in places {
            guard let source = sources.first(where: { $0.path == place.file }),
                let offset = source.offset(of: place.position)
            else { continue }
            let script = Script(source)
            guard let at = script.tokenIndex(at: offset), let index = chosen(at, in: script),
                let text = StringLiteral.value(of: script.text(index)),
                let quote = StringLiteral.quote(of: script.text(index))
            else { continue }
            guard let intended = reworded(text, from: old, to: new, by: wording) else { return nil }
            let edit = TextEdit(
                place: SourcePlace(file: source.path, range: script.tokens[index].range),
                replacement: StringLiteral.text(of: intended.change.to, quote: quote))
            return SuiteChange(
                .rewordedItem, edits: [edit], claim: .choices([intended.change]),
                why: "The commit itself changed the words of the item that the test chooses: "
                    + "`\(intended.change.from)` became `\(intended.change.to)` in the same place of the same list.",
                confidence: 0.8)
        }
        return nil
    }

    /// The token of the literal that the failing call chooses by.
    private static func chosen(_ at: Int, in script: Script) -> Int? {
        guard let chain = ChainParser(script: script).chain(containing: at), let action = chain.links.last,
            action.name == "selectOption"
        else { return nil }
        // `page.selectOption('#priority', 'High')` names its list first.
        let isShorthand = WrittenLocator(chain: chain, script: script)?.isShorthand ?? false
        let argument = action.arguments?.dropFirst(isShorthand ? 1 : 0).first
        return argument?.tokens.first { ChosenLiteral.isOne($0, in: script) }
    }

    private static func reworded(
        _ text: String, from old: [Item], to new: [Item], by wording: CommitWording
    ) -> IntendedText? {
        let places = old.indices.filter { old[$0].text == text || old[$0].value == text }
        guard old.count == new.count, places.count == 1, let place = places.first, old[place].text == text,
            !new.contains(where: { $0.text == text || $0.value == text }),
            let intended = IntendedText.one(text, now: new[place].text, by: wording)
        else { return nil }
        let words = intended.change.to
        // What was there under these words before is another item.
        guard !old.contains(where: { $0.text == words || $0.value == words }),
            new.indices.allSatisfy({ $0 == place || new[$0].text != words && new[$0].value != words }),
            old.indices.allSatisfy({ isSame(old[$0], new[$0], among: old, by: wording) })
        else { return nil }
        return intended
    }

    /// Whether two items differ in nothing but what the commit shows.
    private static func isSame(_ old: Item, _ new: Item, among all: [Item], by wording: CommitWording) -> Bool {
        // An item without a value of its own has its text for one.
        let isSameValue =
            old.value == new.value || old.value == old.text && new.value == new.text
            || wording.texts.contains { $0.old == old.value && $0.new == new.value }
                && !all.contains { $0.value == new.value }
        return isSameValue && (old.text == new.text || IntendedText.one(old.text, now: new.text, by: wording) != nil)
    }
}
