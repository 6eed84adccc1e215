/// A text around one hole, which the commit put elsewhere: `${name} - Market` became `Market: ${name}`.
package struct ReshapedText: Hashable, Sendable {
    package struct Form: Hashable, Sendable {
        package let head: String
        package let tail: String

        /// What fills the hole of a text; nil when the text has another form.
        func value(in text: String) -> String? {
            guard text.count > head.count + tail.count, text.hasPrefix(head), text.hasSuffix(tail) else { return nil }
            let value = String(text.dropFirst(head.count).dropLast(tail.count))
            return value == value.trimmed ? value : nil
        }

        func filled(with value: String) -> String { head + value + tail }

        fileprivate var pieces: [String] { [head, tail].filter { !$0.trimmed.isEmpty } }
    }

    package let old: Form
    package let new: Form
    package let file: String

    /// Every piece of the old form with every piece of the new one: what holds for a text that another one took the place of
    /// has to hold for each.
    var replacements: [CommitWording.Replacement] {
        old.pieces.flatMap { before in
            new.pieces.map { CommitWording.Replacement(old: before, new: $0, file: file) }
        }
    }

    /// For people, who see where the hole is.
    var shown: CommitWording.Replacement {
        CommitWording.Replacement(old: old.filled(with: "…"), new: new.filled(with: "…"), file: file)
    }
}
