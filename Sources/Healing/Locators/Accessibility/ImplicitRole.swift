import Evidence

/// The role that an element has by its tag and attributes. Source: HTML-AAM, in the reading of Playwright's `roleUtils.ts`.
extension PageIndex {
    func implicitRole(of id: NodeID) -> String? {
        guard let tag = page.tag(id) else { return nil }
        if let fixed = Self.fixedRoles[tag] { return fixed }
        return switch tag {
        case "a", "area": page.attribute("href", of: id) != nil ? "link" : nil
        case "footer": isInSectioning(id) ? nil : "contentinfo"
        case "header": isInSectioning(id) ? nil : "banner"
        case "form": hasExplicitName(id) ? "form" : nil
        case "section": hasExplicitName(id) ? "region" : nil
        case "img": imageRole(of: id)
        case "input": inputRole(of: id)
        case "select": isListBox(id) ? "listbox" : "combobox"
        case "td": isInGrid(id) ? "gridcell" : "cell"
        case "th": headerCellRole(of: id)
        default: nil
        }
    }

    private func hasExplicitName(_ id: NodeID) -> Bool {
        page.attribute("aria-label", of: id) != nil || page.attribute("aria-labelledby", of: id) != nil
    }

    private func isInSectioning(_ id: NodeID) -> Bool {
        page.ancestors(id).contains { ancestor in
            guard let role = page.attribute("role", of: ancestor) else {
                return hasTag("article", "aside", "main", "nav", "section", of: ancestor)
            }
            return ["article", "complementary", "main", "navigation", "region"].contains(role)
        }
    }

    /// An empty alternative text marks decoration, unless something else shows that the image matters.
    private func imageRole(of id: NodeID) -> String {
        let isDecoration =
            page.attribute("alt", of: id) == "" && (page.attribute("title", of: id) ?? "").isEmpty
            && !hasGlobalAttribute(id, role: nil) && !hasTabIndex(id)
        return isDecoration ? "presentation" : "img"
    }

    private func inputRole(of id: NodeID) -> String? {
        let type = page.inputType(id)
        switch type {
        case "email", "search", "tel", "text", "url":
            if let list = references(page.attribute("list", of: id), from: id).first, hasTag("datalist", of: list) {
                return "combobox"
            }
            return type == "search" ? "searchbox" : "textbox"
        case "hidden": return nil
        case "button", "file", "image", "reset", "submit": return "button"
        case "checkbox", "radio": return type
        case "number": return "spinbutton"
        case "range": return "slider"
        default: return "textbox"
        }
    }

    private func isListBox(_ id: NodeID) -> Bool {
        page.attribute("multiple", of: id) != nil || (page.attribute("size", of: id).flatMap { Int($0) } ?? 0) > 1
    }

    private func isInGrid(_ id: NodeID) -> Bool {
        guard let table = page.ancestors(id).first(where: { page.tag($0) == "table" }) else { return false }
        return ["grid", "treegrid"].contains(explicitRole(of: table))
    }

    private func headerCellRole(of id: NodeID) -> String? {
        switch page.attribute("scope", of: id) {
        case "col", "colgroup": return "columnheader"
        case "row", "rowgroup": return "rowheader"
        default: break
        }
        let next = page.nextElement(id)
        let previous = page.previousElement(id)
        if next == nil, previous == nil { return isOnlyRow(of: id) ? nil : "columnheader" }
        func isHeader(_ cell: NodeID?) -> Bool { cell.map { page.tag($0) == "th" } ?? false }
        func holdsData(_ cell: NodeID?) -> Bool {
            guard let cell, page.tag(cell) == "td" else { return false }
            return !page.childElements(cell).isEmpty || !page.textContent(cell).whitespaceNormalized.isEmpty
        }
        if isHeader(next), isHeader(previous) { return "columnheader" }
        return holdsData(next) || holdsData(previous) ? "rowheader" : "columnheader"
    }

    private func isOnlyRow(of cell: NodeID) -> Bool {
        guard let row = page.parentElement(cell), page.tag(row) == "tr",
            let table = page.ancestors(row).first(where: { page.tag($0) == "table" })
        else { return false }
        return page.descendants(of: table).filter { page.tag($0) == "tr" }.count <= 1
    }

    private static let fixedRoles: [String: String] = [
        "article": "article", "aside": "complementary", "blockquote": "blockquote", "button": "button",
        "caption": "caption", "code": "code", "datalist": "listbox", "dd": "definition", "del": "deletion",
        "details": "group", "dfn": "term", "dialog": "dialog", "dt": "term", "em": "emphasis", "fieldset": "group",
        "figure": "figure", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
        "h6": "heading", "hr": "separator", "html": "document", "ins": "insertion", "li": "listitem", "main": "main",
        "mark": "mark", "math": "math", "menu": "list", "meter": "meter", "nav": "navigation", "ol": "list",
        "optgroup": "group", "option": "option", "output": "status", "p": "paragraph", "progress": "progressbar",
        "search": "search", "strong": "strong", "sub": "subscript", "sup": "superscript", "svg": "img",
        "table": "table", "tbody": "rowgroup", "textarea": "textbox", "tfoot": "rowgroup", "thead": "rowgroup",
        "time": "time", "tr": "row", "ul": "list",
    ]
}
