import Evidence

/// Text of elements as Playwright's text engine reads it. Source: `selectorUtils.ts`, `stringUtils.ts`.
enum ElementText {
    /// One string a node: its own for a text node, that of all descendants, shadow trees last, for an element.
    static func collect(in page: PageSnapshot, skipped: [Bool]) -> [String] {
        var texts = [String](repeating: "", count: page.nodes.count)
        for node in page.nodes.indices.reversed() {
            switch page.nodes[node].content {
            case .text(let text): texts[node] = text
            case .element where skipped[node]: break
            case .element(let tag, _):
                if tag == "input", ["submit", "button", "reset"].contains(page.inputType(node)) {
                    texts[node] = page.value(node)
                } else {
                    let light = page.lightChildren(node).filter { !page.isDocument($0) }
                    texts[node] = light.map { texts[$0] }.joined()
                    if let root = page.shadowRoot(of: node) { texts[node] += texts[root] }
                }
            case .shadowRoot: texts[node] = page.nodes[node].children.map { texts[$0] }.joined()
            case .document: break
            }
        }
        return texts
    }

    /// Text of one run of text nodes between elements, each run by itself.
    static func immediate(_ id: Int, in page: PageSnapshot) -> [String] {
        if page.tag(id) == "input", ["submit", "button", "reset"].contains(page.inputType(id)) {
            return [page.value(id)]
        }
        var runs: [String] = []
        var current = ""
        for child in page.lightChildren(id) {
            if case .text(let text) = page.nodes[child].content {
                current += text
            } else if !current.isEmpty {
                runs.append(current)
                current = ""
            }
        }
        return current.isEmpty ? runs : runs + [current]
    }

    /// Scripts, styles and everything in `head` say nothing to a reader.
    static func skippedNodes(in page: PageSnapshot) -> [Bool] {
        var isInHead = [Bool](repeating: false, count: page.nodes.count)
        for node in page.nodes.indices {
            isInHead[node] = page.tag(node) == "head" || page.parentElement(node).map { isInHead[$0] } ?? false
        }
        return page.nodes.indices.map { isInHead[$0] || ["script", "noscript", "style"].contains(page.tag($0)) }
    }
}

extension PageSnapshot {
    func isDocument(_ id: NodeID) -> Bool {
        if case .document = nodes[id].content { true } else { false }
    }
}

extension StringProtocol {
    /// White space trimmed and each run of it one space; zero-width spaces and soft hyphens dropped.
    package var whitespaceNormalized: String {
        let isPlain = utf8.allSatisfy { $0 < 0x80 }
        return isPlain ? String(decoding: Self.normalizedPlain(utf8), as: UTF8.self) : normalizedUnicode
    }

    /// The common case, an order of magnitude faster.
    private static func normalizedPlain(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isSpacePending = false
        for byte in bytes {
            if byte == 0x20 || 0x09...0x0D ~= byte {
                isSpacePending = !result.isEmpty
            } else {
                if isSpacePending { result.append(0x20) }
                isSpacePending = false
                result.append(byte)
            }
        }
        return result
    }

    private var normalizedUnicode: String {
        var result = String.UnicodeScalarView()
        var isSpacePending = false
        for scalar in unicodeScalars where scalar != "\u{200B}" && scalar != "\u{00AD}" {
            if scalar.isSpace {
                isSpacePending = !result.isEmpty
            } else {
                if isSpacePending { result.append(" ") }
                isSpacePending = false
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// White space as JavaScript's regular expressions see it.
    fileprivate var isSpace: Bool {
        isASCII ? value == 0x20 || 0x09...0x0D ~= value : properties.isWhitespace || self == "\u{FEFF}"
    }
}
