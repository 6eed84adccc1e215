import Evidence

@testable import Locators

/// Builds snapshots out of markup, so that a test shows the page it speaks of. It reads well-formed markup only; a
/// `shadow-root` element becomes the shadow root of its parent and a `frame-document` element the document of its frame.
struct Markup {
    private(set) var nodes: [PageSnapshot.Node] = []
    private var rest: Substring

    static func page(_ body: String, url: String = "http://localhost/") -> PageSnapshot {
        var reader = Markup(rest: "<html><head><title>Page</title></head><body>\(body)</body></html>")
        reader.readChildren(of: nil)
        return PageSnapshot(url: url, nodes: reader.nodes)
    }

    private init(rest: String) { self.rest = rest[...] }

    private mutating func readChildren(of parent: Int?) {
        while !rest.isEmpty, !rest.hasPrefix("</") {
            if rest.hasPrefix("<") {
                readElement(in: parent)
            } else {
                let text = rest.prefix { $0 != "<" }
                rest = rest.dropFirst(text.count)
                add(.text(String(text).replacing("&lt;", with: "<").replacing("&amp;", with: "&")), to: parent)
            }
        }
        if let end = rest.firstIndex(of: ">") { rest = rest[end...].dropFirst() }
    }

    private mutating func readElement(in parent: Int?) {
        rest = rest.dropFirst()
        let tag = take { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        var attributes: [String: String] = [:]
        while true {
            _ = take(\.isWhitespace)
            if rest.hasPrefix(">") || rest.hasPrefix("/>") { break }
            let name = take { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "/" }
            guard rest.hasPrefix("=") else {
                attributes[name] = ""
                continue
            }
            let quote = rest.dropFirst().first ?? "\""
            rest = rest.dropFirst(2)
            attributes[name] = take { $0 != quote }
            rest = rest.dropFirst()
        }
        let isClosed = rest.hasPrefix("/>") || ["br", "hr", "img", "input"].contains(tag)
        rest = rest.dropFirst(rest.hasPrefix("/>") ? 2 : 1)
        let id: Int
        switch tag {
        case "shadow-root": id = add(.shadowRoot, to: parent)
        case "frame-document": id = add(.document(url: attributes["url"] ?? ""), to: parent)
        default: id = add(.element(tag: tag, attributes: attributes), to: parent)
        }
        if !isClosed { readChildren(of: id) }
    }

    private mutating func take(_ condition: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: condition)
        rest = rest.dropFirst(taken.count)
        return String(taken)
    }

    @discardableResult
    private mutating func add(_ content: PageSnapshot.Node.Content, to parent: Int?) -> Int {
        nodes.append(PageSnapshot.Node(content: content, parent: parent))
        if let parent { nodes[parent].children.append(nodes.count - 1) }
        return nodes.count - 1
    }
}

extension PageSnapshot {
    /// The element marked `mark="name"`, or 0, which no test means.
    func marked(_ name: String = "it") -> NodeID { nodes.indices.first { attributes($0)["mark"] == name } ?? 0 }

    /// Marks of the elements, in the order given.
    func marks(_ ids: [NodeID]?) -> String {
        ids.map { $0.map { attributes($0)["mark"] ?? "?" }.joined(separator: " ") } ?? "nil"
    }
}
