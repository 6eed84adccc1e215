/// Puts one page together from stored snapshots: follows references, sets iframes into their elements, and undoes what the
/// recorder wrote into the DOM for its viewer. Source: `SnapshotRenderer.render` and `snapshotScript` of Playwright 1.63.
struct PageBuilder {
    private let store: SnapshotStore
    private let limits: Trace.Limits
    private(set) var trees: [Int: StoredTree]

    private var nodes: [PageSnapshot.Node] = []
    private var pending: [Pending] = []
    private var stitched: Set<Int> = []
    private var bytes = 0
    private var headsWithoutBase: Set<PageSnapshot.NodeID> = []

    private struct Pending {
        let child: StoredTree.Child
        /// The snapshot that `child` counts in.
        let place: Int
        let parent: PageSnapshot.NodeID?
        /// The frame's own snapshot of this moment, whose marks count.
        let frame: Int
    }

    /// - Parameter trees: what was parsed for earlier pages; too much of it is parsed anew.
    init(store: SnapshotStore, limits: Trace.Limits, trees: [Int: StoredTree]) {
        self.store = store
        self.limits = limits
        self.trees = trees.values.reduce(0) { $0 + $1.nodes.count } <= limits.nodesPerSnapshot ? trees : [:]
        knownNodes = self.trees.values.reduce(0) { $0 + $1.nodes.count }
    }

    /// Nodes of `trees`, and how many snapshots' worth of them one page may refer to.
    private var knownNodes: Int
    private static let treeRatio = 4

    mutating func page(at place: Int) throws(EvidenceError) -> PageSnapshot {
        stitched = [place]
        try enter(frame: place, parent: nil)
        while let next = pending.popLast() {
            // References can repeat a subtree any number of times: what is still to come counts too.
            guard nodes.count + pending.count < limits.nodesPerSnapshot else { throw tooManyNodes(at: place) }
            try visit(next)
        }
        return PageSnapshot(url: store.snapshots[place].url, nodes: nodes)
    }

    private func tooManyNodes(at place: Int) -> EvidenceError {
        EvidenceError(
            "snapshot of \(store.snapshots[place].url)", "it has more than \(limits.nodesPerSnapshot) nodes",
            remedy: "raise nodesPerSnapshot if the page is really that large")
    }

    private mutating func enter(frame: Int, parent: PageSnapshot.NodeID?) throws(EvidenceError) {
        guard let root = try tree(frame).root else { return }
        pending.append(Pending(child: root, place: frame, parent: parent, frame: frame))
    }

    private mutating func tree(_ place: Int) throws(EvidenceError) -> StoredTree {
        if let known = trees[place] { return known }
        let snapshot = store.snapshots[place]
        do {
            let tree = try StoredTree(snapshot.html, nodeLimit: limits.nodesPerSnapshot)
            trees[place] = tree
            knownNodes += tree.nodes.count
            if knownNodes <= Self.treeRatio * limits.nodesPerSnapshot { return tree }
        } catch {
            guard case .unreadable(let failure) = error else { throw tooManyNodes(at: place) }
            throw EvidenceError(
                "snapshot of \(snapshot.url) at \(snapshot.callID)", failure.reason,
                remedy: "record the trace again", byteOffset: failure.offset)
        }
        throw tooManyNodes(at: place)
    }

    private mutating func visit(_ next: Pending) throws(EvidenceError) {
        switch next.child {
        case .reference(let count, let node):
            // The viewer shows nothing where a reference points outside of the trace.
            guard let place = store.place(count, backFrom: next.place), try tree(place).nodes.indices.contains(node)
            else { return }
            pending.append(Pending(child: .node(node), place: place, parent: next.parent, frame: next.frame))
        case .node(let index):
            switch try tree(next.place).nodes[index] {
            case .text(let text):
                guard next.parent != nil else { return }
                try charge(text.utf8.count, at: next.frame)
                add(.text(text), to: next.parent)
            case .element(let element): try visit(element, next)
            }
        }
    }

    private mutating func visit(_ element: StoredTree.Element, _ next: Pending) throws(EvidenceError) {
        try charge(element.attributes.reduce(element.name.utf8.count) { $0 + Self.bytes(of: $1) }, at: next.frame)
        let tag = element.name.lowercased()
        let attributes = RecordedAttributes(element.attributes, tag: tag)
        if attributes.isStyleSheet { return }
        if let parent = next.parent, isAddedBase(tag, attributes, parent: parent) {
            headsWithoutBase.insert(parent)
            return
        }
        if attributes.isShadowRoot, next.parent != nil {
            return push(element.children, under: add(.shadowRoot, to: next.parent), next)
        }
        let isTarget = attributes.mark.map(store.snapshots[next.frame].isMark) ?? false
        guard tag == "iframe" || tag == "frame" else {
            let id = add(.element(tag: tag, attributes: attributes.asInPage), to: next.parent, isTarget: isTarget)
            return push(element.children, under: id, next)
        }
        let inner = innerFrame(attributes.frameID, of: next.frame)
        var shown = attributes.asInPage
        shown["src"] = inner.map { store.snapshots[$0].url }
        let id = add(.element(tag: tag, attributes: shown), to: next.parent, isTarget: isTarget)
        guard let inner, stitched.insert(inner).inserted else { return }
        try enter(frame: inner, parent: add(.document(url: store.snapshots[inner].url), to: id))
    }

    private mutating func charge(_ count: Int, at place: Int) throws(EvidenceError) {
        bytes += count
        guard bytes <= limits.bytesPerSnapshot else {
            throw EvidenceError(
                "snapshot of \(store.snapshots[place].url)",
                "its texts and attributes have more than \(limits.bytesPerSnapshot) bytes",
                remedy: "raise bytesPerSnapshot if the page is really that large")
        }
    }

    /// An attribute in a dictionary costs more than its letters.
    private static func bytes(of attribute: JSON.Member) -> Int {
        64 + attribute.key.utf8.count + (attribute.value.string?.utf8.count ?? 0)
    }

    /// The recorder puts a `base` of its own first into every head.
    private func isAddedBase(_ tag: String, _ attributes: RecordedAttributes, parent: PageSnapshot.NodeID) -> Bool {
        tag == "base" && nodes[parent].children.isEmpty && !headsWithoutBase.contains(parent)
            && Array(attributes.asInPage.keys) == ["href"]
    }

    /// The iframe's snapshot of the same moment. Right after a page was loaded the recorder may not yet know which frame
    /// belongs to which element; then the only frame is taken, where there is only one.
    private func innerFrame(_ frameID: String?, of outer: Int) -> Int? {
        let snapshot = store.snapshots[outer]
        guard let phase = snapshot.phase else { return nil }
        let moment = SnapshotStore.Moment(callID: snapshot.callID, phase: phase)
        if let frameID { return store.frame(frameID, at: moment) }
        let others = store.subframes(at: moment)
        return others.count == 1 && !stitched.contains(others[0]) ? others[0] : nil
    }

    private mutating func push(_ children: [StoredTree.Child], under parent: PageSnapshot.NodeID, _ next: Pending) {
        for child in children.reversed() {
            pending.append(Pending(child: child, place: next.place, parent: parent, frame: next.frame))
        }
    }

    @discardableResult
    private mutating func add(
        _ content: PageSnapshot.Node.Content, to parent: PageSnapshot.NodeID?, isTarget: Bool = false
    ) -> PageSnapshot.NodeID {
        nodes.append(PageSnapshot.Node(content: content, parent: parent, isTarget: isTarget))
        if let parent { nodes[parent].children.append(nodes.count - 1) }
        return nodes.count - 1
    }
}
