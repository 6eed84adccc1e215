import Evidence

extension PageSnapshot {
    /// The same page without what is too much to be looked at: nodes beyond a number or a depth, and those after which gathering
    /// the text of each element, in which the text of a node counts once for each element around it, would take too long.
    func beginning(nodes nodeLimit: Int, depth depthLimit: Int, work workLimit: Int) -> PageSnapshot {
        var kept: [Node] = []
        var places = [NodeID?](repeating: nil, count: nodes.count)
        var depths = [Int](repeating: 0, count: nodes.count)
        var work = 0
        for id in nodes.indices where kept.count < nodeLimit {
            let parent = nodes[id].parent.flatMap { places[$0] }
            depths[id] = nodes[id].parent.map { depths[$0] + 1 } ?? 0
            // A node whose parent is left out is left out, too.
            guard (parent != nil) == (nodes[id].parent != nil), depths[id] <= depthLimit else { continue }
            if case .text(let text) = nodes[id].content {
                work += text.utf8.count * depths[id]
                guard work <= workLimit else { break }
            }
            places[id] = kept.count
            if let parent { kept[parent].children.append(kept.count) }
            kept.append(Node(content: nodes[id].content, parent: parent, isTarget: nodes[id].isTarget))
        }
        return PageSnapshot(url: url, nodes: kept)
    }
}
