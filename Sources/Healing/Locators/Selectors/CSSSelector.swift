/// A CSS selector with Playwright's own pseudo-classes, as a tree.
struct CSSSelector: Sendable {
    enum Combinator: Sendable { case descendant, child, nextSibling, laterSibling }

    /// Compounds from left to right; each combinator stands between its compound and the next.
    struct Complex: Sendable {
        var compounds: [[Condition]]
        var combinators: [Combinator]

        /// `:scope`, written or meant by a leading combinator, widens what is searched by the scope itself.
        var mentionsScope: Bool {
            compounds.contains { $0.contains { if case .scope = $0 { true } else { false } } }
        }
    }

    enum Condition: Sendable {
        case tag(String), id(String), hasClass(String)
        case attribute(name: String, comparison: String?, value: String, isCaseSensitive: Bool)
        case anyOf([Complex]), noneOf([Complex]), has([Complex])
        case scope, visible, root, empty, checked, disabled, enabled, link
        case text(TextMatcher), hasText(TextMatcher)
        /// Position among siblings: `a * n + b`, from the end, and among the same tag only.
        case position(step: Int, offset: Int, fromEnd: Bool, sameTag: Bool)
        case nthMatch([Complex], Int)
    }

    let alternatives: [Complex]

    /// Nil when something in it is malformed or not known here.
    init?(_ text: String) {
        var parser = CSSParser(text)
        guard let alternatives = parser.list(), parser.isAtEnd else { return nil }
        self.alternatives = alternatives
    }

    private init(alternatives: [Complex]) { self.alternatives = alternatives }

    /// The same with any depth wherever it asks for a child; nil when it asks for none.
    var atAnyDepth: CSSSelector? {
        guard alternatives.contains(where: { $0.combinators.contains(.child) }) else { return nil }
        let loosened = alternatives.map { complex in
            Complex(
                compounds: complex.compounds,
                combinators: complex.combinators.map { $0 == .child ? Combinator.descendant : $0 })
        }
        return CSSSelector(alternatives: loosened)
    }
}
