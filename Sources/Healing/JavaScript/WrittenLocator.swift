/// The locator steps that stand in one call chain, as they are written.
package struct WrittenLocator: Sendable {
    package struct Step: Sendable {
        package let method: LocatorMethod
        package let link: CallChain.Link
        /// For a shorthand only the selector.
        package let arguments: [CallChain.Argument]
    }

    package let chain: CallChain
    /// The chain's links that are steps, without a gap.
    package let links: Range<Int>
    package let steps: [Step]

    /// - Returns: nil when the chain builds no locator.
    package init?(chain: CallChain, script: Script) {
        self.chain = chain
        let methods = chain.links.map { LocatorMethod(link: $0, isContinuing: true) }
        let first = chain.links.indices.first { LocatorMethod(link: chain.links[$0], isContinuing: false) != nil }
        if let first {
            let end = methods[first...].firstIndex { $0 == nil } ?? methods.endIndex
            links = first..<end
            steps = zip(methods[links], chain.links[links]).compactMap { method, link in
                method.map { Step(method: $0, link: link, arguments: link.arguments ?? []) }
            }
            return
        }
        let shorthand = chain.links.indices.first { index in
            let rootName = index == 0 ? chain.rootText : chain.links[index - 1].name
            return ShorthandMethod.isCalled(by: chain.links[index], rootName: rootName)
        }
        guard let shorthand else { return nil }
        links = shorthand..<shorthand + 1
        let link = chain.links[shorthand]
        steps = [Step(method: .shorthand, link: link, arguments: Array((link.arguments ?? []).prefix(1)))]
    }

    package var isShorthand: Bool { steps.first?.method == .shorthand }

    package var rootRange: Range<Int> {
        chain.root.lowerBound..<(links.lowerBound > 0 ? chain.links[links.lowerBound - 1].range : chain.root).upperBound
    }

    package var range: Range<Int> { chain.root.lowerBound..<chain.links[links.upperBound - 1].range.upperBound }
}

/// All locators that are written out in a script.
package struct WrittenLocators: Sendable {
    /// In the order of their first tokens; a locator inside another's arguments follows it.
    package let all: [WrittenLocator]

    package init(script: Script) {
        let parser = ChainParser(script: script)
        var all: [WrittenLocator] = []
        for index in script.tokens.indices {
            // A chain starts where no member access precedes its root.
            if script.isToken(index - 1, ".") || script.isToken(index - 1, "?.") || script.isToken(index - 1, "new") {
                continue
            }
            guard script.kind(index) != .string, let next = script.kind(index + 1), next == .punctuator else {
                continue
            }
            guard script.isName(index) || script.kind(index) == .keyword || script.isToken(index, "("),
                let chain = parser.chain(startingAt: index), !chain.links.isEmpty
            else { continue }
            // `f(x).y` with `f` before the parenthesis belongs to the chain that starts at `f`.
            if script.isToken(index, "("), parser.chain(containing: index - 1) != nil { continue }
            if let written = WrittenLocator(chain: chain, script: script) { all.append(written) }
        }
        self.all = all
    }
}
