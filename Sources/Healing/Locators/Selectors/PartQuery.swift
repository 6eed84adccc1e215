import Evidence

/// One part of a chain, understood: how it finds elements below a scope.
struct PartQuery {
    private enum Kind {
        case css(CSSSelector), role(RoleQuery), text(TextMatcher, isInternal: Bool), label(TextMatcher)
        case hasText(TextMatcher, isWanted: Bool), visible(Bool), path(PathExpression), itself
        case attribute([String], AttributeSelector.Condition), attributeEquals(String, String)
        case has(Selector.Part, isWanted: Bool), chain(Selector.Part)
    }
    private let kind: Kind
    private let index: PageIndex

    /// Nil when the engine or the form of its body is not known here.
    init?(_ part: Selector.Part, index: PageIndex) {
        guard let kind = Self.kind(of: part, index: index) else { return nil }
        self.kind = kind
        self.index = index
    }

    private static func kind(of part: Selector.Part, index: PageIndex) -> Kind? {
        let body = part.body
        return switch part.engine {
        case "css": CSSSelector(body).map { .css($0) }
        case "internal:role", "role": RoleQuery(body, isInternal: part.engine != "role").map { .role($0) }
        case "text": TextMatcher(body, isInternal: false).map { .text($0, isInternal: false) }
        case "internal:text": TextMatcher(body, isInternal: true).map { .text($0, isInternal: true) }
        case "internal:label": TextMatcher(body, isInternal: true).map { .label($0) }
        case "internal:has-text": TextMatcher(body, isInternal: true).map { .hasText($0, isWanted: true) }
        case "internal:has-not-text": TextMatcher(body, isInternal: true).map { .hasText($0, isWanted: false) }
        case "internal:attr", "internal:testid": attributeKind(body, isTestID: part.engine == "internal:testid")
        case "id", "data-testid", "data-test-id", "data-test": .attributeEquals(part.engine, body)
        case "visible": body == "true" || body == "false" ? .visible(body == "true") : nil
        case "xpath": PathExpression(body).map { .path($0) }
        case "internal:has": .has(part, isWanted: true)
        case "internal:has-not": .has(part, isWanted: false)
        case "internal:chain": .chain(part)
        case "internal:describe": .itself
        default: nil
        }
    }

    private static func attributeKind(_ body: String, isTestID: Bool) -> Kind? {
        guard let parsed = AttributeSelector(body), parsed.name.isEmpty, parsed.conditions.count == 1,
            let condition = parsed.conditions.first
        else { return nil }
        let names = isTestID ? condition.name.split(separator: ",").map(String.init) : [condition.name]
        return .attribute(names, condition)
    }

    /// Nil when a selector inside the part is not understood.
    func elements(in scope: SearchScope, outer: Selector, engine: SelectorEngine) -> [Int]? {
        let page = index.page
        switch kind {
        case .css(let selector): return CSSMatcher(index: index).elements(selector, in: scope)
        case .role(let query): return page.elements(in: scope).filter { query.matches($0, in: index) }
        case .text(let matcher, let isInternal): return elements(with: matcher, isInternal: isInternal, in: scope)
        case .label(let matcher):
            return page.elements(in: scope).filter { index.labelTexts(of: $0).contains(where: matcher.matches) }
        case .attribute(let names, let condition):
            return page.elements(in: scope).filter { id in
                names.contains { page.attribute($0, of: id).map { Self.matches($0, condition) } ?? false }
            }
        case .attributeEquals(let name, let value):
            return page.elements(in: scope).filter { page.attribute(name, of: $0) == value }
        case .path(let path): return path.elements(in: scope, of: page)
        case .chain(let part): return engine.nested(part, outer: outer, in: scope)
        case .hasText, .visible, .has, .itself:
            guard let element = scope.element(in: page) else { return [] }
            return isKept(element, outer: outer, engine: engine).map { $0 ? [element] : [] }
        }
    }

    /// For the parts that filter what the chain has found so far.
    private func isKept(_ element: Int, outer: Selector, engine: SelectorEngine) -> Bool? {
        switch kind {
        case .hasText(let matcher, let isWanted):
            matcher.holds(element, in: index) == isWanted
        case .visible(let isWanted): index.isVisible(element) == isWanted
        case .has(let part, let isWanted):
            engine.nested(part, outer: outer, in: .node(element)).map { $0.isEmpty != isWanted }
        default: true
        }
    }

    private func elements(with matcher: TextMatcher, isInternal: Bool, in scope: SearchScope) -> [Int] {
        let page = index.page
        return ((scope.element(in: page).map { [$0] } ?? []) + page.elements(in: scope)).filter { id in
            switch matcher.match(id, in: index) {
            case .onlySelf: return true
            case .none: return false
            case .selfAndChildren:
                guard !isInternal, case .ownTextEquals = matcher.rule else { return false }
                return true
            }
        }
    }

    /// A value that is not exact matches by substring, unlike in role selectors.
    private static func matches(_ actual: String, _ condition: AttributeSelector.Condition) -> Bool {
        guard case .text(let text) = condition.value else { return condition.matches(actual) }
        return condition.isCaseSensitive ? actual == text : actual.lowercased().contains(text.lowercased())
    }
}

extension PageIndex {
    /// What `getByLabel` compares with: `aria-labelledby`, else `aria-label`, else the `label` elements.
    package func labelTexts(of id: NodeID) -> [String] {
        let references = references(page.attribute("aria-labelledby", of: id), from: id)
        if !references.isEmpty { return references.map { texts[$0] } }
        if let label = page.attribute("aria-label", of: id), !label.whitespaceNormalized.isEmpty { return [label] }
        return page.isLabelable(id) ? labels(of: id).map { texts[$0] } : []
    }
}
