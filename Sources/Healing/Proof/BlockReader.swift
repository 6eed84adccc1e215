import JavaScript

/// Tells what a brace opens by the tokens before it.
struct BlockReader {
    enum Block: Equatable {
        /// `if`, `else`, `for`, `while`, `do`, `switch`, `try`, `catch`, `finally`, `with`
        case control(String)
        case function(name: String?)
        /// A class, interface, enum or namespace.
        case type(name: String?)
        /// An object literal, a bare block, a type.
        case other
    }

    let script: Script
    private static let controls: Set<String> = ["if", "for", "while", "switch", "catch", "with"]

    init(script: Script) { self.script = script }

    func block(openedAt brace: Int) -> Block {
        let before = brace - 1
        if script.isToken(before, "=>") { return .function(name: arrowName(endingAt: before)) }
        if script.kind(before) == .keyword, ["else", "try", "finally", "do", "catch"].contains(script.text(before)) {
            return .control(script.text(before))
        }
        if script.isToken(before, ")"), let open = script.partner(of: before) { return block(ofParametersAt: open) }
        if let name = typeName(before) { return .type(name: name) }
        if let open = parametersBeforeReturnType(endingAt: before) { return block(ofParametersAt: open) }
        return .other
    }

    /// The control keyword whose condition is the parenthesis at `open`.
    func control(ofConditionAt open: Int) -> String? {
        let index = script.isToken(open - 1, "await") ? open - 2 : open - 1
        guard script.kind(index) == .keyword, Self.controls.contains(script.text(index)) else { return nil }
        return script.text(index)
    }

    private func block(ofParametersAt open: Int) -> Block {
        if let control = control(ofConditionAt: open) { return .control(control) }
        let before = script.startOfTypeArguments(closedAt: open - 1).map { $0 - 1 } ?? open - 1
        if script.isToken(before, "function") || script.isToken(before, "*") {
            return .function(name: assignedName(before: before))
        }
        return .function(name: script.isName(before) ? script.text(before) : nil)
    }

    private func arrowName(endingAt arrow: Int) -> String? {
        var start = arrow - 1
        if script.isToken(start, ")"), let open = script.partner(of: start) {
            start = open
        } else if !script.isName(start), let open = parametersBeforeReturnType(endingAt: start) {
            start = open
        }
        if script.isToken(start - 1, "async") { start -= 1 }
        return assignedName(before: start)
    }

    /// `add` in `add = ...`, `add: ...` and `const add: Locator = ...`.
    private func assignedName(before start: Int) -> String? {
        var index = start - 1
        if script.isToken(index, "async") { index -= 1 }
        guard script.isToken(index, "=") || script.isToken(index, ":") else { return nil }
        let name = index - 1
        if script.isName(name), !script.isToken(name - 1, ":") { return script.text(name) }
        if script.isToken(name - 1, ":"), script.isName(name - 2) { return script.text(name - 2) }
        return nil
    }

    private func typeName(_ end: Int) -> String? {
        for index in stride(from: end, to: max(end - 12, -1), by: -1) {
            if ["class", "interface", "enum", "namespace"].contains(script.text(index)) {
                return script.isName(index + 1) ? script.text(index + 1) : ""
            }
            let isPart =
                script.isName(index) || script.kind(index) == .keyword
                || [",", ".", "<", ">"].contains(script.text(index))
            if !isPart { return nil }
        }
        return nil
    }

    /// `(a): Promise<void> {`: the parenthesis before the type.
    private func parametersBeforeReturnType(endingAt end: Int) -> Int? {
        var index = end
        while index > 0, end - index < 40 {
            if script.isToken(index, ":"), script.isToken(index - 1, ")") { return script.partner(of: index - 1) }
            if let open = script.partner(of: index), open < index {
                index = open
            } else if [";", "{", "}", "(", "=", ",", "?"].contains(script.text(index)),
                script.kind(index) == .punctuator
            {
                return nil
            }
            index -= 1
        }
        return nil
    }
}
