import Evidence

/// Names that HTML gives its elements: labels, captions, legends, alternative texts, values of buttons.
extension AccessibleName {
    /// Nil when the element has no native naming of its own, so that content and title decide.
    mutating func nativeText(of id: Int, references: [Int], purpose: Purpose) -> String? {
        let isUnreferenced = references.isEmpty
        let labels = index.labels(of: id)
        switch page.tag(id) {
        case "input" where ["button", "submit", "reset"].contains(page.inputType(id)):
            visited.insert(id)
            return buttonText(of: id)
        case "input" where page.inputType(id) == "file":
            visited.insert(id)
            return labels.isEmpty || purpose.isLabelledBy ? "Choose File" : text(ofLabels: labels)
        case "input" where page.inputType(id) == "image":
            visited.insert(id)
            if !labels.isEmpty, !purpose.isLabelledBy { return text(ofLabels: labels) }
            return firstFilled(["alt", "title"], of: id) ?? "Submit"
        case "button" where isUnreferenced && !labels.isEmpty:
            visited.insert(id)
            return text(ofLabels: labels)
        case "output" where isUnreferenced:
            visited.insert(id)
            return labels.isEmpty ? page.attribute("title", of: id) ?? "" : text(ofLabels: labels)
        case "textarea", "select", "input", "meter", "progress":
            guard isUnreferenced else { return nil }
            visited.insert(id)
            return labels.isEmpty ? hint(of: id) : text(ofLabels: labels)
        case "fieldset" where isUnreferenced: return text(ofChild: "legend", of: id, or: "title")
        case "figure" where isUnreferenced: return text(ofChild: "figcaption", of: id, or: "title")
        case "img", "area":
            visited.insert(id)
            return firstFilled(["alt", "title"], of: id) ?? ""
        case "table":
            if let caption = child("caption", of: id) { return text(of: caption, asNativeTextOf: id) }
            return firstFilled(["summary"], of: id)
        default: return drawingText(of: id)
        }
    }

    private func buttonText(of id: Int) -> String {
        let value = page.value(id)
        if !value.whitespaceNormalized.isEmpty { return value }
        return switch page.inputType(id) {
        case "submit": "Submit"
        case "reset": "Reset"
        default: page.attribute("title", of: id) ?? ""
        }
    }

    /// Title, else placeholder where the control shows one.
    private func hint(of id: Int) -> String {
        let title = page.attribute("title", of: id) ?? ""
        let showsPlaceholder =
            page.tag(id) == "textarea"
            || page.tag(id) == "input"
                && ["text", "password", "number", "search", "tel", "email", "url"].contains(page.inputType(id))
        return showsPlaceholder && title.isEmpty ? page.attribute("placeholder", of: id) ?? "" : title
    }

    private mutating func text(ofLabels labels: [Int]) -> String {
        labels.map { text(of: $0, as: .label(isHidden: index.isHiddenFromRoles($0))) }
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private mutating func text(ofChild tag: String, of id: Int, or attribute: String) -> String {
        if let child = child(tag, of: id) { return text(of: child, asNativeTextOf: id) }
        visited.insert(id)
        return page.attribute(attribute, of: id) ?? ""
    }

    private mutating func text(of child: Int, asNativeTextOf id: Int) -> String {
        visited.insert(id)
        return text(of: child, as: .nativeText(isHidden: index.isHiddenFromRoles(child)))
    }

    /// The `title` child of an SVG element.
    private mutating func drawingText(of id: Int) -> String? {
        let isDrawing = page.tag(id) == "svg" || page.ancestors(id).contains { page.tag($0) == "svg" }
        guard isDrawing, let title = child("title", of: id) else { return nil }
        visited.insert(id)
        return page.textContent(title)
    }

    private func child(_ tag: String, of id: Int) -> Int? { page.childElements(id).first { page.tag($0) == tag } }

    private func firstFilled(_ attributes: [String], of id: Int) -> String? {
        attributes.lazy.compactMap { page.attribute($0, of: id) }.first { !$0.whitespaceNormalized.isEmpty }
    }

    /// Text of children, of the shadow tree and of what `aria-owns` names.
    mutating func contentText(of id: Int, purpose: Purpose) -> String {
        if page.tag(id) == "slot" {
            let assigned = assignedNodes(of: id)
            if !assigned.isEmpty { return assigned.map { piece($0, purpose) }.joined() }
        }
        let shadow = page.shadowRoot(of: id)
        var children = shadow == nil ? page.lightChildren(id) : []
        if let shadow { children += page.nodes[shadow].children }
        children += index.references(page.attribute("aria-owns", of: id), from: id)
        return children.map { piece($0, purpose) }.joined()
    }

    private mutating func piece(_ node: Int, _ purpose: Purpose) -> String {
        switch page.nodes[node].content {
        case .text(let text): return text
        case .shadowRoot, .document: return ""
        case .element(let tag, _):
            let own = text(of: node, as: purpose)
            let isApart = breaks == .aroundElements || tag == "br" || page.isBlockLike(node)
            return isApart ? " \(own) " : own
        }
    }

    private func assignedNodes(of slot: Int) -> [Int] {
        let root = page.treeScope(slot)
        guard page.nodes[root].content == .shadowRoot, let host = page.nodes[root].parent else { return [] }
        let name = page.attribute("name", of: slot) ?? ""
        return page.lightChildren(host).filter {
            page.isElement($0) ? (page.attribute("slot", of: $0) ?? "") == name : name.isEmpty
        }
    }

    static let unnamedRoles: Set<String> = [
        "caption", "code", "definition", "deletion", "emphasis", "generic", "insertion", "mark", "paragraph",
        "presentation", "strong", "subscript", "suggestion", "superscript", "term", "time",
    ]
    static let namedByContent: Set<String> = [
        "button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "menuitem", "menuitemcheckbox",
        "menuitemradio", "option", "radio", "row", "rowheader", "switch", "tab", "tooltip", "treeitem",
    ]
    static let readInsideOthers: Set<String> = [
        "", "caption", "code", "contentinfo", "definition", "deletion", "emphasis", "insertion", "list", "listitem",
        "mark", "none", "paragraph", "presentation", "region", "row", "rowgroup", "section", "strong", "subscript",
        "superscript", "table", "term", "time",
    ]
}
