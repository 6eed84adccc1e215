package import JavaScript

/// The literal by which a test chooses from a list: `selectOption('High')` and `selectOption({ label: 'High' })`, of a page
/// behind the selector.
package enum ChosenLiteral {
    /// - Parameter index: of a token in the script.
    package static func isOne(_ index: Int, in script: Script) -> Bool {
        guard let kind = script.kind(index), kind == .string || kind == .templateWhole,
            let open = script.parent(of: index)
        else { return false }
        if isCall(open, in: script) { return isArgument(index..<index + 1, openedAt: open, in: script) }
        guard script.isToken(open, "{"), script.isToken(open + 1, "label"), script.isToken(open + 2, ":"),
            index == open + 3, let close = script.partner(of: open),
            close == index + 1 || script.isToken(index + 1, ",") && close == index + 2,
            let call = script.parent(of: open)
        else { return false }
        return isCall(call, in: script) && isArgument(open..<close + 1, openedAt: call, in: script)
    }

    private static func isCall(_ open: Int, in script: Script) -> Bool {
        script.isToken(open, "(") && script.isToken(open - 1, "selectOption") && script.isToken(open - 2, ".")
    }

    private static func isArgument(_ tokens: Range<Int>, openedAt open: Int, in script: Script) -> Bool {
        let (before, after) = (tokens.lowerBound - 1, tokens.upperBound)
        return (before == open || script.isToken(before, ","))
            && (script.isToken(after, ",") || script.isToken(after, ")"))
    }
}
