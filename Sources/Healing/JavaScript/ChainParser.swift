/// Finds and reads member and call chains in a script.
package struct ChainParser: Sendable {
    package let script: Script

    package init(script: Script) { self.script = script }

    /// The chain around a stack frame's place, which is the name of the called member. When the place is a keyword or
    /// a bracket before the chain (`await`, `(`), the chain behind it counts, up to three tokens away.
    package func chain(at position: SourcePosition) -> CallChain? {
        guard let offset = script.source.offset(of: position), let index = script.tokenIndex(at: offset) else {
            return nil
        }
        for candidate in index..<min(index + 4, script.tokens.count) {
            if script.isToken(candidate, ";") || script.isToken(candidate, "}") { return nil }
            if let chain = chain(containing: candidate) { return chain }
        }
        return nil
    }

    /// The whole chain that the name at `index` is a part of.
    package func chain(containing index: Int) -> CallChain? {
        guard startsOperand(index), script.isName(index) || script.kind(index) == .keyword else { return nil }
        var start = index
        while script.isToken(start - 1, ".") || script.isToken(start - 1, "?.") {
            guard let operand = startOfOperand(endingAt: start - 2) else { return nil }
            start = operand
        }
        if script.isToken(start - 1, "new") { start -= 1 }
        return chain(startingAt: start)
    }

    /// The chain that starts with this token, as far as it goes.
    package func chain(startingAt start: Int) -> CallChain? {
        guard let rootEnd = endOfRoot(start) else { return nil }
        var links: [CallChain.Link] = []
        var index = rootEnd
        while let link = link(at: index) {
            links.append(link)
            index = link.tokens.upperBound
            if script.isToken(index, "!"), canFollowNonNull(index + 1) { index += 1 }
        }
        let root = script.range(of: start..<rootEnd)
        return CallChain(
            root: root, rootTokens: start..<rootEnd, rootText: script.source.text(in: root), links: links)
    }

    /// The arguments between the parenthesis at `open` and its partner.
    package func arguments(openedAt open: Int) -> [CallChain.Argument] {
        guard let close = script.partner(of: open), close > open else { return [] }
        let reader = LiteralReader(script: script)
        return script.split(open + 1..<close, at: ",").map {
            CallChain.Argument(range: script.range(of: $0), tokens: $0, literal: reader.read($0))
        }
    }

    /// A literal, or a name of one, that starts at `start` and ends before the expression's end.
    package func literal(_ indices: Range<Int>) -> JavaScriptLiteral { LiteralReader(script: script).read(indices) }

    private func startsOperand(_ index: Int) -> Bool {
        switch script.kind(index) {
        case .identifier, .string, .number, .regularExpression, .templateWhole, .templateHead: true
        case .keyword: ["this", "super", "new", "import"].contains(script.text(index))
        case .punctuator: script.isToken(index, "(") || script.isToken(index, "[")
        default: false
        }
    }

    private func endOfRoot(_ start: Int) -> Int? {
        guard startsOperand(start) else { return nil }
        if script.isToken(start, "new") {
            var index = start + 2
            while script.isToken(index, "."), script.isName(index + 1) { index += 2 }
            if let end = script.endOfTypeArguments(at: index) { index = end }
            if script.isToken(index, "("), let close = script.partner(of: index) { index = close + 1 }
            return index <= script.tokens.count ? index : nil
        }
        if let partner = script.partner(of: start) { return partner > start ? partner + 1 : nil }
        let end = start + 1
        return script.isToken(end, "!") && canFollowNonNull(end + 1) ? end + 1 : end
    }

    /// The first token of the name or root, calls included, whose last token is `end`.
    private func startOfOperand(endingAt end: Int) -> Int? {
        var end = end
        while end >= 0 {
            if script.isToken(end, "!") {
                end -= 1
                continue
            }
            guard script.isToken(end, ")") || script.isToken(end, "]") else { break }
            guard let open = script.partner(of: end) else { return nil }
            var before = open - 1
            if script.isToken(before, "?.") { before -= 1 }
            if let start = script.startOfTypeArguments(closedAt: before) { before = start - 1 }
            guard endsCallee(before) else { return open }
            end = before
        }
        switch script.kind(end) {
        case .identifier, .string, .number, .regularExpression, .templateWhole: return end
        case .keyword: return startsOperand(end) ? end : nil
        case .templateTail: return script.partner(of: end)
        default: return nil
        }
    }

    private func endsCallee(_ index: Int) -> Bool {
        switch script.kind(index) {
        case .identifier: true
        case .keyword: ["this", "super", "import"].contains(script.text(index))
        case .punctuator: [")", "]", "!"].contains(script.text(index))
        default: false
        }
    }

    private func link(at index: Int) -> CallChain.Link? {
        var next = index
        var name = ""
        var nameRange = script.tokens.indices.contains(index) ? script.tokens[index].range : 0..<0
        if script.isToken(next, ".") || script.isToken(next, "?.") {
            next += 1
            if script.isName(next) {
                name = script.text(next)
                nameRange = script.tokens[next].range
                next += 1
            } else if script.isToken(index, ".") {
                return nil
            }
        }
        if name.isEmpty, script.isToken(next, "["), let close = script.partner(of: next), close > next {
            name = literal(next + 1..<close).string ?? "[]"
            nameRange = script.range(of: next..<close + 1)
            next = close + 1
        }
        if !name.isEmpty, script.isToken(next, "!"), canFollowNonNull(next + 1) { next += 1 }
        let beforeCall = next
        if script.isToken(next, "?."), script.isToken(next + 1, "(") { next += 1 }
        if let end = script.endOfTypeArguments(at: next), script.isToken(end, "(") { next = end }
        guard script.isToken(next, "("), let close = script.partner(of: next), close > next else {
            guard !name.isEmpty else { return nil }
            return makeLink(name, nameRange, index..<beforeCall, arguments: nil)
        }
        return makeLink(name, nameRange, index..<close + 1, arguments: next)
    }

    private func makeLink(_ name: String, _ nameRange: Range<Int>, _ tokens: Range<Int>, arguments open: Int?)
        -> CallChain.Link
    {
        CallChain.Link(
            name: name, nameRange: nameRange, range: script.range(of: tokens), tokens: tokens,
            arguments: open.map(arguments(openedAt:)),
            argumentsRange: open.map { script.range(of: $0..<tokens.upperBound) })
    }

    private func canFollowNonNull(_ index: Int) -> Bool {
        [".", "?.", "(", "[", ")", "]", ",", ";"].contains(script.text(index))
    }
}
