package import JavaScript

/// The literals that assertions compare with: those that stand in their calls, and the constants that these name.
package struct ExpectedLiterals {
    package struct Literal: Hashable, Sendable {
        package let place: SourcePlace
        /// Of a regular expression its source, with slashes and flags.
        package let value: String
    }

    private let scripts: [Script]
    private let definitions: Definitions

    package init(sources: [SourceText]) { self.init(scripts: sources.map(Script.init)) }

    init(scripts: [Script]) {
        self.scripts = scripts
        definitions = Definitions(scripts: scripts)
    }

    /// What the assertion at a place compares with; none where no assertion stands, or where its values are computed.
    package func literals(in file: String, at position: SourcePosition) -> [Literal] {
        guard let number = scripts.firstIndex(where: { $0.path == file }) else { return [] }
        let found = assertions(in: scripts[number])
        let offset = scripts[number].source.offset(of: position)
        let exact = found.filter { found in
            offset.map { scripts[number].range(of: found.chain.tokens).contains($0) } ?? false
        }
        let inLine = found.filter { $0.assertion.line == position.line }
        guard let one = exact.last ?? (inLine.count == 1 ? inLine.first : nil) else { return [] }
        return literals(one.expected, number)
    }

    /// The places of all of them, by file.
    func ranges() -> [String: Set<Range<Int>>] {
        var ranges: [String: Set<Range<Int>>] = [:]
        for number in scripts.indices {
            for found in assertions(in: scripts[number]) {
                for literal in literals(found.expected, number) {
                    ranges[literal.place.file, default: []].insert(literal.place.range)
                }
            }
        }
        return ranges
    }

    private func assertions(in script: Script) -> [AssertionReader.Found] {
        AssertionReader(outline: TestOutline(script: script), masked: MaskedScript(script: script)).all()
    }

    private func literals(_ tokens: Range<Int>, _ number: Int) -> [Literal] {
        let script = scripts[number]
        return tokens.flatMap { index -> [Literal] in
            switch script.kind(index) {
            case .string, .templateWhole:
                let range = script.tokens[index].range
                return StringLiteral.value(of: script.text(index)).map {
                    [Literal(place: SourcePlace(file: script.path, range: range), value: $0)]
                } ?? []
            case .regularExpression:
                return [
                    Literal(
                        place: SourcePlace(file: script.path, range: script.tokens[index].range),
                        value: script.text(index))
                ]
            case .identifier where !script.isToken(index - 1, ".") && !script.isToken(index + 1, "("):
                return constants(path(from: index, in: script), at: index, number)
            default: return []
            }
        }
    }

    private func path(from index: Int, in script: Script) -> [String] {
        var path = [script.text(index)]
        var next = index + 1
        while script.isToken(next, "."), script.isName(next + 1) {
            path.append(script.text(next + 1))
            next += 2
        }
        return path
    }

    private func constants(_ path: [String], at index: Int, _ number: Int) -> [Literal] {
        guard let (owner, literal) = definitions.literal(of: path, usedAt: index, in: number) else { return [] }
        let values: [JavaScriptLiteral]
        if case .array(let elements) = literal.value { values = elements } else { values = [literal] }
        return values.compactMap { value in
            value.string.map { Literal(place: SourcePlace(file: scripts[owner].path, range: value.range), value: $0) }
        }
    }
}
