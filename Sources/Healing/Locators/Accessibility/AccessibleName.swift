import Evidence

extension PageIndex {
    /// Where the text of neighbouring elements is kept apart by a space. Style sheets decide it and a snapshot has none, so
    /// that a name which differs between the two is not certain.
    enum WordBreaks: Hashable, Sendable {
        /// Around what browsers render as a block by default.
        case aroundBlocks
        /// Around every element, as in a flex container.
        case aroundElements
    }

    /// The accessible name, white space normalised; empty when there is none. Source: accname 1.2, in the reading of
    /// Playwright's `roleUtils.ts`. Generated content of style sheets is not in a snapshot.
    package func accessibleName(of id: NodeID, includingHidden: Bool = false) -> String {
        name(of: id, includingHidden: includingHidden, breaks: .aroundBlocks)
    }

    /// The name does not depend on style sheets that the snapshot does not show.
    func isNameCertain(of id: NodeID) -> Bool {
        name(of: id, includingHidden: false, breaks: .aroundBlocks)
            == name(of: id, includingHidden: false, breaks: .aroundElements)
    }

    /// `aria-describedby`, else `aria-description`, else the title.
    func accessibleDescription(of id: NodeID) -> String {
        guard let list = page.attribute("aria-describedby", of: id) else {
            return (page.attribute("aria-description", of: id) ?? page.attribute("title", of: id) ?? "")
                .whitespaceNormalized
        }
        return references(list, from: id).map { described in
            var reading = AccessibleName(index: self, isHiddenIncluded: false, breaks: .aroundBlocks)
            return reading.text(of: described, as: .nativeText(isHidden: isHiddenFromRoles(described)))
        }.joined(separator: " ").whitespaceNormalized
    }

    func name(of id: NodeID, includingHidden: Bool, breaks: WordBreaks) -> String {
        guard page.isElement(id), !AccessibleName.unnamedRoles.contains(role(of: id) ?? "") else { return "" }
        var reading = AccessibleName(index: self, isHiddenIncluded: includingHidden, breaks: breaks)
        return reading.text(of: id, as: .target).whitespaceNormalized
    }
}

/// One computation of a text alternative; it visits each element once.
struct AccessibleName {
    /// Why an element's text is asked for. A hidden element speaks only where it was referred to directly.
    enum Purpose: Hashable {
        case target, descendant
        case labelledBy(isHidden: Bool), label(isHidden: Bool), nativeText(isHidden: Bool)

        var isReferenceToHidden: Bool {
            switch self {
            case .labelledBy(let isHidden), .label(let isHidden), .nativeText(let isHidden): isHidden
            case .target, .descendant: false
            }
        }
        var isLabelledBy: Bool { if case .labelledBy = self { true } else { false } }
        var isLabel: Bool { if case .label = self { true } else { false } }
        var isReference: Bool { self != .target && self != .descendant }
    }

    let index: PageIndex
    let isHiddenIncluded: Bool
    let breaks: PageIndex.WordBreaks
    var visited: Set<Int> = []

    var page: PageSnapshot { index.page }

    mutating func text(of id: Int, as purpose: Purpose) -> String {
        if visited.contains(id) { return "" }
        if !isHiddenIncluded {
            let isIgnored = index.hasTag("style", "script", "noscript", "template", of: id)
            if isIgnored || !purpose.isReferenceToHidden && index.isHiddenFromRoles(id) {
                visited.insert(id)
                return ""
            }
        }
        let references = index.references(page.attribute("aria-labelledby", of: id), from: id)
        if !purpose.isLabelledBy, let name = labelledText(references) { return name }
        let role = index.role(of: id) ?? ""
        if purpose != .target, !index.labels(of: id).contains(id), !references.contains(id),
            let value = embeddedValue(of: id, role: role, purpose: purpose)
        {
            return value
        }
        if let label = page.attribute("aria-label", of: id), !label.whitespaceNormalized.isEmpty {
            visited.insert(id)
            return label
        }
        if !PageIndex.isPresentational(role), let native = nativeText(of: id, references: references, purpose: purpose)
        {
            return native
        }
        if takesContent(role, tag: page.tag(id) ?? "", purpose: purpose) {
            visited.insert(id)
            let content = contentText(of: id, purpose: purpose == .target ? .descendant : purpose)
            if !(purpose == .target ? content.whitespaceNormalized : content).isEmpty { return content }
        }
        visited.insert(id)
        let isTitled = !PageIndex.isPresentational(role) || index.hasTag("iframe", "frame", of: id)
        let title = page.attribute("title", of: id) ?? ""
        return isTitled && !title.whitespaceNormalized.isEmpty ? title : ""
    }

    private mutating func labelledText(_ references: [Int]) -> String? {
        let parts = references.map { text(of: $0, as: .labelledBy(isHidden: index.isHiddenFromRoles($0))) }
        let name = parts.joined(separator: " ")
        return name.isEmpty ? nil : name
    }

    private func takesContent(_ role: String, tag: String, purpose: Purpose) -> Bool {
        if Self.namedByContent.contains(role) || purpose.isReference { return true }
        if tag == "summary", !PageIndex.isPresentational(role) { return true }
        return purpose == .descendant && Self.readInsideOthers.contains(role)
    }

    /// A control inside the named element contributes its value instead of its name.
    private mutating func embeddedValue(of id: Int, role: String, purpose: Purpose) -> String? {
        switch role {
        case "textbox", "searchbox":
            visited.insert(id)
            return index.hasTag("input", "textarea", of: id) ? page.value(id) : page.textContent(id)
        case "combobox", "listbox":
            visited.insert(id)
            let chosen = chosenOptions(of: id, role: role)
            if chosen.isEmpty, page.tag(id) == "input" { return page.value(id) }
            return chosen.map { text(of: $0, as: purpose) }.joined(separator: " ")
        case "progressbar", "scrollbar", "slider", "spinbutton", "meter":
            visited.insert(id)
            return page.attribute("aria-valuetext", of: id) ?? page.attribute("aria-valuenow", of: id)
                ?? page.attribute("value", of: id) ?? ""
        case "menu":
            visited.insert(id)
            return ""
        default: return nil
        }
    }

    private func chosenOptions(of id: Int, role: String) -> [Int] {
        if page.tag(id) == "select" {
            let options = page.descendants(of: id).filter { page.tag($0) == "option" }
            let selected = options.filter(page.isSelected)
            return selected.isEmpty ? Array(options.prefix(1)) : selected
        }
        let owned = { (node: Int) in
            page.descendants(of: node)
                + index.references(page.attribute("aria-owns", of: node), from: node)
                .flatMap { [$0] + page.descendants(of: $0) }
        }
        let listBox = role == "combobox" ? owned(id).first { index.role(of: $0) == "listbox" } : id
        return (listBox.map(owned) ?? []).filter {
            page.attribute("aria-selected", of: $0) == "true" && index.role(of: $0) == "option"
        }
    }
}
