/// One piece of a source text. The tokens of a text cover each of its bytes exactly once, in order.
package struct Token: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case identifier, keyword, punctuator, string, number, regularExpression, comment, space
        /// `` `text` ``
        case templateWhole
        /// `` `text${ ``
        case templateHead
        /// `}text${`
        case templateMiddle
        /// `` }text` ``
        case templateTail
        /// Text between JSX tags.
        case jsxText
        /// Names and punctuation of a JSX tag, so that nobody takes `<` for a comparison.
        case jsxMarkup
        /// A byte that starts no token of the language.
        case unknown
    }

    package let kind: Kind
    /// Bytes of the source text.
    package let range: Range<Int>
    /// The text or the line ended inside this literal, template or comment.
    package let isBroken: Bool

    package init(kind: Kind, range: Range<Int>, isBroken: Bool = false) {
        self.kind = kind
        self.range = range
        self.isBroken = isBroken
    }

    /// Not space and not a comment.
    package var isSignificant: Bool { kind != .space && kind != .comment }
}
