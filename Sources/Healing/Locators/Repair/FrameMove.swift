package import Evidence

/// What a locator meant lies in another document than it looks in: content was put into a frame, or taken out of one.
package struct FrameMove: Hashable, Sendable {
    package typealias NodeID = PageSnapshot.NodeID

    /// The frames that lead to the element as it is now, the outermost first; none for the page itself.
    package let frames: [NodeID]
    /// The part from which on the locator finds the very elements in there, and nothing else; what stands before it led to
    /// where they were. nil when there is none, so that they are called something else as well.
    package let kept: Int?

    /// - Returns: nil when the elements lie in the document in which the locator looks for them.
    package init?(_ selector: Selector, _ recall: LocatorRecall, new: PageIndex) {
        let page = new.page
        let nodes = recall.elements.map(\.new)
        guard selector.capture == nil, selector.parts.indices.contains(recall.brokenPart), let first = nodes.first
        else { return nil }
        let document = page.document(of: first)
        guard nodes.allSatisfy({ page.document(of: $0) == document }) else { return nil }
        let engine = SelectorEngine(new)
        let entrance = selector.parts[..<recall.brokenPart].lastIndex(where: \.entersFrame)
        if let entrance {
            let frame = engine.matches(selector.prefix(entrance))?.first
            if let frame, let document, page.nodes[document].parent == frame { return nil }
        } else if document == nil {
            return nil
        }
        let starts = (entrance.map { $0 + 1 } ?? 0)...recall.brokenPart
        kept = starts.first { start in
            let tail = Selector(parts: Array(selector.parts[start...recall.brokenPart]))
            guard let found = engine.matches(tail, in: document) else { return false }
            return found.count == nodes.count && Set(found) == Set(nodes)
        }
        frames = Self.frames(around: first, in: page)
    }

    private static func frames(around node: NodeID, in page: PageSnapshot) -> [NodeID] {
        page.ancestors(of: node).filter { page.isDocument($0) }.compactMap { page.nodes[$0].parent }.reversed()
    }

    /// Whether a page has this frame, by anything that names it: a title, a name, an id, or the path of what it shows.
    package static func isFrame(_ frame: NodeID, of page: PageSnapshot, in other: PageSnapshot) -> Bool {
        let names = FrameName.all(of: frame, in: page)
        return other.elements.contains { element in
            ["iframe", "frame"].contains(other.tag(element))
                && !FrameName.all(of: element, in: other).isDisjoint(with: names)
        }
    }
}
