extension PageSnapshot {
    /// Every element in document order, those in shadow roots and iframes too.
    package var elements: [NodeID] { nodes.indices.filter { tag($0) != nil } }

    /// From the parent up to the top, shadow roots and iframe documents among them.
    package func ancestors(of id: NodeID) -> [NodeID] {
        Array(
            sequence(state: nodes[id].parent) { next in
                defer { next = next.flatMap { nodes[$0].parent } }
                return next
            })
    }

    /// The nearest element above, out of shadow roots and iframes too.
    package func parentElement(of id: NodeID) -> NodeID? { ancestors(of: id).first { tag($0) != nil } }

    /// Everything below in document order, shadow roots and iframe documents included.
    package func descendants(of id: NodeID) -> [NodeID] {
        var found: [NodeID] = []
        var open = Array(nodes[id].children.reversed())
        while let next = open.popLast() {
            found.append(next)
            open += nodes[next].children.reversed()
        }
        return found
    }

    /// The iframe's document that the node is in, nil for the main frame.
    package func document(of id: NodeID) -> NodeID? {
        ancestors(of: id).first { if case .document = nodes[$0].content { true } else { false } }
    }

    /// The text of the page's `title` element, white space normalised; nil when it has none.
    package var title: String? {
        guard let head = nodes.first?.children.first(where: { tag($0) == "head" }),
            let title = nodes[head].children.first(where: { tag($0) == "title" })
        else { return nil }
        return textContent(of: title)
    }

    /// The element's text as Playwright's `getByText` and `toHaveText` compare it: all text below, without separators,
    /// white space normalised. Scripts and styles do not count, an iframe's page is another page. For submit and plain
    /// buttons made of `input` it is their value. Source: `elementText` in Playwright's `selectorUtils.ts`.
    package func textContent(of id: NodeID) -> String {
        let type = attributes(id)["type"]?.lowercased()
        if tag(id) == "input", type == "submit" || type == "button" {
            return Self.normalised(attributes(id)["value"] ?? "")
        }
        return Self.normalised(text(of: id, separatesBlocks: false))
    }

    /// The text that a reader sees of it, as far as the DOM alone tells: as `textContent`, but text of different blocks is
    /// set apart by a space. Hidden elements count, styles are not known.
    package func visibleText(of id: NodeID) -> String { Self.normalised(text(of: id, separatesBlocks: true)) }

    /// `visibleText` of the whole page; with `includingFrames` that of its iframes too.
    package func visibleText(includingFrames: Bool = false) -> String {
        let inner = nodes.indices.filter { if case .document = nodes[$0].content { includingFrames } else { false } }
        let roots = (nodes.isEmpty ? [] : [0]) + inner
        return roots.map(visibleText).filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let silentTags: Set = ["script", "style", "template", "noscript", "head"]
    private static let inlineTags: Set = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
        "mark",
        "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    ]

    private func text(of root: NodeID, separatesBlocks: Bool) -> String {
        var text = ""
        // A negated number closes the block of that node.
        var open = [root]
        while let next = open.popLast() {
            guard next >= 0 else {
                text += " "
                continue
            }
            switch nodes[next].content {
            case .text(let own): text += own
            case .document where next != root: continue
            case .element(let tag, _) where next != root && Self.silentTags.contains(tag): continue
            case .element(let tag, _) where separatesBlocks && !Self.inlineTags.contains(tag):
                text += " "
                open.append(-1 - next)
                open += textOrder(nodes[next].children).reversed()
            case .element, .shadowRoot, .document: open += textOrder(nodes[next].children).reversed()
            }
        }
        return text
    }

    /// Playwright reads a shadow root after the host's own children.
    private func textOrder(_ children: [NodeID]) -> [NodeID] {
        guard let first = children.first, nodes[first].content == .shadowRoot else { return children }
        return children.dropFirst() + [first]
    }

    /// Runs of white space become one space, ends are cut, soft hyphens and zero-width spaces go.
    private static func normalised(_ text: String) -> String {
        let visible = text.unicodeScalars.filter { $0 != "\u{200b}" && $0 != "\u{ad}" }
        return visible.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
    }
}
