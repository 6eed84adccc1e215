package import JavaScript

/// The literals that assertions compare with: those that stand in their calls, and the constants that these name.
package struct ExpectedLiterals {
    package struct Literal: Hashable, Sendable {
        package let place: SourcePlace
        /// Of a regular expression its source, with slashes and flags.
        package let value: String
    }

    private let scripts: [Script]
    /// Of each script, read once: they are asked for at every name.
    private let assertions: [[AssertionReader.Found]]
    private let definitions: Definitions

    package init(sources: [SourceText]) { self.init(scripts: sources.map(Script.init)) }

    init(scripts: [Script]) {
        self.scripts = scripts
        assertions = scripts.map {
            AssertionReader(outline: TestOutline(script: $0), masked: MaskedScript(script: $0)).all()
        }
        definitions = Definitions(scripts: scripts)
    }

    /// What the assertion at a place compares with; none where no assertion stands, or where its values are computed.
    package func literals(in file: String, at position: SourcePosition) -> [Literal] {
        guard let number = scripts.firstIndex(where: { $0.path == file }) else { return [] }
        let found = assertions[number]
        let offset = scripts[number].source.offset(of: position)
        let exact = found.filter { found in
            offset.map { scripts[number].range(of: found.chain.tokens).contains($0) } ?? false
        }
        let inLine = found.filter { $0.assertion.line == position.line }
        guard let one = exact.last ?? (inLine.count == 1 ? inLine.first : nil) else { return [] }
        return literals(one.expected, number)
    }

    /// All of them that have a value.
    package func all(saying value: String) -> [Literal] {
        scripts.indices.flatMap { number in assertions[number].flatMap { literals($0.expected, number) } }
            .filter { $0.value == value }
    }

    /// The places of all of them, by file.
    package func ranges() -> [String: Set<Range<Int>>] {
        var ranges: [String: Set<Range<Int>>] = [:]
        for number in scripts.indices {
            for found in assertions[number] {
                for literal in literals(found.expected, number) {
                    ranges[literal.place.file, default: []].insert(literal.place.range)
                }
            }
        }
        return ranges
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

    private func isOnlyExpected(_ name: String) -> Bool {
        scripts.indices.allSatisfy { number in
            let script = scripts[number]
            let expected = assertions[number].map(\.expected)
            return script.tokens.indices.allSatisfy { index in
                guard script.isName(index), script.text(index) == name else { return true }
                let isDefined = script.isToken(index + 1, ":") || script.isToken(index + 1, "=")
                return isDefined || isImported(index, in: script) || expected.contains { $0.contains(index) }
            }
        }
    }

    private func isImported(_ index: Int, in script: Script) -> Bool {
        guard let brace = script.parent(of: index), script.isToken(brace, "{") else {
            return script.isToken(index - 1, "import")
        }
        return ["import", "export", "type"].contains(script.text(brace - 1))
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

    /// A constant that is also typed or looked for says more than what is expected, and is nobody's to change for that alone.
    private func constants(_ path: [String], at index: Int, _ number: Int) -> [Literal] {
        guard let name = path.last, isOnlyExpected(name),
            let (owner, literal) = definitions.literal(of: path, usedAt: index, in: number)
        else { return [] }
        let values: [JavaScriptLiteral]
        if case .array(let elements) = literal.value { values = elements } else { values = [literal] }
        return values.compactMap { value in
            value.string.map { Literal(place: SourcePlace(file: scripts[owner].path, range: value.range), value: $0) }
        }
    }
}
