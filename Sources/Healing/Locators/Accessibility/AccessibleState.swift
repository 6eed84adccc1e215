import Evidence

/// States that `getByRole` can ask for. Source: `roleUtils.ts` of Playwright.
extension PageIndex {
    enum Tristate: String, Hashable, Sendable { case yes = "true", no = "false", mixed }

    /// `indeterminate` is a property without an attribute, so that a native mixed box reads as unchecked.
    func checked(_ id: NodeID) -> Tristate {
        if page.tag(id) == "input", ["checkbox", "radio"].contains(page.inputType(id)) {
            return page.isChecked(id) ? .yes : .no
        }
        guard Self.checkable.contains(role(of: id) ?? "") else { return .no }
        return page.attribute("aria-checked", of: id).flatMap(Tristate.init) ?? .no
    }

    func pressed(_ id: NodeID) -> Tristate {
        role(of: id) == "button" ? page.attribute("aria-pressed", of: id).flatMap(Tristate.init) ?? .no : .no
    }

    func isSelected(_ id: NodeID) -> Bool {
        if page.tag(id) == "option" { return page.isSelected(id) }
        return Self.selectable.contains(role(of: id) ?? "")
            && page.attribute("aria-selected", of: id)?.lowercased() == "true"
    }

    func isExpanded(_ id: NodeID) -> Bool? {
        if page.tag(id) == "details" { return page.attribute("open", of: id) != nil }
        guard Self.expandable.contains(role(of: id) ?? "") else { return nil }
        return page.attribute("aria-expanded", of: id).map { $0 == "true" }
    }

    /// 0 when the element has no level.
    func level(_ id: NodeID) -> Int {
        if let tag = page.tag(id), tag.count == 2, tag.hasPrefix("h"), let level = Int(tag.dropFirst()), level < 7 {
            return level
        }
        guard Self.levelled.contains(role(of: id) ?? "") else { return 0 }
        return page.attribute("aria-level", of: id).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 0
    }

    package func isDisabled(_ id: NodeID) -> Bool {
        if isNativelyDisabled(id) { return true }
        guard Self.disableable.contains(role(of: id) ?? "") else { return false }
        for ancestor in [id] + page.ancestors(id) {
            switch page.attribute("aria-disabled", of: ancestor)?.lowercased() {
            case "true": return true
            case "false": return false
            default: continue
            }
        }
        return false
    }

    func isNativelyDisabled(_ id: NodeID) -> Bool {
        guard hasTag("button", "input", "select", "textarea", "option", "optgroup", of: id) else { return false }
        if page.attribute("disabled", of: id) != nil { return true }
        let ancestors = page.ancestors(id)
        if page.tag(id) == "option",
            ancestors.contains(where: { page.tag($0) == "optgroup" && page.attribute("disabled", of: $0) != nil })
        {
            return true
        }
        let fieldset = ancestors.first { page.tag($0) == "fieldset" && page.attribute("disabled", of: $0) != nil }
        guard let fieldset else { return false }
        let legend = page.childElements(fieldset).first { page.tag($0) == "legend" }
        return legend.map { !page.contains($0, id) } ?? true
    }

    static let checkable: Set = [
        "checkbox", "menuitemcheckbox", "option", "radio", "switch", "menuitemradio", "treeitem",
    ]
    static let selectable: Set = ["gridcell", "option", "row", "tab", "rowheader", "columnheader", "treeitem"]
    static let levelled: Set = ["heading", "listitem", "row", "treeitem"]
    static let expandable: Set = [
        "application", "button", "checkbox", "combobox", "gridcell", "link", "listbox", "menuitem", "row", "rowheader",
        "tab", "treeitem", "columnheader", "menuitemcheckbox", "menuitemradio", "switch",
    ]
    private static let disableable: Set = [
        "application", "button", "composite", "gridcell", "group", "input", "link", "menuitem", "scrollbar",
        "separator", "tab", "checkbox", "columnheader", "combobox", "grid", "listbox", "menu", "menubar",
        "menuitemcheckbox", "menuitemradio", "option", "radio", "radiogroup", "row", "rowheader", "searchbox", "select",
        "slider", "spinbutton", "switch", "tablist", "textbox", "toolbar", "tree", "treegrid", "treeitem",
    ]
}
