/// A source text whose significant tokens are known, with every bracket's partner and parent.
package struct Script: Sendable {
    package let source: SourceText
    package let dialect: Dialect
    /// Neither space nor comments.
    package let tokens: [Token]
    /// The other bracket's index, for brackets and for the ends of a template with substitutions.
    private let partners: [Int?]
    /// The index of the bracket or template head that a token stands in.
    private let parents: [Int?]
    /// Tokens where the text stops making sense: open literals, brackets without a partner.
    package let problems: [Int]

    package init(_ source: SourceText) {
        self.source = source
        dialect = Dialect(path: source.path)
        let all = Tokenizer.tokens(of: source)
        tokens = all.filter(\.isSignificant)
        var matcher = BracketMatcher(count: tokens.count)
        for (index, token) in tokens.enumerated() { matcher.add(token, at: index, bytes: source.bytes) }
        matcher.finish()
        partners = matcher.partners
        parents = matcher.parents
        // Only the last comment of a text can be open.
        let hasOpenComment = all.last.map { $0.kind == .comment && $0.isBroken } ?? false
        problems = matcher.problems.sorted() + (hasOpenComment ? [tokens.count] : [])
    }

    package var path: String { source.path }

    package func text(_ index: Int) -> String {
        tokens.indices.contains(index) ? source.text(in: tokens[index].range) : ""
    }

    /// Whether the token is this keyword, name or punctuator (never a string with this content).
    package func isToken(_ index: Int, _ text: StaticString) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        let range = tokens[index].range
        return range.count == text.utf8CodeUnitCount && source.bytes[range].elementsEqual(text.description.utf8)
    }

    package func kind(_ index: Int) -> Token.Kind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

    package func partner(of index: Int) -> Int? { tokens.indices.contains(index) ? partners[index] : nil }

    package func parent(of index: Int) -> Int? { tokens.indices.contains(index) ? parents[index] : nil }

    package func isName(_ index: Int) -> Bool { kind(index) == .identifier }

    /// The line of a token, from 1.
    package func line(of index: Int) -> Int {
        guard tokens.indices.contains(index) else { return source.lineCount }
        return source.position(at: tokens[index].range.lowerBound).line
    }

    /// The bytes from the first to the last of some tokens.
    package func range(of indices: Range<Int>) -> Range<Int> {
        guard let first = indices.first, let last = indices.last, tokens.indices.contains(last) else {
            let end = tokens.indices.contains(indices.lowerBound) ? tokens[indices.lowerBound].range.lowerBound : 0
            return end..<end
        }
        return tokens[first].range.lowerBound..<tokens[last].range.upperBound
    }

    /// The token that holds the byte, or the first one behind it when the byte is space or comment.
    package func tokenIndex(at offset: Int) -> Int? {
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low < tokens.count ? low : nil
    }

    /// The brackets around a token, innermost first.
    package func ancestors(of index: Int) -> [Int] {
        var result: [Int] = []
        var next = parent(of: index)
        while let bracket = next {
            result.append(bracket)
            next = parent(of: bracket)
        }
        return result
    }
}

/// Pairs brackets; a closing bracket without a partner, and what it leaves open, are problems.
private struct BracketMatcher {
    enum Shape: Int { case parenthesis, bracket, brace, template }

    var partners: [Int?]
    var parents: [Int?]
    var problems: [Int] = []
    private var open: [(shape: Shape, index: Int)] = []
    private var openCounts = [0, 0, 0, 0]

    init(count: Int) {
        partners = Array(repeating: nil, count: count)
        parents = partners
    }

    mutating func add(_ token: Token, at index: Int, bytes: [UInt8]) {
        if token.isBroken || token.kind == .unknown { problems.append(index) }
        parents[index] = open.last?.index
        switch token.kind {
        case .templateHead: push(.template, index)
        case .templateTail: close(.template, index)
        case .punctuator where token.range.count == 1:
            switch bytes[token.range.lowerBound] {
            case UInt8(ascii: "("): push(.parenthesis, index)
            case UInt8(ascii: "["): push(.bracket, index)
            case UInt8(ascii: "{"): push(.brace, index)
            case UInt8(ascii: ")"): close(.parenthesis, index)
            case UInt8(ascii: "]"): close(.bracket, index)
            case UInt8(ascii: "}"): close(.brace, index)
            default: break
            }
        default: break
        }
    }

    mutating func finish() { problems += open.map(\.index) }

    private mutating func push(_ shape: Shape, _ index: Int) {
        open.append((shape, index))
        openCounts[shape.rawValue] += 1
    }

    private mutating func close(_ shape: Shape, _ index: Int) {
        guard openCounts[shape.rawValue] > 0 else { return problems.append(index) }
        while let last = open.popLast() {
            openCounts[last.shape.rawValue] -= 1
            guard last.shape == shape else {
                problems.append(last.index)
                continue
            }
            partners[index] = last.index
            partners[last.index] = index
            parents[index] = open.last?.index
            return
        }
    }
}
