/// `<A, B<C>>` between a name and a call. Only what cannot be a comparison is taken for type arguments.
extension Script {
    /// Longer lists are not looked through, which keeps every scan linear.
    private static let typeArgumentLimit = 200

    /// The index behind the closing `>` when type arguments start here.
    func endOfTypeArguments(at open: Int) -> Int? {
        guard dialect.allowsTypes, isToken(open, "<"), kind(open) == .punctuator, isName(open - 1) else { return nil }
        var depth = 0
        var index = open
        while index < tokens.count, index - open < Self.typeArgumentLimit {
            switch text(index) {
            case "<": depth += 1
            case ">": depth -= 1
            case ">>": depth -= 2
            case ">>>": depth -= 3
            case "(", "[", "{":
                guard let end = partner(of: index) else { return nil }
                index = end
            default: guard canStandInType(index) else { return nil }
            }
            index += 1
            if depth <= 0 { return depth == 0 && canFollowTypeArguments(index) ? index : nil }
        }
        return nil
    }

    /// The index of the `<` whose arguments end here.
    package func startOfTypeArguments(closedAt close: Int) -> Int? {
        guard dialect.allowsTypes, [">", ">>", ">>>"].contains(text(close)) else { return nil }
        var index = close
        while index > 0, close - index < Self.typeArgumentLimit {
            if isToken(index, "<"), endOfTypeArguments(at: index) == close + 1 { return index }
            if [")", "]", "}"].contains(text(index)) {
                guard let open = partner(of: index) else { return nil }
                index = open
            }
            index -= 1
        }
        return nil
    }

    private func canStandInType(_ index: Int) -> Bool {
        switch kind(index) {
        case .identifier, .string, .number, .templateWhole: true
        case .keyword: ["typeof", "void", "null", "this", "true", "false", "in", "extends"].contains(text(index))
        case .punctuator: [".", ",", "|", "&", "=>", "?", ":"].contains(text(index))
        default: false
        }
    }

    private func canFollowTypeArguments(_ index: Int) -> Bool {
        guard index < tokens.count else { return true }
        return ["(", ")", "]", "}", ",", ";", "=", "|", "&", "[", "{", ".", "?."].contains(text(index))
            || kind(index) == .templateWhole || kind(index) == .templateHead || isToken(index, "=>")
    }
}
