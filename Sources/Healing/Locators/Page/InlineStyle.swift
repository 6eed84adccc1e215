import Evidence

/// What the `style` attribute and the browser's own style sheet say of an element. Style sheets of the page are not
/// applied: a snapshot holds no computed styles.
extension PageSnapshot {
    /// A declaration of the `style` attribute, lower case, without `!important`.
    func inlineStyle(_ property: String, of id: NodeID) -> String? {
        guard let style = attribute("style", of: id)?.lowercased(), style.contains(property) else { return nil }
        var found: String?
        for declaration in style.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, trimmed(parts[0]) == property else { continue }
            let value = parts[1].split(separator: "!").first ?? ""
            found = trimmed(value)
        }
        return found
    }

    /// `display: none` of the element itself, by its `style` attribute or by the browser's style sheet.
    func isDisplayNone(_ id: NodeID) -> Bool {
        guard let tag = tag(id) else { return false }
        if let display = inlineStyle("display", of: id) { return display == "none" }
        if attribute("hidden", of: id) != nil || Self.neverDisplayed.contains(tag) { return true }
        if tag == "input", inputType(id) == "hidden" { return true }
        if tag == "dialog", !isDialogOpen(id) { return true }
        return attribute("popover", of: id) != nil && !isPopoverOpen(id)
    }

    /// Whether a line or word break separates the element from its neighbours when browsers use their defaults.
    func isBlockLike(_ id: NodeID) -> Bool {
        if let display = inlineStyle("display", of: id) { return display != "inline" }
        return tag(id).map(Self.blockLike.contains) ?? false
    }

    private func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static let neverDisplayed: Set<String> = [
        "area", "base", "basefont", "datalist", "head", "link", "meta", "noembed", "noframes", "noscript", "param",
        "rp", "script", "style", "template", "title",
    ]

    private static let blockLike: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "input", "legend", "li", "main", "menu",
        "meter", "nav", "ol", "optgroup", "option", "p", "pre", "progress", "search", "section", "select", "slot",
        "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
    ]
}
