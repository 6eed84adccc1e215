package import Evidence

/// Finds the elements of a snapshot that a locator of Playwright finds in the live page.
///
/// Unknown is never guessed: a part that is not supported, or not valid, makes the whole answer nil. Style sheets and
/// layout are not in a snapshot, so that `visible` and roles see what only a style sheet hides.
/// Source: `injectedScript.ts` of Playwright.
package struct SelectorEngine: Sendable {
    package typealias NodeID = PageSnapshot.NodeID

    package let index: PageIndex
    private var page: PageSnapshot { index.page }

    package init(_ index: PageIndex) { self.index = index }

    package init(_ page: PageSnapshot, testIDAttribute: String = "data-testid") {
        index = PageIndex(page, testIDAttribute: testIDAttribute)
    }

    package func matches(_ selector: String, in scope: NodeID? = nil) -> [NodeID]? {
        Selector(selector).flatMap { matches($0, in: scope) }
    }

    /// Elements in Playwright's order: document order, with each shadow tree after the tree that holds its host.
    /// - Parameter scope: search below this node only; nil for the main frame.
    package func matches(_ selector: Selector, in scope: NodeID? = nil) -> [NodeID]? {
        evaluate(selector, in: scope.map { .node($0) } ?? .mainDocument)
    }

    /// How many parts of the chain can be followed before nothing is found: the whole count when all of them find something.
    package func matchingPrefix(of selector: Selector, in scope: NodeID? = nil) -> Int? {
        for count in selector.parts.indices.map({ $0 + 1 }) {
            // Entering a frame finds a document and no element: what is looked for in there tells whether it went on.
            if selector.parts[count - 1].entersFrame, count < selector.parts.count { continue }
            guard let found = matches(selector.prefix(count), in: scope) else { return nil }
            if found.isEmpty { return count - 1 }
        }
        return selector.parts.count
    }

    /// What a chain finds when the children that its last part asks for may lie deeper: elements that are, with their
    /// ancestors, all that it asks for. Nil when that part is no CSS, or asks for no child.
    package func matchesAtAnyDepth(_ selector: Selector) -> [NodeID]? {
        guard let last = selector.parts.last, last.engine == "css", let css = CSSSelector(last.body)?.atAnyDepth else {
            return nil
        }
        var scopes: [SearchScope] = [.mainDocument]
        if selector.parts.count > 1 {
            guard let found = matches(selector.prefix(selector.parts.count - 1)) else { return nil }
            scopes = found.map { .node($0) }
        }
        return scopes.flatMap { CSSMatcher(index: index).elements(css, in: $0) }
    }

    func evaluate(_ selector: Selector, in scope: SearchScope) -> [NodeID]? {
        if let capture = selector.capture { return evaluate(selector, capture: capture, in: scope) }
        guard let first = selector.parts.first, !Self.filters.contains(first.engine) else { return nil }
        var origin = scope
        var found = [scope]
        for (position, part) in selector.parts.enumerated() {
            let next: [SearchScope]?
            switch (part.engine, part.body) {
            case ("nth", let number): next = Int(number).map { nth($0, of: found) }
            case ("internal:and", _):
                let others = nested(part, outer: selector.prefix(position), in: origin)
                next = others.map { others in others.filter { found.contains(.node($0)) }.map { .node($0) } }
            case ("internal:or", _):
                let others = nested(part, outer: selector.prefix(position), in: origin)
                next = others.map { union($0, found, in: origin) }
            case ("internal:control", "enter-frame"):
                // A locator into a frame is strict: with several frames there is no answer.
                guard found.count < 2 else { return nil }
                next = found.isEmpty ? [] : document(ofFrame: found[0]).map { [.node($0)] }
                origin = next?.first ?? origin
            default: next = query(part, outer: selector.prefix(position), in: found)
            }
            guard let next else { return nil }
            found = next
            if found.isEmpty, !selector.parts.dropFirst(position + 1).contains(where: { $0.engine == "internal:or" }) {
                // What follows may still be something that is not understood.
                return selector.parts.allSatisfy(isSupported) ? [] : nil
            }
        }
        return found.compactMap { $0.element(in: page) }
    }

    /// Parts that say nothing without one before them.
    private static let filters: Set = [
        "internal:has", "internal:has-not", "internal:and", "internal:or", "internal:chain",
    ]

    private func isSupported(_ part: Selector.Part) -> Bool {
        switch part.engine {
        case "nth": return Int(part.body) != nil
        case "internal:control": return part.body == "enter-frame"
        case "internal:and", "internal:or", "internal:has", "internal:has-not", "internal:chain":
            let inner = JSONString.decode(part.body.trimmed).flatMap { Selector($0) }
            return inner?.parts.allSatisfy(isSupported) ?? false
        default: return PartQuery(part, index: index) != nil
        }
    }

    /// The marked part's elements that contain a match of the rest.
    private func evaluate(_ selector: Selector, capture: Int, in scope: SearchScope) -> [NodeID]? {
        guard !selector.parts.contains(where: { $0.engine == "nth" }) else { return nil }
        var parts = Array(selector.parts.prefix(capture + 1))
        let rest = Selector(parts: Array(selector.parts.dropFirst(capture + 1)))
        if !rest.parts.isEmpty {
            parts.append(Selector.Part(engine: "internal:has", body: JSONString.encode(rest.description)))
        }
        return evaluate(Selector(parts: parts), in: scope)
    }

    private func query(_ part: Selector.Part, outer: Selector, in scopes: [SearchScope]) -> [SearchScope]? {
        guard let query = PartQuery(part, index: index) else { return nil }
        var seen: Set<SearchScope> = []
        var next: [SearchScope] = []
        for scope in scopes {
            guard let elements = query.elements(in: scope, outer: outer, engine: self) else { return nil }
            for element in elements where seen.insert(.node(element)).inserted { next.append(.node(element)) }
        }
        return next
    }

    private func nth(_ number: Int, of found: [SearchScope]) -> [SearchScope] {
        let position = number == -1 ? found.count - 1 : number
        return found.indices.contains(position) ? [found[position]] : []
    }

    private func union(_ others: [NodeID], _ found: [SearchScope], in scope: SearchScope) -> [SearchScope] {
        let all = Set(others).union(found.compactMap { $0.element(in: page) })
        return page.sortedElements(in: scope).filter(all.contains).map { .node($0) }
    }

    private func document(ofFrame scope: SearchScope) -> NodeID? {
        guard let frame = scope.element(in: page) else { return nil }
        return page.nodes[frame].children.first(where: page.isDocument)
    }

    /// The elements of the selector inside a part. When it begins with the frames of the outer chain, as locators write it,
    /// that beginning is left out.
    func nested(_ part: Selector.Part, outer: Selector, in scope: SearchScope) -> [NodeID]? {
        guard let text = JSONString.decode(part.body.trimmed), var inner = Selector(text) else { return nil }
        if let last = inner.parts.lastIndex(where: \.entersFrame) {
            guard outer.parts.prefix(last + 1).elementsEqual(inner.parts.prefix(last + 1)) else { return nil }
            inner = Selector(
                parts: Array(inner.parts.dropFirst(last + 1)), capture: inner.capture.map { $0 - last - 1 })
        }
        return evaluate(inner, in: scope)
    }
}
