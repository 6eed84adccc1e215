package import Evidence

/// Longer texts are cut: past this length they are content, which changes, not names.
private let textLimit = 200
/// Bytes of a box in which the element's own text is looked for, to leave it out of its context.
private let boxLimit = 2000

extension ElementFingerprint {
    /// Reads the element from a snapshot. Geometry is not in a snapshot, so that it is left out.
    package init(of id: PageSnapshot.NodeID, in page: PageSnapshot, testIDAttribute: String = "data-testid") {
        self.init(of: id, in: PageIndex(page, testIDAttribute: testIDAttribute))
    }

    package init(of id: PageSnapshot.NodeID, in index: PageIndex) {
        let page = index.page
        let own = page.attributes(id)
        var attributes: [String: String] = [:]
        for name in ["id", "class", "name", "placeholder", "href", "alt", "title", "autocomplete"] {
            attributes[name] = own[name]
        }
        let tag = page.tag(id) ?? ""
        let text = index.normalizedTexts[id]
        attributes["tag"] = tag
        attributes["type"] = tag == "input" ? page.inputType(id) : own["type"]
        attributes["text"] = String(text.prefix(textLimit))
        attributes["accessibleName"] = String(index.accessibleName(of: id).prefix(textLimit))
        attributes["role"] = index.role(of: id)
        attributes["testId"] = index.testID(of: id)
        attributes["label"] = index.labelTexts(of: id).joined(separator: " ").whitespaceNormalized
        // What a person typed is no property of the element; what a button shows is.
        attributes["value"] = PageIndex.valueIsName(of: id, in: page) ? page.value(id) : nil
        attributes["isButton"] = index.role(of: id) == "button" ? "yes" : "no"
        attributes.merge(index.paths(of: id)) { $1 }
        attributes.merge(index.surroundings(of: id, text: text)) { $1 }
        self.init(attributes: attributes.filter { !$0.value.isEmpty })
    }
}

extension PageIndex {
    fileprivate static func valueIsName(of id: NodeID, in page: PageSnapshot) -> Bool {
        page.tag(id) == "input" && ["button", "submit", "reset", "radio", "checkbox"].contains(page.inputType(id))
            || page.tag(id) == "option" || page.tag(id) == "button"
    }

    /// `xpath` from the document down, `indexedXPath` from the nearest ancestor or self with an id.
    fileprivate func paths(of id: NodeID) -> [String: String] {
        let chain = [id] + page.ancestors(id)
        let steps = chain.map { "\(page.tag($0) ?? "")[\(page.positionAmongSameTag($0))]" }
        let absolute = "/" + steps.reversed().joined(separator: "/")
        let anchored = chain.firstIndex { !(page.attribute("id", of: $0) ?? "").isEmpty }
        let indexed = anchored.map { anchor in
            let rest = steps[..<anchor].reversed().map { "/" + $0 }.joined()
            return "//*[@id='\(page.attribute("id", of: chain[anchor]) ?? "")']\(rest)"
        }
        return [
            "xpath": absolute, "indexedXPath": indexed ?? absolute,
            "siblingPosition": "\(page.positionAmongSameTag(id))",
        ]
    }

    fileprivate func surroundings(of id: NodeID, text: String) -> [String: String] {
        let ancestors = page.ancestors(id)
        let landmarks = ancestors.filter { Self.landmarkRoles.contains(role(of: $0) ?? "") }.reversed().map {
            landmark in
            let name = accessibleName(of: landmark)
            return (role(of: landmark) ?? "") + (name.isEmpty ? "" : " \(name.prefix(40))")
        }
        let form = ancestors.first { page.tag($0) == "form" }.map { form in
            ["id", "name", "aria-label", "action"].lazy.compactMap { self.page.attribute($0, of: form) }
                .first { !$0.isEmpty } ?? "form"
        }
        let box = ancestors.first { normalizedTexts[$0].utf8.count > text.utf8.count }
        return [
            "landmarks": landmarks.joined(separator: " > "), "form": form ?? "",
            "neighborTextAbove": siblingText(page.previousElement(id)),
            "neighborTextBelow": siblingText(page.nextElement(id)),
            "neighborTextLeft": nearestText(before: id), "neighborTextRight": nearestText(after: id),
            "context": box.map { context(in: $0, without: text) } ?? "",
        ]
    }

    private func siblingText(_ id: NodeID?) -> String {
        id.map { String(normalizedTexts[$0].prefix(textLimit)) } ?? ""
    }

    private func context(in box: NodeID, without text: String) -> String {
        let whole = String(decoding: normalizedTexts[box].utf8.prefix(boxLimit), as: UTF8.self)
        guard !text.isEmpty, let own = whole.firstRange(of: text) else { return String(whole.prefix(textLimit)) }
        return String(
            (whole[..<own.lowerBound] + " " + whole[own.upperBound...]).whitespaceNormalized.prefix(textLimit))
    }

    private func nearestText(before id: NodeID) -> String {
        page.nodes.indices.prefix(id).last(where: isReadable).map { normalizedTexts[$0] } ?? ""
    }

    private func nearestText(after id: NodeID) -> String {
        var last = id
        while let child = page.nodes[last].children.last { last = child }
        return page.nodes.indices.dropFirst(last + 1).first(where: isReadable).map { texts[$0].whitespaceNormalized }
            ?? ""
    }

    private func isReadable(_ node: NodeID) -> Bool {
        guard case .text(let text) = page.nodes[node].content, text.contains(where: { !$0.isWhitespace }),
            let parent = page.nodes[node].parent
        else { return false }
        return page.isElement(parent) ? isVisible(parent) && !isTextSkipped(parent) : true
    }

    private static let landmarkRoles: Set = [
        "banner", "complementary", "contentinfo", "dialog", "form", "main", "navigation", "region", "search",
    ]
}

extension PageSnapshot {
    /// 1 for the first among its siblings of the same tag, as XPath counts.
    func positionAmongSameTag(_ id: NodeID) -> Int {
        guard let parent = nodes[id].parent else { return 1 }
        return nodes[parent].children.prefix { $0 != id }.count { tag($0) == tag(id) } + 1
    }
}
