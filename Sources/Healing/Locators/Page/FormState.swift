import Evidence

/// The live state of form controls. A trace records it in attributes of its own beside those of the page, since the
/// attributes of the page say only how the control began. Source: `snapshotterInjected.ts` of Playwright.
extension PageSnapshot {
    /// The type of an `input` as its property gives it: lower case, `text` when absent or unknown.
    func inputType(_ id: NodeID) -> String {
        guard let type = attribute("type", of: id)?.lowercased() else { return "text" }
        return Self.inputTypes.contains(type) ? type : "text"
    }

    func value(_ id: NodeID) -> String {
        if let recorded = attribute("__playwright_value_", of: id) { return recorded }
        return tag(id) == "textarea" ? textContent(id) : attribute("value", of: id) ?? ""
    }

    func isChecked(_ id: NodeID) -> Bool {
        recordedFlag("__playwright_checked_", of: id) ?? (attribute("checked", of: id) != nil)
    }

    func isSelected(_ id: NodeID) -> Bool {
        recordedFlag("__playwright_selected_", of: id) ?? (attribute("selected", of: id) != nil)
    }

    func isDialogOpen(_ id: NodeID) -> Bool {
        attribute("open", of: id) != nil || attribute("__playwright_dialog_open_", of: id) != nil
    }

    func isPopoverOpen(_ id: NodeID) -> Bool { recordedFlag("__playwright_popover_open_", of: id) ?? false }

    /// `input`, `textarea`, `select` and what else a label may name. Source: HTML, "labelable elements".
    func isLabelable(_ id: NodeID) -> Bool {
        switch tag(id) {
        case "input": inputType(id) != "hidden"
        case "button", "meter", "output", "progress", "select", "textarea": true
        default: false
        }
    }

    private func recordedFlag(_ name: String, of id: NodeID) -> Bool? { attribute(name, of: id).map { $0 != "false" } }

    private static let inputTypes: Set<String> = [
        "button", "checkbox", "color", "date", "datetime-local", "email", "file", "hidden", "image", "month", "number",
        "password", "radio", "range", "reset", "search", "submit", "tel", "text", "time", "url", "week",
    ]
}
