import JavaScript

/// A script's tokens with everything that a locator repair may change replaced by a mark.
///
/// Locator steps are one mark, wherever they stand; a shorthand's selector (`page.click('#a')`) is the same mark before
/// the action, so that it may become a locator and back. Space, comments and trailing commas are left out.
struct MaskedScript {
    struct Piece: Hashable {
        let text: String
        /// The token in the script, for its line.
        let token: Int
    }

    static let mark = "‹locator›"

    let script: Script
    /// Those that are not part of another one's steps.
    let locators: [WrittenLocator]
    let pieces: [Piece]

    /// - Parameter literals: byte ranges of literals elsewhere that only locators use.
    init(script: Script, literals: Set<Range<Int>> = []) {
        self.script = script
        var outer: [WrittenLocator] = []
        var dropped = Array(repeating: false, count: script.tokens.count)
        var marks: Set<Int> = []
        for written in WrittenLocators(script: script).all {
            guard let start = written.steps.first?.link.tokens.lowerBound, !dropped[start] else { continue }
            outer.append(written)
            marks.insert(start)
            for index in Self.hidden(by: written, in: script) { dropped[index] = true }
        }
        for index in script.tokens.indices where script.isToken(index, "testIdAttribute") {
            for hidden in Self.testIDAttribute(at: index, in: script) { dropped[hidden] = true }
        }
        var pieces: [Piece] = []
        for index in script.tokens.indices {
            if marks.contains(index) { pieces.append(Piece(text: Self.mark, token: index)) }
            if dropped[index] || Self.isTrailingComma(index, in: script) { continue }
            let isLiteral = literals.contains(script.tokens[index].range)
            pieces.append(Piece(text: isLiteral ? Self.mark : script.text(index), token: index))
        }
        locators = outer
        self.pieces = pieces
    }

    /// The masked source of some tokens, without space.
    func text(of tokens: Range<Int>) -> String {
        pieces.filter { tokens.contains($0.token) }.map(\.text).joined(separator: " ")
    }

    private static func hidden(by written: WrittenLocator, in script: Script) -> Range<Int> {
        guard written.isShorthand, let selector = written.steps.first?.arguments.first else {
            return
                (written.steps.first?.link.tokens.lowerBound ?? 0)..<(written.steps.last?.link.tokens.upperBound ?? 0)
        }
        let end = selector.tokens.upperBound
        return selector.tokens.lowerBound..<(script.isToken(end, ",") ? end + 1 : end)
    }

    /// `testIdAttribute: 'data-qa',` in a configuration says how locators are read.
    private static func testIDAttribute(at index: Int, in script: Script) -> Range<Int> {
        guard script.isToken(index + 1, ":"), script.kind(index + 2) == .string else { return index..<index }
        return index..<(script.isToken(index + 3, ",") ? index + 4 : index + 3)
    }

    private static func isTrailingComma(_ index: Int, in script: Script) -> Bool {
        script.isToken(index, ",") && [")", "]", "}"].contains(script.text(index + 1))
    }
}
