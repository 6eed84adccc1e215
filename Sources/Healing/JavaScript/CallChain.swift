/// An expression of members and calls: `page.getByRole('list').first().click()`.
package struct CallChain: Hashable, Sendable {
    package struct Argument: Hashable, Sendable {
        /// Bytes of the argument, without the space around it.
        package let range: Range<Int>
        /// Indices of its tokens in the script.
        package let tokens: Range<Int>
        package let literal: JavaScriptLiteral
    }

    /// One member, with its call when it is called; a call of a call's result has the empty name.
    package struct Link: Hashable, Sendable {
        package let name: String
        package let nameRange: Range<Int>
        /// From the point before the name to the end of the call.
        package let range: Range<Int>
        package let tokens: Range<Int>
        /// nil for a member that is not called.
        package let arguments: [Argument]?
        /// The parentheses, included.
        package let argumentsRange: Range<Int>?
    }

    /// What the chain starts from: a name, `this`, `new Shop(page)`, a literal, or something in parentheses.
    package let root: Range<Int>
    package let rootTokens: Range<Int>
    /// `page`, `this`, or the text of whatever else stands there.
    package let rootText: String
    /// Members and calls, in order. `expect(x).toBe(y)` has the root `expect`, a nameless call and `toBe`.
    package let links: [Link]

    package var range: Range<Int> { root.lowerBound..<(links.last?.range.upperBound ?? root.upperBound) }

    package var tokens: Range<Int> { rootTokens.lowerBound..<(links.last?.tokens.upperBound ?? rootTokens.upperBound) }

    /// The names from the root on: `test.describe.only(...)` has `["test", "describe", "only"]`.
    package var names: [String] { [rootText] + links.map(\.name).filter { !$0.isEmpty } }

    /// Which link's name, or call, holds the byte.
    package func linkIndex(at offset: Int) -> Int? {
        links.firstIndex { $0.nameRange.contains(offset) } ?? links.lastIndex { $0.range.contains(offset) }
    }
}
