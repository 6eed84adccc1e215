/// Reads literal values out of a range of tokens. What it does not read for sure is `.other`.
struct LiteralReader {
    let script: Script
    /// Deeper nesting is `.other`.
    private let depthLimit = 32
    /// Longer expressions are `.other`, but for objects and arrays: else function bodies would be read again for each
    /// call around them.
    private let tokenLimit = 400

    func read(_ indices: Range<Int>) -> JavaScriptLiteral { read(indices, depth: 0) }

    private func read(_ indices: Range<Int>, depth: Int) -> JavaScriptLiteral {
        guard let first = indices.first, indices.count <= tokenLimit || isCollection(indices, first: first) else {
            return JavaScriptLiteral(value: .other, range: script.range(of: indices))
        }
        let indices = withoutWrapping(indices)
        let range = script.range(of: indices)
        let value = depth < depthLimit ? value(indices, depth: depth) : .other
        return JavaScriptLiteral(value: value, range: range)
    }

    private func isCollection(_ indices: Range<Int>, first: Int) -> Bool {
        guard script.isToken(first, "{") || script.isToken(first, "["), let end = script.partner(of: first) else {
            return false
        }
        return indices.upperBound - end < 8
    }

    private func value(_ indices: Range<Int>, depth: Int) -> JavaScriptLiteral.Value {
        guard let first = indices.first else { return .other }
        if indices.count == 1 { return single(first) }
        if script.partner(of: first) == indices.upperBound - 1 {
            switch script.kind(first) {
            case .templateHead: return .template(templatePieces(indices, depth: depth))
            case _ where script.isToken(first, "{"): return object(indices, depth: depth)
            case _ where script.isToken(first, "["):
                return .array(script.split(indices.dropFirst().dropLast(), at: ",").map { read($0, depth: depth + 1) })
            default: return .other
            }
        }
        if indices.count == 2, script.isToken(first, "-"), let number = Double(script.text(first + 1)) {
            return .number(-number)
        }
        if let path = path(indices) { return .reference(path) }
        return concatenation(indices, depth: depth)
    }

    private func single(_ index: Int) -> JavaScriptLiteral.Value {
        let text = script.text(index)
        switch script.kind(index) {
        case .string: return StringLiteral.value(of: text).map { .string($0) } ?? .other
        case .templateWhole: return StringLiteral.value(of: text).map { .string($0) } ?? .other
        case .number: return Double(text.filter { $0 != "_" }).map { .number($0) } ?? .other
        case .regularExpression:
            guard let end = text.lastIndex(of: "/"), end > text.startIndex else { return .other }
            let source = text[text.index(after: text.startIndex)..<end]
            return .regularExpression(source: String(source), flags: String(text[text.index(after: end)...]))
        case .keyword where text == "true" || text == "false": return .boolean(text == "true")
        case .keyword where text == "null": return .nothing
        case .identifier: return text == "undefined" ? .nothing : .reference([text])
        default: return .other
        }
    }

    private func object(_ indices: Range<Int>, depth: Int) -> JavaScriptLiteral.Value {
        var properties: [JavaScriptLiteral.Property] = []
        for part in script.split(indices.dropFirst().dropLast(), at: ",") where !part.isEmpty {
            let name = propertyName(part.lowerBound)
            let value: JavaScriptLiteral
            if part.count == 1, script.isName(part.lowerBound) {
                value = read(part, depth: depth + 1)
            } else if part.count > 2, script.isToken(part.lowerBound + 1, ":") {
                value = read(part.lowerBound + 2..<part.upperBound, depth: depth + 1)
            } else {
                // A spread, method or computed name: kept as it is, under no name that anybody asks for.
                value = JavaScriptLiteral(value: .other, range: script.range(of: part))
                properties.append(.init(name: "…", value: value, range: script.range(of: part)))
                continue
            }
            properties.append(.init(name: name, value: value, range: script.range(of: part)))
        }
        return .object(properties)
    }

    private func propertyName(_ index: Int) -> String {
        let text = script.text(index)
        return script.kind(index) == .string ? StringLiteral.value(of: text) ?? text : text
    }

    private func path(_ indices: Range<Int>) -> [String]? {
        var names: [String] = []
        for (position, index) in indices.enumerated() {
            if position % 2 == 1 {
                guard script.isToken(index, ".") || script.isToken(index, "?.") else { return nil }
            } else {
                guard script.isName(index) || (position == 0 && script.isToken(index, "this")) else { return nil }
                names.append(script.text(index))
            }
        }
        return indices.count % 2 == 1 ? names : nil
    }

    /// `'a' + b`: one string when every part is one, else pieces when one part is text.
    private func concatenation(_ indices: Range<Int>, depth: Int) -> JavaScriptLiteral.Value {
        let parts = script.split(indices, at: "+")
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { return .other }
        var pieces: [JavaScriptLiteral.Piece] = []
        for part in parts {
            let literal = read(part, depth: depth + 1)
            switch literal.value {
            case .string(let text): pieces.append(.text(text))
            case .template(let inner): pieces += inner
            default: pieces.append(.expression(literal))
            }
        }
        let texts = pieces.compactMap { if case .text(let text) = $0 { text } else { nil } }
        if texts.isEmpty { return .other }
        return texts.count == pieces.count ? .string(texts.joined()) : .template(pieces)
    }

    private func templatePieces(_ indices: Range<Int>, depth: Int) -> [JavaScriptLiteral.Piece] {
        var pieces: [JavaScriptLiteral.Piece] = []
        var start = indices.lowerBound + 1
        func appendText(_ index: Int) {
            if let text = StringLiteral.templateText(script.text(index)), !text.isEmpty { pieces.append(.text(text)) }
        }
        appendText(indices.lowerBound)
        for index in indices.dropFirst()
        where script.parent(of: index) == indices.lowerBound
            || index == indices.upperBound - 1
        {
            guard script.kind(index) == .templateMiddle || script.kind(index) == .templateTail else { continue }
            pieces.append(.expression(read(start..<index, depth: depth + 1)))
            appendText(index)
            start = index + 1
        }
        return pieces
    }

    /// Without parentheses around it and `as const`, `as Type`, `satisfies Type` behind it.
    private func withoutWrapping(_ indices: Range<Int>) -> Range<Int> {
        var indices = indices
        while let first = indices.first, script.isToken(first, "("),
            script.partner(of: first) == indices.upperBound - 1, indices.count > 2
        {
            indices = first + 1..<indices.upperBound - 1
        }
        guard script.dialect.allowsTypes, let first = indices.first else { return indices }
        let parent = script.parent(of: first)
        let word = indices.dropFirst().first { index in
            (script.isToken(index, "as") || script.isToken(index, "satisfies")) && script.parent(of: index) == parent
                && !script.isToken(index - 1, ".")
        }
        return word.map { indices.lowerBound..<$0 } ?? indices
    }
}

extension Script {
    /// The parts of `indices` between separators that stand in no bracket of their own. A trailing comma makes no part.
    package func split(_ indices: Range<Int>, at separator: StaticString) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = indices.lowerBound
        var index = start
        while index < indices.upperBound {
            if isToken(index, separator) {
                parts.append(start..<index)
                start = index + 1
            }
            if let end = partner(of: index), end > index, end < indices.upperBound {
                index = end
            } else if let end = endOfTypeArguments(at: index), end <= indices.upperBound {
                index = end - 1
            }
            index += 1
        }
        if start < indices.upperBound { parts.append(start..<indices.upperBound) }
        return parts
    }
}
