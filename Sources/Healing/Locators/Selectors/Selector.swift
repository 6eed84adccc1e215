/// A locator in Playwright's internal form, cut into the parts that ` >> ` joins.
/// Source: `selectorParser.ts` of Playwright.
package struct Selector: Hashable, Sendable, CustomStringConvertible {
    package struct Part: Hashable, Sendable, CustomStringConvertible {
        /// `css`, `internal:role`, `nth`, ...
        package let engine: String
        package let body: String

        package init(engine: String, body: String) {
            self.engine = engine
            self.body = body
        }

        package var description: String { engine == "css" ? body : "\(engine)=\(body)" }

        /// Leads from an `iframe` to the document that it shows.
        var entersFrame: Bool { engine == "internal:control" && body == "enter-frame" }
    }

    package let parts: [Part]
    /// The part marked with `*`, whose elements are the result instead of those of the last part.
    package let capture: Int?

    package init(parts: [Part], capture: Int? = nil) {
        self.parts = parts
        self.capture = capture
    }

    /// Nil when a part is empty or two parts are marked.
    package init?(_ text: String) {
        var parts: [Part] = []
        var capture: Int?
        for piece in Self.pieces(of: text) {
            guard var part = Part(text: piece) else { return nil }
            if part.engine.hasPrefix("*") {
                guard capture == nil else { return nil }
                capture = parts.count
                part = Part(engine: String(part.engine.dropFirst()), body: part.body)
            }
            parts.append(part)
        }
        guard !parts.isEmpty else { return nil }
        self.init(parts: parts, capture: capture)
    }

    /// The chain up to and without the part at `count`.
    package func prefix(_ count: Int) -> Selector { Selector(parts: Array(parts.prefix(count))) }

    package var description: String {
        parts.enumerated().map { index, part in
            index == capture ? "*\(part.engine)=\(part.body)" : part.description
        }.joined(separator: " >> ")
    }

    /// Cuts at `>>` outside of quotes. A quote within an unquoted `text=` is part of the text.
    private static func pieces(of text: String) -> [Substring] {
        guard text.contains(">>") else { return [text[...]] }
        var pieces: [Substring] = []
        var start = text.startIndex
        var index = start
        var quote: Character?
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            if character == "\\", next < text.endIndex {
                index = text.index(after: next)
                continue
            }
            if character == quote {
                quote = nil
            } else if quote == nil, "\"'`".contains(character), !isWithinText(text[start..<index]) {
                quote = character
            } else if quote == nil, character == ">", next < text.endIndex, text[next] == ">" {
                pieces.append(text[start..<index])
                start = text.index(after: next)
                index = start
                continue
            }
            index = next
        }
        return pieces + [text[start...]]
    }

    private static func isWithinText(_ prefix: Substring) -> Bool {
        let trimmed = prefix.drop(while: \.isWhitespace)
        guard trimmed.hasPrefix("text") else { return false }
        let rest = trimmed.dropFirst(4).drop(while: \.isWhitespace)
        return rest.hasPrefix("=") && rest.count > 1
    }
}

extension Selector.Part {
    init?(text: Substring) {
        let part = text.trimmed
        guard !part.isEmpty else { return nil }
        if let equals = part.firstIndex(of: "="), let name = Self.engineName(part[..<equals]) {
            self.init(engine: name, body: String(part[part.index(after: equals)...]))
        } else if part.count > 1, let first = part.first, first == part.last, first == "\"" || first == "'" {
            self.init(engine: "text", body: part)
        } else if part.hasPrefix("..") || part.drop(while: { $0 == "(" }).hasPrefix("//") {
            self.init(engine: "xpath", body: part)
        } else {
            self.init(engine: "css", body: part)
        }
    }

    private static func engineName(_ text: Substring) -> String? {
        let name = text.trimmed
        let isName =
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-+:*".contains($0)) }
        return isName ? name : nil
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
