/// Reads what a definition gives to a name, from the tokens behind the name.
struct DefinitionReader {
    let script: Script

    typealias Found = (tokens: Range<Int>, isReturned: Bool)

    func values(ofNameAt name: Int) -> [Found] {
        var next = name + 1
        if script.isToken(name - 1, "enum"), script.isToken(next, "{"), let close = script.partner(of: next) {
            return [(next..<close + 1, false)]
        }
        if script.isToken(next, "!") || script.isToken(next, "?") {
            guard script.isToken(next + 1, ":") else { return [] }
            next += 1
        }
        if let end = script.endOfTypeArguments(at: next) { next = end }
        if script.isToken(next, "=") { return values(startingAt: next + 1) }
        if script.isToken(next, ":") {
            return endOfType(from: next + 1).map { values(startingAt: $0 + 1) } ?? values(startingAt: next + 1)
        }
        guard script.isToken(next, "("), !script.isToken(name - 1, "."), !script.isToken(name - 1, "?."),
            !script.isToken(name - 1, "new"), let body = body(ofParametersAt: next)
        else { return [] }
        return returned(in: body)
    }

    /// The body of the function whose parameters open here, when a block follows them.
    func body(ofParametersAt open: Int) -> Int? {
        guard var next = script.partner(of: open).map({ $0 + 1 }), next > open else { return nil }
        if script.isToken(next, ":") {
            next += 1
            while next < script.tokens.count, !script.isToken(next, "{") {
                if [";", "=", ")", "}", ",", "=>"].contains(script.text(next)) { return nil }
                next += 1
            }
        }
        return script.isToken(next, "{") ? next : nil
    }

    /// Where the name is what a caller gives: the body of the function that has it as a plain parameter; nil when the
    /// name stands for something else here. What is taken out of an object, as a fixture is, has its value elsewhere.
    func scope(ofParameterAt name: Int) -> Range<Int>? {
        if script.isToken(name + 1, "=>") { return extent(ofBodyAt: name + 2) }
        guard let open = script.parent(of: name), script.isToken(open, "("),
            name - 1 == open || Self.parameterMarks.contains(script.text(name - 1)),
            open == 0 || !Self.conditions.contains(script.text(open - 1))
        else { return nil }
        if let body = body(ofParametersAt: open) { return extent(ofBodyAt: body) }
        return arrow(ofFunctionAt: open).flatMap { extent(ofBodyAt: $0 + 1) }
    }

    /// The name of the function whose parameters open here: of a method, a function, or an arrow that a name is given.
    func name(ofParametersAt open: Int) -> String? {
        var before = open - 1
        if script.isToken(before, "async") { before -= 1 }
        if script.isToken(before, "=") || script.isToken(before, ":") { before -= 1 }
        let name = script.text(before)
        return script.isName(before) && name != "constructor" && name != "function" ? name : nil
    }

    private static let parameterMarks: Set<String> = [",", "...", "readonly", "public", "private", "protected"]
    private static let conditions: Set<String> = ["if", "for", "while", "switch", "with", "await"]

    private func extent(ofBodyAt start: Int) -> Range<Int>? {
        if script.isToken(start, "{") { return script.partner(of: start).map { start..<$0 + 1 } }
        let end = endOfExpression(from: start)
        return start < end ? start..<end : nil
    }

    /// The `=` behind a type annotation; nil when this is no annotation with a value.
    private func endOfType(from start: Int) -> Int? {
        var index = start
        while index < script.tokens.count, index - start < 60 {
            switch script.text(index) {
            case "=": return index > start ? index : nil
            case ",", ";", ")", "]", "}": return nil
            case "(", "[", "{":
                guard let close = script.partner(of: index) else { return nil }
                index = close
            case "<":
                guard let end = script.endOfTypeArguments(at: index) else { return nil }
                index = end - 1
            case ".", "|", "&", "=>": break
            default:
                if !script.isName(index), script.kind(index) != .string, script.kind(index) != .keyword { return nil }
            }
            index += 1
        }
        return nil
    }

    private func values(startingAt start: Int) -> [Found] {
        var start = start
        if script.isToken(start, "await") { start += 1 }
        let functionStart = script.isToken(start, "async") ? start + 1 : start
        if script.isToken(functionStart, "function") {
            let open = script.isName(functionStart + 1) ? functionStart + 2 : functionStart + 1
            return body(ofParametersAt: open).map(returned(in:)) ?? []
        }
        guard let arrow = arrow(ofFunctionAt: functionStart) else {
            let end = endOfExpression(from: start)
            return start < end ? [(start..<end, false)] : []
        }
        if script.isToken(arrow + 1, "{") { return returned(in: arrow + 1) }
        return [(arrow + 1..<endOfExpression(from: arrow + 1), true)]
    }

    private func arrow(ofFunctionAt start: Int) -> Int? {
        if script.isName(start), script.isToken(start + 1, "=>") { return start + 1 }
        guard script.isToken(start, "("), let close = script.partner(of: start) else { return nil }
        if script.isToken(close + 1, "=>") { return close + 1 }
        guard script.isToken(close + 1, ":") else { return nil }
        return (close + 2..<min(close + 40, script.tokens.count)).first { index in
            script.isToken(index, "=>") && script.parent(of: index) == script.parent(of: start)
        }
    }

    private func returned(in body: Int) -> [Found] {
        guard let close = script.partner(of: body), close > body else { return [] }
        return (body..<close).filter { script.isToken($0, "return") && script.kind($0) == .keyword }.compactMap {
            let start = script.isToken($0 + 1, "await") ? $0 + 2 : $0 + 1
            let end = endOfExpression(from: start)
            return start < end ? (start..<end, true) : nil
        }
    }

    /// The index behind the expression: a separator, a closing bracket, or a new line that starts a statement.
    func endOfExpression(from start: Int) -> Int {
        var index = start
        while index < script.tokens.count {
            if [";", ",", ")", "]", "}"].contains(script.text(index)), script.kind(index) == .punctuator { break }
            if script.kind(index) == .templateMiddle || script.kind(index) == .templateTail { break }
            if index > start, script.startsStatement(index) { break }
            if let close = script.partner(of: index), close > index { index = close }
            index += 1
        }
        return min(index, script.tokens.count)
    }
}

extension Script {
    /// Whether a token that begins a line begins a statement: it continues nothing, and the token before it does not ask
    /// for more. Source: automatic semicolon insertion, ECMA-262 §12.10.
    package func startsStatement(_ index: Int) -> Bool {
        guard index > 0, index < tokens.count else { return index == 0 }
        let between = tokens[index - 1].range.upperBound..<tokens[index].range.lowerBound
        guard source.bytes[between].contains(where: { $0 == 10 || $0 == 13 }) else { return false }
        switch kind(index) {
        case .punctuator, .templateWhole, .templateHead, .templateMiddle, .templateTail:
            return ["{", "}", "@", "++", "--", "!"].contains(text(index))
        case .keyword where text(index) == "in" || text(index) == "instanceof": return false
        default: break
        }
        return kind(index - 1) != .punctuator || [")", "]", "}", "++", "--", "!"].contains(text(index - 1))
    }
}
