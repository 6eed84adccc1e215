package import Evidence

/// The elements of a page with their fingerprints, prepared once for any number of comparisons.
package struct PreparedPage: Sendable {
    package let index: PageIndex
    /// The node of each candidate, in document order.
    package let nodes: [PageSnapshot.NodeID]
    package let fingerprints: [ElementFingerprint]
    let candidates: CandidateSet

    package init(_ index: PageIndex) {
        self.index = index
        let page = index.page
        nodes = page.nodes.indices.filter { Self.isOnThePage($0, in: index) && page.tag($0) != "html" }
        fingerprints = nodes.map { ElementFingerprint(of: $0, in: index) }
        candidates = CandidateSet(fingerprints)
    }

    /// Parts of a page that no test points at: metadata, scripts, the inside of drawings.
    private static func isOnThePage(_ id: PageSnapshot.NodeID, in index: PageIndex) -> Bool {
        guard let tag = index.page.tag(id), !invisibleTags.contains(tag), !index.isTextSkipped(id) else { return false }
        return !index.page.ancestors(id).contains { index.page.tag($0) == "svg" }
    }

    func position(of node: PageSnapshot.NodeID) -> Int? { nodes.firstIndex(of: node) }

    private static let invisibleTags: Set = [
        "base", "link", "meta", "noscript", "param", "script", "style", "template",
    ]
}
