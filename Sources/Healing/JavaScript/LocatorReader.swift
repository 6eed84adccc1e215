/// Finds what the locators in a suite's sources say, following names to their definitions.
package struct LocatorReader: Sendable {
    /// Longer lists of candidates are cut: whoever asks compares each with the selector that failed.
    package static let candidateLimit = 64
    /// Longer expressions, such as a function that holds the whole program, are not searched for locators.
    private static let searchLimit = 400

    package let definitions: Definitions

    package init(files: [SourceText]) { self.init(scripts: files.map(Script.init)) }

    package init(scripts: [Script]) { definitions = Definitions(scripts: scripts) }

    package func script(at path: String) -> Script? { definitions.scripts.first { $0.path == path } }

    /// All that the call at a stack frame's place may mean, the most literal reading first. A call without a locator of
    /// its own, such as a helper's, means the locators among its arguments.
    package func locators(at position: SourcePosition, in path: String) -> [LocatorExpression] {
        guard let number = number(of: path) else { return [] }
        let parser = ChainParser(script: definitions.scripts[number])
        guard let chain = parser.chain(at: position) else { return [] }
        let offset = parser.script.source.offset(of: position) ?? chain.range.lowerBound
        var search = LocatorSearch()
        var found = locators(in: chain, of: number, &search)
        if found.isEmpty {
            let link = chain.linkIndex(at: offset).map { chain.links[$0] } ?? chain.links.first
            let arguments = link?.arguments ?? []
            found = arguments.flatMap { locators(within: $0.tokens, of: number, &search) }
        }
        return Array(found.prefix(Self.candidateLimit))
    }

    /// What a member, variable, getter or method of this name may locate, in any of the files.
    package func definitions(of name: String) -> [LocatorExpression] {
        var search = LocatorSearch()
        return Array(locators(of: definitions.values(of: name), &search).prefix(Self.candidateLimit))
    }

    /// Every locator that is written out in a file, outermost chains first.
    package func locators(in path: String) -> [LocatorExpression] {
        guard let number = number(of: path) else { return [] }
        return WrittenLocators(script: definitions.scripts[number]).all.map { written in
            var search = LocatorSearch()
            return expression(written, of: number, &search)
        }
    }

    /// The same as a place can mean: not what another class keeps to itself.
    package func locators(in path: String, visibleAt position: SourcePosition) -> [LocatorExpression] {
        let all = locators(in: path)
        guard let number = number(of: path) else { return all }
        let script = definitions.scripts[number]
        func home(_ offset: Int) -> ClassDefinition? {
            script.tokenIndex(at: offset).flatMap { definitions.innermostClass(around: $0, in: number) }
        }
        guard let here = script.source.offset(of: position).flatMap(home) else { return all }
        return all.filter { expression in
            let owner = home(expression.place.range.lowerBound)
            return owner == nil || owner == here
        }
    }

    func number(of path: String) -> Int? { definitions.scripts.firstIndex { $0.path == path } }

    private func locators(in chain: CallChain, of number: Int, _ search: inout LocatorSearch) -> [LocatorExpression] {
        guard search.enter() else { return [] }
        defer { search.leave() }
        if chain.rootText == "expect", let subject = chain.links.first(where: { $0.arguments != nil })?.arguments?.first
        {
            return locators(within: subject.tokens, of: number, &search)
        }
        let script = definitions.scripts[number]
        let written = WrittenLocator(chain: chain, script: script)
        let prefix = written.map { Array(chain.links[..<$0.links.lowerBound]) } ?? actionless(chain.links)
        let expression = written.map { self.expression($0, of: number, &search) }
        let own = expression.map { [$0] } ?? []
        let rooted = roots(of: chain, prefix: prefix, number: number, &search)
        let rootEnd = prefix.last?.range.upperBound ?? chain.root.upperBound
        let rootRange = chain.root.lowerBound..<rootEnd
        return own
            + rooted.map { root in
                LocatorExpression(
                    place: expression?.place ?? SourcePlace(file: script.path, range: rootRange),
                    rootText: root.rootText, rootPlace: root.rootPlace, steps: root.steps + (expression?.steps ?? []))
            }
    }

    /// What the part before the first step stands for, when it is a name with a locator for its value.
    private func roots(of chain: CallChain, prefix: [CallChain.Link], number: Int, _ search: inout LocatorSearch)
        -> [LocatorExpression]
    {
        let script = definitions.scripts[number]
        if prefix.isEmpty, script.isToken(chain.rootTokens.lowerBound, "(") {
            return locators(within: chain.rootTokens.dropFirst().dropLast(), of: number, &search)
        }
        let members = prefix.map(\.name).filter { !$0.isEmpty }
        let start = chain.rootTokens.lowerBound
        let values: [Definitions.Value]
        if let member = members.last {
            let isSuper = chain.rootText == "super"
            let isOwn = members.count == 1 && (isSuper || chain.rootText == "this")
            let own =
                isOwn ? definitions.values(ofMember: member, at: start, in: number, isInherited: isSuper) : nil
            values = own ?? definitions.values(of: member)
        } else {
            values = definitions.values(of: chain.rootText, visibleAt: start, in: number)
        }
        return locators(
            of: values.filter { !$0.tokens.overlaps(chain.tokens) || $0.script != number }, &search)
    }

    /// Without the last called member: in `this.add.click()` the root is `this.add`.
    private func actionless(_ links: [CallChain.Link]) -> [CallChain.Link] {
        guard let last = links.last, last.arguments != nil, !last.name.isEmpty else { return links }
        return Array(links.dropLast())
    }

    private func locators(of values: [Definitions.Value], _ search: inout LocatorSearch) -> [LocatorExpression] {
        guard search.enter() else { return [] }
        defer { search.leave() }
        var found: [LocatorExpression] = []
        for value in values where found.count < Self.candidateLimit && search.spend() {
            let parser = ChainParser(script: definitions.scripts[value.script])
            var start = value.tokens.lowerBound
            while parser.script.isToken(start, "(") { start += 1 }
            guard let chain = parser.chain(startingAt: start), chain.tokens.upperBound <= value.tokens.upperBound else {
                continue
            }
            if WrittenLocator(chain: chain, script: parser.script) != nil {
                found += locators(in: chain, of: value.script, &search)
            } else {
                found += roots(of: chain, prefix: chain.links, number: value.script, &search)
            }
        }
        return found
    }

    /// The locators that an expression builds: of its own chain, or of all chains in it.
    private func locators(within tokens: Range<Int>, of number: Int, _ search: inout LocatorSearch)
        -> [LocatorExpression]
    {
        guard tokens.count <= Self.searchLimit, search.enter() else { return [] }
        defer { search.leave() }
        let parser = ChainParser(script: definitions.scripts[number])
        var index = tokens.lowerBound
        var found: [LocatorExpression] = []
        while index < tokens.upperBound, found.count < Self.candidateLimit, search.spend() {
            guard let chain = parser.chain(startingAt: index), parser.chain(containing: index) == chain else {
                index += 1
                continue
            }
            let own = locators(in: chain, of: number, &search)
            let named = own.isEmpty ? roots(of: chain, prefix: chain.links, number: number, &search) : []
            found += own + named
            index = own.isEmpty && named.isEmpty ? index + 1 : chain.tokens.upperBound
        }
        return found
    }

    private func expression(_ written: WrittenLocator, of number: Int, _ search: inout LocatorSearch)
        -> LocatorExpression
    {
        let script = definitions.scripts[number]
        let steps = written.steps.map { step in
            LocatorStep(
                method: step.method, name: step.link.name, place: place(step.link.range, in: script),
                nameRange: step.link.nameRange,
                arguments: step.arguments.map { argument($0.literal, tokens: $0.tokens, of: number, &search) })
        }
        return LocatorExpression(
            place: place(written.range, in: script), rootText: script.source.text(in: written.rootRange),
            rootPlace: place(written.rootRange, in: script), steps: steps)
    }

    private func place(_ range: Range<Int>, in script: Script) -> SourcePlace {
        SourcePlace(file: script.path, range: range)
    }
}

