import Evidence

/// Matches CSS selectors against elements as Playwright's evaluator does: within a scope, through open shadow roots, with
/// `:scope` widening the search. Source: `selectorEvaluator.ts` of Playwright.
struct CSSMatcher {
    let index: PageIndex
    private var page: PageSnapshot { index.page }

    private struct Context {
        var scope: SearchScope
        var originalScope: SearchScope
    }

    init(index: PageIndex) { self.index = index }

    func elements(_ selector: CSSSelector, in scope: SearchScope) -> [Int] {
        query(selector.alternatives, Context(scope: scope, originalScope: scope))
    }

    private func query(_ alternatives: [CSSSelector.Complex], _ context: Context) -> [Int] {
        let scope = alternatives.contains(where: \.mentionsScope) ? widened(context).scope : context.scope
        let candidates = alternatives.count > 1 ? page.sortedElements(in: scope) : page.elements(in: scope)
        return candidates.filter { id in alternatives.contains { matches(id, $0, context) } }
    }

    /// Searches from the parent of the scope, so that the scope itself can take part.
    private func widened(_ context: Context) -> Context {
        guard let element = context.scope.element(in: page), let parent = page.parentOrHost(element) else {
            return context
        }
        return Context(scope: .node(parent), originalScope: context.originalScope)
    }

    private func matches(_ id: Int, _ complex: CSSSelector.Complex, _ context: Context) -> Bool {
        let context = complex.mentionsScope ? widened(context) : context
        guard let last = complex.compounds.last, matches(id, all: last, context) else { return false }
        return matchesLeft(of: id, complex, complex.compounds.count - 2, context)
    }

    private func matchesLeft(of id: Int, _ complex: CSSSelector.Complex, _ position: Int, _ context: Context) -> Bool {
        if position < 0 { return true }
        func fits(_ other: Int) -> Bool {
            matches(other, all: complex.compounds[position], context)
                && matchesLeft(of: other, complex, position - 1, context)
        }
        let isScope = context.scope == .node(id)
        switch complex.combinators[position] {
        case .child: return !isScope && page.parentOrHost(id).map(fits) ?? false
        case .nextSibling: return !isScope && page.previousElement(id).map(fits) ?? false
        case .descendant:
            var current = isScope ? nil : page.parentOrHost(id)
            while let ancestor = current {
                if fits(ancestor) { return true }
                current = context.scope == .node(ancestor) ? nil : page.parentOrHost(ancestor)
            }
            return false
        case .laterSibling:
            var current = isScope ? nil : page.previousElement(id)
            while let sibling = current {
                if fits(sibling) { return true }
                current = page.previousElement(sibling)
            }
            return false
        }
    }

    private func matches(_ id: Int, all conditions: [CSSSelector.Condition], _ context: Context) -> Bool {
        context.scope != .node(id) && conditions.allSatisfy { matches(id, $0, context) }
    }

    private func matches(_ id: Int, _ condition: CSSSelector.Condition, _ context: Context) -> Bool {
        switch condition {
        case .tag(let tag): page.tag(id) == tag
        case .id(let value): page.attribute("id", of: id) == value
        case .hasClass(let name): page.classes(id).contains(name)
        case .attribute(let name, let comparison, let value, let isCaseSensitive):
            matches(page.attribute(name, of: id), comparison, value, isCaseSensitive)
        case .anyOf(let list): list.contains { matches(id, $0, context) }
        case .noneOf(let list): !list.contains { matches(id, $0, context) }
        case .has(let list): !query(list, Context(scope: .node(id), originalScope: .node(id))).isEmpty
        case .scope: isScope(id, context)
        case .visible: index.isVisible(id)
        case .root: page.parentOrHost(id) == nil
        case .empty: isEmpty(id)
        case .checked: page.isChecked(id) && page.tag(id) == "input" || page.isSelected(id) && page.tag(id) == "option"
        case .disabled: index.isNativelyDisabled(id) || isDisabledGroup(id)
        case .enabled:
            index.hasTag("button", "input", "select", "textarea", "option", "optgroup", "fieldset", of: id)
                && !index.isNativelyDisabled(id) && !isDisabledGroup(id)
        case .link: index.hasTag("a", "area", of: id) && page.attribute("href", of: id) != nil
        case .text(let matcher): matches(id, text: matcher)
        case .hasText(let matcher): !index.isTextSkipped(id) && matcher.holds(id, in: index)
        case .position(let step, let offset, let fromEnd, let sameTag):
            isAt(id, step: step, offset: offset, fromEnd: fromEnd, sameTag: sameTag)
        case .nthMatch(let list, let number): query(list, context).dropFirst(number - 1).first == id
        }
    }

    private func matches(_ actual: String?, _ comparison: String?, _ value: String, _ isCaseSensitive: Bool) -> Bool {
        guard let actual else { return false }
        guard let comparison else { return true }
        // An empty value matches nothing with the substring operators. Source: Selectors §6.2.
        if value.isEmpty, comparison != "=", comparison != "|=" { return false }
        let condition = AttributeSelector.Condition(
            name: "", comparison: comparison, value: .text(value), isCaseSensitive: isCaseSensitive)
        return condition.matches(actual)
    }

    private func isScope(_ id: Int, _ context: Context) -> Bool {
        switch context.originalScope {
        case .mainDocument: id == 0
        case .node(let scope): page.isElement(scope) ? id == scope : page.nodes[scope].children.contains(id)
        }
    }

    private func matches(_ id: Int, text matcher: TextMatcher) -> Bool {
        let match = matcher.match(id, in: index)
        if case .ownTextEquals = matcher.rule { return match != .none }
        return match == .onlySelf
    }

    private func isDisabledGroup(_ id: Int) -> Bool {
        page.tag(id) == "fieldset" && page.attribute("disabled", of: id) != nil
    }

    private func isEmpty(_ id: Int) -> Bool {
        page.lightChildren(id).allSatisfy {
            if case .text(let text) = page.nodes[$0].content { text.isEmpty } else { false }
        }
    }

    private func isAt(_ id: Int, step: Int, offset: Int, fromEnd: Bool, sameTag: Bool) -> Bool {
        let all = page.nodes[id].parent.map(page.childElements) ?? [id]
        let siblings = sameTag ? all.filter { page.tag($0) == page.tag(id) } : all
        guard let index = siblings.firstIndex(of: id) else { return false }
        let distance = (fromEnd ? siblings.count - index : index + 1) - offset
        return step == 0 ? distance == 0 : distance % step == 0 && distance / step >= 0
    }
}

extension PageSnapshot {
    func classes(_ id: NodeID) -> [String] {
        attribute("class", of: id)?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }
}
