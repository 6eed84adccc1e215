import Evidence

/// Where a selector searches: the document of the main frame, or below one node (an element, a shadow root, or the document
/// of a frame).
enum SearchScope: Hashable, Sendable {
    case mainDocument
    case node(PageSnapshot.NodeID)

    func element(in page: PageSnapshot) -> PageSnapshot.NodeID? {
        if case .node(let id) = self, page.isElement(id) { id } else { nil }
    }
}

extension PageSnapshot {
    /// Elements below the scope in one tree scope, in document order, as `querySelectorAll("*")` gives them.
    func lightElements(in scope: SearchScope) -> [NodeID] {
        switch scope {
        case .mainDocument: nodes.isEmpty || !isElement(0) ? [] : [0] + descendants(of: 0)
        case .node(let id): descendants(of: id)
        }
    }

    /// The same with open shadow trees, each after the tree that holds its host: Playwright's order, which `nth` counts by.
    func elements(in scope: SearchScope) -> [NodeID] {
        let light = lightElements(in: scope)
        var found = light
        for host in (scope.element(in: self).map { [$0] } ?? []) + light {
            if let root = shadowRoot(of: host) { found += elements(in: .node(root)) }
        }
        return found
    }

    /// The same elements with each shadow tree behind the light tree of its host: the order in which Playwright sorts what
    /// several selectors found.
    func sortedElements(in scope: SearchScope) -> [NodeID] {
        switch scope {
        case .mainDocument: return nodes.isEmpty || !isElement(0) ? [] : [0] + sortedElements(in: .node(0))
        case .node(let id):
            let shadow = shadowRoot(of: id).map { sortedElements(in: .node($0)) } ?? []
            return childElements(id).flatMap { [$0] + sortedElements(in: .node($0)) } + shadow
        }
    }
}
