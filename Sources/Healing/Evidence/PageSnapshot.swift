/// A page as one DOM snapshot of a Playwright trace shows it: elements, text, shadow roots and the documents of iframes.
///
/// Nodes lie in one array in document order and name each other by index, so that a snapshot is a value which can be
/// copied, compared and walked in any direction.
package struct PageSnapshot: Hashable, Sendable {
    /// Index into `nodes`.
    package typealias NodeID = Int

    package struct Node: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            /// An element; the tag in lower case.
            case element(tag: String, attributes: [String: String])
            case text(String)
            /// An open shadow root, the first child of its host.
            case shadowRoot
            /// The document of an iframe, the only child of its `iframe` element.
            case document(url: String)
        }
        package let content: Content
        package let parent: NodeID?
        package var children: [NodeID]
        /// Playwright marked this element as the one that the step's locator pointed at.
        package let isTarget: Bool

        package init(content: Content, parent: NodeID?, children: [NodeID] = [], isTarget: Bool = false) {
            self.content = content
            self.parent = parent
            self.children = children
            self.isTarget = isTarget
        }
    }

    package let url: String
    /// The first node is the `html` element of the main frame; empty when the page had no document.
    package var nodes: [Node]

    package init(url: String, nodes: [Node]) {
        self.url = url
        self.nodes = nodes
    }

    package var targets: [NodeID] { nodes.indices.filter { nodes[$0].isTarget } }

    package func tag(_ id: NodeID) -> String? {
        if case .element(let tag, _) = nodes[id].content { tag } else { nil }
    }

    package func attributes(_ id: NodeID) -> [String: String] {
        if case .element(_, let attributes) = nodes[id].content { attributes } else { [:] }
    }
}
