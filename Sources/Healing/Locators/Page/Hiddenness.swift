import Evidence

/// How far an element can be seen, as `isElementHiddenForAria` and `isElementVisible` of Playwright decide it, from what a
/// snapshot shows: `hidden`, `aria-hidden`, the `style` attribute, closed `details`, `dialog` and popovers. An element that
/// a style sheet hides, or that has no size, counts as seen.
struct Hiddenness: Hashable, Sendable {
    /// Not rendered: `display: none` on the way up, or content of closed `details`.
    var isNotRendered = false
    /// `visibility` other than `visible`, inherited.
    var isInvisible = false
    /// `aria-hidden="true"` on the way up, or a child of a shadow host that no slot takes.
    var isHiddenFromAria = false

    static func collect(in page: PageSnapshot) -> [Self] {
        var all = [Self](repeating: Self(), count: page.nodes.count)
        for node in page.nodes.indices {
            guard let tag = page.tag(node) else { continue }
            let parent = page.parentOrHost(node)
            var own = parent.map { all[$0] } ?? Self()
            if page.isDisplayNone(node) || isInClosedDetails(node, page) { own.isNotRendered = true }
            if let visibility = page.inlineStyle("visibility", of: node), visibility != "inherit" {
                own.isInvisible = visibility != "visible"
            }
            if page.attribute("aria-hidden", of: node)?.lowercased() == "true" || isUnslotted(node, page) {
                own.isHiddenFromAria = true
            }
            if tag == "script" || tag == "style" || tag == "noscript" || tag == "template" { own.isNotRendered = true }
            all[node] = own
        }
        return all
    }

    private static func isInClosedDetails(_ node: Int, _ page: PageSnapshot) -> Bool {
        guard let parent = page.parentElement(node), page.tag(parent) == "details",
            page.attribute("open", of: parent) == nil
        else { return false }
        return page.childElements(parent).first { page.tag($0) == "summary" } != node
    }

    private static func isUnslotted(_ node: Int, _ page: PageSnapshot) -> Bool {
        guard let host = page.parentElement(node), let root = page.shadowRoot(of: host) else { return false }
        let name = page.attribute("slot", of: node) ?? ""
        return !page.descendants(of: root).contains {
            page.tag($0) == "slot" && (page.attribute("name", of: $0) ?? "") == name
        }
    }
}

extension PageIndex {
    /// Left out of the accessibility tree, so that `getByRole` does not see it.
    package func isHiddenFromRoles(_ id: NodeID) -> Bool {
        let state = hiddenness[id]
        if state.isHiddenFromAria || state.isNotRendered { return true }
        let isOptionOfSelect = page.tag(id) == "option" && page.ancestors(id).contains { page.tag($0) == "select" }
        return state.isInvisible && !isOptionOfSelect && page.tag(id) != "slot"
    }

    /// As far as the snapshot tells, a person could see it.
    package func isVisible(_ id: NodeID) -> Bool {
        let state = hiddenness[id]
        guard !state.isNotRendered, !state.isInvisible, let tag = page.tag(id) else { return false }
        return tag != "option" && tag != "optgroup" && tag != "br"
    }
}
