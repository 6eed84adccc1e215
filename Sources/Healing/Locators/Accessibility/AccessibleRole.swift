import Evidence

extension PageIndex {
    /// The ARIA role that `getByRole` compares with: the explicit role when it is a known one, else the implicit one.
    /// Sources: HTML-AAM, and `roleUtils.ts` of Playwright, which decides where they differ.
    package func role(of id: NodeID) -> String? { roles[id] }

    func computedRole(of id: NodeID) -> String? {
        guard page.isElement(id) else { return nil }
        guard let explicit = explicitRole(of: id) else { return inheritedRole(of: id) }
        guard Self.isPresentational(explicit) else { return explicit }
        let implicit = inheritedRole(of: id)
        return resistsPresentation(id, role: implicit) ? implicit : explicit
    }

    func explicitRole(of id: NodeID) -> String? {
        page.attribute("role", of: id)?.split(whereSeparator: \.isWhitespace).map(String.init)
            .first(where: AccessibleRole.known.contains)
    }

    static func isPresentational(_ role: String?) -> Bool { role == "none" || role == "presentation" }

    func hasTag(_ tags: String..., of id: NodeID) -> Bool { page.tag(id).map(tags.contains) ?? false }

    /// The implicit role, unless a list or table around it was declared presentational, which its rows and items share.
    private func inheritedRole(of id: NodeID) -> String? {
        guard let implicit = implicitRole(of: id) else { return nil }
        var current = id
        while let tag = page.tag(current), let parent = page.parentOrHost(current),
            let parentTag = page.tag(parent), AccessibleRole.sharesPresentation[tag]?.contains(parentTag) == true
        {
            if let role = explicitRole(of: parent), Self.isPresentational(role),
                !resistsPresentation(parent, role: role)
            {
                return role
            }
            current = parent
        }
        return implicit
    }

    /// A presentational role is ignored on what can be focused or carries a global ARIA attribute.
    private func resistsPresentation(_ id: NodeID, role: String?) -> Bool {
        hasGlobalAttribute(id, role: role) || isFocusable(id)
    }

    func hasGlobalAttribute(_ id: NodeID, role: String?) -> Bool {
        let attributes = page.attributes(id)
        return AccessibleRole.globalAttributes.contains { name in
            guard attributes[name] != nil else { return false }
            return switch name {
            case "aria-label", "aria-labelledby": !AccessibleRole.withoutLabel.contains(role ?? "")
            case "aria-roledescription": role != "generic"
            default: true
            }
        }
    }

    func hasTabIndex(_ id: NodeID) -> Bool { page.attribute("tabindex", of: id).flatMap(Double.init) != nil }

    func isFocusable(_ id: NodeID) -> Bool {
        if isNativelyDisabled(id) { return false }
        if hasTabIndex(id) { return true }
        return switch page.tag(id) {
        case "button", "details", "select", "textarea": true
        case "a", "area": page.attribute("href", of: id) != nil
        case "input": page.attribute("hidden", of: id) == nil
        default: false
        }
    }
}

/// Tables of the role rules.
enum AccessibleRole {
    static let known = Set(
        """
        alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
        complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid
        gridcell group heading img insertion link list listbox listitem log main mark marquee math meter menu menubar
        menuitem menuitemcheckbox menuitemradio navigation none note option paragraph presentation progressbar radio
        radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong
        subscript superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid
        treeitem
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let sharesPresentation: [String: [String]] = [
        "dd": ["dl", "div"], "div": ["dl"], "dt": ["dl", "div"], "li": ["ol", "ul"], "tbody": ["table"], "td": ["tr"],
        "tfoot": ["table"], "th": ["tr"], "thead": ["table"], "tr": ["thead", "tbody", "tfoot", "table"],
    ]

    static let globalAttributes = [
        "aria-atomic", "aria-busy", "aria-controls", "aria-current", "aria-describedby", "aria-details",
        "aria-dropeffect", "aria-flowto", "aria-grabbed", "aria-hidden", "aria-keyshortcuts", "aria-label",
        "aria-labelledby", "aria-live", "aria-owns", "aria-relevant", "aria-roledescription",
    ]

    /// Roles on which a label says nothing, so that it is no reason to keep them.
    static let withoutLabel: Set<String> = [
        "caption", "code", "deletion", "emphasis", "generic", "insertion", "paragraph", "presentation", "strong",
        "subscript", "superscript",
    ]
}