extension LocatorReader {
    /// Resolves a literal argument's names.
    fileprivate func argument(
        _ literal: JavaScriptLiteral, tokens: Range<Int>, of number: Int, _ search: inout LocatorSearch
    )
        -> LocatorArgument
    {
        let script = definitions.scripts[number]
        let use = SourcePlace(file: script.path, range: literal.range)
        func made(_ value: LocatorArgument.Value) -> LocatorArgument {
            LocatorArgument(value: value, place: use, usePlace: use)
        }
        switch literal.value {
        case .string(let text): return made(.string(text))
        case .number(let number): return made(.number(number))
        case .boolean(let flag): return made(.boolean(flag))
        case .nothing: return made(.nothing)
        case .regularExpression(let source, let flags): return made(.regularExpression(source: source, flags: flags))
        case .template(let pieces):
            return made(pattern(pieces, token: tokens.lowerBound, of: number, &search))
        case .object(let properties):
            let options = properties.map { property in
                LocatorArgument.Option(
                    name: property.name,
                    argument: argument(
                        property.value, tokens: script.tokenIndices(in: property.value.range), of: number, &search),
                    place: SourcePlace(file: script.path, range: property.range))
            }
            return made(.object(options))
        case .reference(let path):
            // Only the caller knows it, whatever has the same name elsewhere.
            if path.count == 1, definitions.isGiven(path[0], at: tokens.lowerBound, in: number) {
                return made(.unknown)
            }
            guard search.enter() else { return made(.unknown) }
            defer { search.leave() }
            guard
                let (owner, found) = definitions.literal(of: path, usedAt: tokens.lowerBound, in: number)
            else { return made(locatorValue(tokens, of: number, &search)) }
            let target = argument(
                found, tokens: definitions.scripts[owner].tokenIndices(in: found.range), of: owner, &search)
            return LocatorArgument(value: target.value, place: target.place, usePlace: use)
        case .array, .other: return made(locatorValue(tokens, of: number, &search))
        }
    }

    private func locatorValue(_ tokens: Range<Int>, of number: Int, _ search: inout LocatorSearch)
        -> LocatorArgument.Value
    {
        locators(within: tokens, of: number, &search).first.map { .locator($0) } ?? .unknown
    }

    private func pattern(_ pieces: [JavaScriptLiteral.Piece], token: Int, of number: Int, _ search: inout LocatorSearch)
        -> LocatorArgument.Value
    {
        let texts = pieces.map { piece -> String? in
            switch piece {
            case .text(let text): return text
            case .expression(let literal):
                let tokens = definitions.scripts[number].tokenIndices(in: literal.range)
                guard case .string(let text) = argument(literal, tokens: tokens, of: number, &search).value
                else {
                    return nil
                }
                return text
            }
        }
        let known = texts.compactMap { $0 }
        return known.count == texts.count ? .string(known.joined()) : .pattern(texts)
    }
}

extension Script {
    /// The tokens whose bytes lie in the range.
    package func tokenIndices(in range: Range<Int>) -> Range<Int> {
        let start = tokenIndex(at: range.lowerBound) ?? tokens.count
        let end = tokenIndex(at: range.upperBound) ?? tokens.count
        return start..<max(start, end)
    }
}
