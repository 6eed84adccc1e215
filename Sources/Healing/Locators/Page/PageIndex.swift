package import Evidence

/// A snapshot with the facts that every rule asks for, worked out once: ids and labels by tree scope, what is hidden, and
/// the text of each element. Build one per page and share it.
package struct PageIndex: Sendable {
    package typealias NodeID = PageSnapshot.NodeID

    package let page: PageSnapshot
    /// The attribute that `getByTestId` looks at; several may be joined by commas, as Playwright allows.
    package let testIDAttributes: [String]
    /// First element with an id, by tree scope.
    private let identified: [Scoped: NodeID]
    private let labelled: [NodeID: [NodeID]]
    /// Text of the element and its descendants the way Playwright's text engine collects it, not normalised.
    let texts: [String]
    /// The same normalised, and with letter case folded as bytes to be searched.
    let normalizedTexts: [String], foldedTexts: [[UInt8]]
    /// Scripts, styles and everything in `head`, which say nothing to a reader.
    private let textSkipped: [Bool]
    let hiddenness: [Hiddenness]
    /// Empty until the rest is known, from which roles are worked out.
    private(set) var roles: [String?] = []

    private struct Scoped: Hashable, Sendable { let scope: NodeID, id: String }

    package init(_ page: PageSnapshot, testIDAttribute: String = "data-testid") {
        self.page = page
        testIDAttributes = testIDAttribute.split(separator: ",").map(String.init)
        var identified: [Scoped: NodeID] = [:]
        for node in page.nodes.indices {
            guard let id = page.attribute("id", of: node) else { continue }
            let key = Scoped(scope: page.treeScope(node), id: id)
            if identified[key] == nil { identified[key] = node }
        }
        self.identified = identified
        labelled = Self.labels(in: page) { identified[Scoped(scope: page.treeScope($0), id: $1)] }
        textSkipped = ElementText.skippedNodes(in: page)
        texts = ElementText.collect(in: page, skipped: textSkipped)
        normalizedTexts = texts.map(\.whitespaceNormalized)
        foldedTexts = normalizedTexts.map { Array($0.lowercased().utf8) }
        hiddenness = Hiddenness.collect(in: page)
        roles = page.nodes.indices.map(computedRole(of:))
    }

    func isTextSkipped(_ id: NodeID) -> Bool { textSkipped[id] }

    /// The element that `id` names, looked up from `node`: ids do not cross shadow roots or frames.
    func element(withID id: String, from node: NodeID) -> NodeID? {
        identified[Scoped(scope: page.treeScope(node), id: id)]
    }

    /// The elements that a list of ids names, each once, in the order of the list.
    func references(_ list: String?, from node: NodeID) -> [NodeID] {
        (list ?? "").split(separator: " ").reduce(into: []) { found, id in
            guard let element = element(withID: String(id), from: node), !found.contains(element) else { return }
            found.append(element)
        }
    }

    /// The `label` elements of a control, in document order.
    func labels(of control: NodeID) -> [NodeID] { labelled[control] ?? [] }

    /// Value of the first test id attribute that the element has.
    package func testID(of id: NodeID) -> String? {
        testIDAttributes.lazy.compactMap { page.attribute($0, of: id) }.first { !$0.isEmpty }
    }

    private static func labels(
        in page: PageSnapshot, find: (NodeID, String) -> NodeID?
    ) -> [NodeID: [NodeID]] {
        var labels: [NodeID: [NodeID]] = [:]
        for label in page.nodes.indices where page.tag(label) == "label" {
            let control =
                if let target = page.attribute("for", of: label) {
                    find(label, target)
                } else {
                    page.descendants(of: label).first(where: page.isLabelable)
                }
            if let control, page.isLabelable(control) { labels[control, default: []].append(label) }
        }
        return labels
    }
}
