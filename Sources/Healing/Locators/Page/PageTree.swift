import Evidence

/// Walking a snapshot the way the DOM lets a script walk: light children, shadow hosts, tree scopes, frames.
extension PageSnapshot {
    func isElement(_ id: NodeID) -> Bool {
        if case .element = nodes[id].content { true } else { false }
    }

    func attribute(_ name: String, of id: NodeID) -> String? {
        if case .element(_, let attributes) = nodes[id].content { attributes[name] } else { nil }
    }

    /// The `parentElement` of the DOM: nil for the top of a document or a shadow tree.
    func parentElement(_ id: NodeID) -> NodeID? {
        nodes[id].parent.flatMap { isElement($0) ? $0 : nil }
    }

    /// The parent element, or the host when the parent is a shadow root; nil for the top of a document.
    func parentOrHost(_ id: NodeID) -> NodeID? {
        guard let parent = nodes[id].parent else { return nil }
        switch nodes[parent].content {
        case .element: return parent
        case .shadowRoot: return nodes[parent].parent
        case .text, .document: return nil
        }
    }

    /// Ancestors within the same document, nearest first, out of shadow trees through their hosts.
    func ancestors(_ id: NodeID) -> [NodeID] {
        Array(
            sequence(state: id) { current in
                guard let parent = parentOrHost(current) else { return nil }
                current = parent
                return parent
            })
    }

    /// Element children in the light tree.
    func childElements(_ id: NodeID) -> [NodeID] { nodes[id].children.filter(isElement) }

    func shadowRoot(of id: NodeID) -> NodeID? {
        nodes[id].children.first.flatMap { nodes[$0].content == .shadowRoot ? $0 : nil }
    }

    /// Children without the shadow root, as `childNodes` lists them.
    func lightChildren(_ id: NodeID) -> [NodeID] { nodes[id].children.filter { nodes[$0].content != .shadowRoot } }

    /// Elements below `root` in one tree scope, in document order: neither into shadow trees nor into frames.
    func descendants(of root: NodeID) -> [NodeID] {
        var found: [NodeID] = []
        var waiting = Array(childElements(root).reversed())
        while let next = waiting.popLast() {
            found.append(next)
            waiting.append(contentsOf: childElements(next).reversed())
        }
        return found
    }

    /// `id` itself or a descendant of it in the same tree scope, the meaning of `contains` in the DOM.
    func contains(_ outer: NodeID, _ id: NodeID) -> Bool {
        var current: NodeID? = id
        while let node = current {
            if node == outer { return true }
            current = parentElement(node)
        }
        return false
    }

    /// As `contains`, but out of shadow trees too.
    func isInside(_ id: NodeID, scope: NodeID) -> Bool { id == scope || ancestors(id).contains(scope) }

    /// The node that `getElementById` searches: a shadow root, the document of a frame, or the main `html` element.
    func treeScope(_ id: NodeID) -> NodeID {
        var current = id
        while let parent = nodes[current].parent {
            if !isElement(parent) { return parent }
            current = parent
        }
        return current
    }

    /// The `html` element of the document that holds `id`.
    func documentElement(of id: NodeID) -> NodeID { ancestors(id).last ?? id }

    /// Text of all descendants in one tree scope, as `textContent` gives it.
    func textContent(_ id: NodeID) -> String {
        nodes[id].children.reduce(into: "") { text, child in
            switch nodes[child].content {
            case .text(let own): text += own
            case .element: text += textContent(child)
            case .shadowRoot, .document: break
            }
        }
    }

    func previousElement(_ id: NodeID) -> NodeID? { sibling(of: id, at: -1) }
    func nextElement(_ id: NodeID) -> NodeID? { sibling(of: id, at: 1) }

    private func sibling(of id: NodeID, at distance: Int) -> NodeID? {
        guard let parent = nodes[id].parent else { return nil }
        let siblings = childElements(parent)
        guard let index = siblings.firstIndex(of: id), siblings.indices.contains(index + distance) else { return nil }
        return siblings[index + distance]
    }
}
