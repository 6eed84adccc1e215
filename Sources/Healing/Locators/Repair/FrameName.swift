import Evidence

/// What tells a frame from the others of its page.
enum FrameName {
    private static let titleLimit = 80

    /// How a test names it: by what is said to people, then by what its makers call it, then by what it shows.
    /// - Returns: nil when nothing that will stay finds it alone.
    static func css(of frame: PageSnapshot.NodeID, in index: PageIndex) -> String? {
        let page = index.page
        let engine = SelectorEngine(index)
        let scope = page.document(of: frame)
        return candidates(for: frame, in: page).first { engine.matches($0, in: scope) == [frame] }
    }

    /// All names that it has, each with its kind.
    static func all(of frame: PageSnapshot.NodeID, in page: PageSnapshot) -> Set<String> {
        let attributes = page.attributes(frame)
        var names = ["title", "name", "id"].compactMap { kind in
            attributes[kind].flatMap { $0.isEmpty ? nil : "\(kind) \($0)" }
        }
        if let address = attributes["src"], let shown = Self.path(of: address) { names.append("path \(shown)") }
        return Set(names)
    }

    private static func candidates(for frame: PageSnapshot.NodeID, in page: PageSnapshot) -> [String] {
        let attributes = page.attributes(frame)
        let tag = page.tag(frame) ?? "iframe"
        var found: [String] = []
        if let title = attributes["title"], isTelling(title) {
            found.append("\(tag)[title=\(CSSText.quoted(title))]")
        }
        if let name = attributes["name"], StableValue.looksStable(name) {
            found.append("\(tag)[name=\(CSSText.quoted(name))]")
        }
        if let id = attributes["id"], StableValue.looksStable(id) { found.append(CSSText.selector(forID: id)) }
        // A trace has the whole address, the page perhaps only its path: both end alike.
        if let address = attributes["src"], let shown = Self.path(of: address), address.hasSuffix(shown),
            shown.split(separator: "/").allSatisfy({ StableValue.looksStable(String($0)) })
        {
            found.append("\(tag)[src$=\(CSSText.quoted(shown))]")
        }
        return found
    }

    /// Numbers in a title are of what is shown today.
    private static func isTelling(_ title: String) -> Bool {
        title.contains(where: \.isLetter) && title.count <= titleLimit
            && !title.contains { $0.isNumber || $0.isNewline || $0 == "\\" }
    }

    /// Of an address with a host, without what is asked for behind it; nil for the root, which tells nothing.
    private static func path(of address: String) -> String? {
        guard let scheme = address.firstRange(of: "://") else { return nil }
        let path = address[scheme.upperBound...].drop { $0 != "/" }.prefix { $0 != "?" && $0 != "#" }
        return path.count > 1 ? String(path) : nil
    }
}
