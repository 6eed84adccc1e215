package import Evidence

/// A page as text: one line for each role with its name, states and text, in the form of Playwright's ARIA snapshots. For readers,
/// and for rules that look for words; it is not meant to be parsed. Source: `ariaSnapshot.ts` of Playwright 1.63.
///
/// A snapshot has no style sheets, so that what only they hide is here.
package struct AriaSnapshot {
    /// Characters of one name or text; what is longer is an article or data.
    private static let textLimit = 900
    /// Of a page: what is beyond is not looked at.
    private static let nodeLimit = 20_000, depthLimit = 200, workLimit = 16 << 20

    private let index: PageIndex
    private let limitBytes: Int
    private var lines: [String] = []
    private var bytes = 0

    /// - Returns: nil when there is no page: nothing was loaded yet.
    package static func text(of page: PageSnapshot, limitBytes: Int = 64 << 10) -> String? {
        let isLoaded = !page.url.isEmpty && !page.url.hasPrefix("about:") && !page.nodes.isEmpty
        guard isLoaded else { return nil }
        let beginning = page.beginning(nodes: nodeLimit, depth: depthLimit, work: workLimit)
        var snapshot = Self(index: PageIndex(beginning), limitBytes: limitBytes)
        for part in joined(snapshot.pieces(of: 0)) { snapshot.write(part, depth: 0) }
        return snapshot.lines.joined(separator: "\n")
    }

    private init(index: PageIndex, limitBytes: Int) {
        self.index = index
        self.limitBytes = limitBytes
    }

    /// What one line says, with what is within.
    private struct Entry {
        var head: String
        var parts: [Part]
    }

    private enum Part {
        case text(String)
        case property(name: String, value: String)
        case entry(Entry)
    }

    // MARK: Reading

    /// What an element holds, text in pieces as it stands there.
    private func pieces(of id: Int) -> [Part] {
        index.page.nodes[id].children.flatMap { child in
            switch index.page.nodes[child].content {
            case .text(let text): [Part.text(text)]
            case .shadowRoot, .document: pieces(of: child)
            case .element: pieces(ofElement: child)
            }
        }
    }

    private func pieces(ofElement id: Int) -> [Part] {
        let page = index.page
        guard !index.isHiddenFromRoles(id), page.tag(id) != "head", !isHiddenByClass(id) else { return [] }
        if page.tag(id) == "html" { return pieces(of: id) }
        let role = page.tag(id) == "iframe" ? "iframe" : index.role(of: id)
        if let role, !PageIndex.isPresentational(role) { return [.entry(entry(of: id, role: role))] }
        if page.tag(id) == "br" { return [.text(" ")] }
        guard page.isBlockLike(id) else { return pieces(of: id) }
        let inner = Self.joined(pieces(of: id))
        // A block that holds a single entry says nothing of its own.
        if inner.count == 1, case .entry = inner[0] { return inner }
        return inner.isEmpty ? [.text(" ")] : [.entry(Entry(head: "generic", parts: inner))]
    }

    private func entry(of id: Int, role: String) -> Entry {
        let page = index.page
        let name = String(index.accessibleName(of: id).prefix(Self.textLimit))
        var head = name.isEmpty ? role : "\(role) \"\(name.replacing("\"", with: "\\\""))\""
        head += states(of: id)
        var parts: [Part] = []
        if role == "link", let address = page.attribute("href", of: id) {
            parts.append(.property(name: "/url", value: String(address.prefix(Self.textLimit))))
        }
        if role == "textbox", let hint = page.attribute("placeholder", of: id), hint != name, !hint.isEmpty {
            parts.append(.property(name: "/placeholder", value: String(hint.prefix(Self.textLimit))))
        }
        if page.tag(id) == "input" || page.tag(id) == "textarea", !Self.valueless.contains(page.inputType(id)) {
            parts += Self.joined([.text(shownValue(of: id))])
        } else {
            let inner = Self.joined(pieces(of: id))
            if inner.count == 1, case .text(let text) = inner[0], text == name {
                return Entry(head: head, parts: parts)
            }
            parts += inner
        }
        return Entry(head: head, parts: parts)
    }

    /// What was typed into a password field stays out, as on the screen.
    private func shownValue(of id: Int) -> String {
        let value = index.page.value(id)
        return index.page.inputType(id) == "password" && !value.isEmpty ? "••••" : value
    }

    private static let valueless: Set = ["checkbox", "radio", "file", "button", "submit", "reset", "image"]

    private func states(of id: Int) -> String {
        var states = ""
        switch index.checked(id) {
        case .yes: states += " [checked]"
        case .mixed: states += " [checked=mixed]"
        case .no: break
        }
        if index.isDisabled(id) { states += " [disabled]" }
        if index.isExpanded(id) == true { states += " [expanded]" }
        if index.level(id) > 0 { states += " [level=\(index.level(id))]" }
        if index.pressed(id) == .yes { states += " [pressed]" }
        if index.isSelected(id) { states += " [selected]" }
        return states
    }

    /// Names that the two style sheets in widest use give to what is not there, unless for some widths of the window only.
    private func isHiddenByClass(_ id: Int) -> Bool {
        let names = (index.page.attribute("class", of: id) ?? "").split(whereSeparator: \.isWhitespace)
        let isHidden = names.contains("hidden") || names.contains("d-none")
        return isHidden && !names.contains { $0.contains(":") || $0.hasPrefix("d-") && $0 != "d-none" }
    }

    /// Texts beside each other are one; those without words are none.
    private static func joined(_ parts: [Part]) -> [Part] {
        var joined: [Part] = []
        var text = ""
        func close() {
            let words = String(text.whitespaceNormalized.prefix(textLimit))
            if !words.isEmpty { joined.append(.text(words)) }
            text = ""
        }
        for part in parts {
            switch part {
            case .text(let next): text += next
            case .property, .entry:
                close()
                joined.append(part)
            }
        }
        close()
        return joined
    }

    // MARK: Writing

    private mutating func write(_ part: Part, depth: Int) {
        switch part {
        case .text(let text): write("text: \(text)", depth: depth)
        case .property(let name, let value): write("\(name): \(value)", depth: depth)
        case .entry(let entry):
            if entry.parts.count == 1, case .text(let text) = entry.parts[0] {
                return write("\(entry.head): \(text)", depth: depth)
            }
            write(entry.parts.isEmpty ? entry.head : "\(entry.head):", depth: depth)
            for inner in entry.parts { write(inner, depth: depth + 1) }
        }
    }

    private mutating func write(_ line: String, depth: Int) {
        guard bytes < limitBytes else { return }
        lines.append(String(repeating: "  ", count: depth) + "- " + line)
        bytes += 2 * depth + line.utf8.count + 3
    }
}
