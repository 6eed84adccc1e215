/// A locator for one element, in the forms that people write.
package struct ProposedLocator: Hashable, Sendable {
    /// The method and what it is given.
    package enum Call: Hashable, Sendable {
        case testID(attribute: String, value: String)
        case role(String, name: String?, exact: Bool)
        case label(String, exact: Bool), placeholder(String, exact: Bool), altText(String, exact: Bool)
        case text(String, exact: Bool), title(String, exact: Bool)
        case css(String)
        /// Narrows what the calls before it found.
        case filter(hasText: String)
    }
    /// Calls of a chain; those before the last find what the element lies in.
    package let calls: [Call]

    package init(_ call: Call) { calls = [call] }

    package init(calls: [Call]) { self.calls = calls }

    /// The form in which a trace names it.
    package var selector: Selector { Selector(parts: calls.map(\.selector)) }

    /// JavaScript source without the object before the first dot: `getByRole('button', { name: 'Add to basket' })`.
    /// - Parameter quote: `'`, `"` or a backtick, as the file around uses it.
    package func source(quote: Character) -> String {
        calls.map { $0.source(quote: quote) }.joined(separator: ".")
    }

    /// A string literal of JavaScript.
    package static func literal(_ text: String, quote: Character) -> String {
        let inner = String(JSONString.encode(text).dropFirst().dropLast()).replacing("\\\"", with: "\"")
        let escaped = inner.replacing(String(quote), with: "\\\(quote)")
        return "\(quote)\(quote == "`" ? escaped.replacing("${", with: "\\${") : escaped)\(quote)"
    }
}

extension ProposedLocator.Call {
    package var method: String {
        switch self {
        case .testID: "getByTestId"
        case .role: "getByRole"
        case .label: "getByLabel"
        case .placeholder: "getByPlaceholder"
        case .altText: "getByAltText"
        case .text: "getByText"
        case .title: "getByTitle"
        case .css: "locator"
        case .filter: "filter"
        }
    }

    /// Source: `locatorUtils.ts` of Playwright.
    package var selector: Selector.Part {
        switch self {
        case .testID(let attribute, let value):
            let name = attribute.contains(",") ? JSONString.encode(attribute) : attribute
            return Selector.Part(engine: "internal:testid", body: "[\(name)=\(Self.quoted(value))s]")
        case .role(let role, let name, let exact):
            let condition = name.map { "[name=\(Self.quoted($0))\(exact ? "s" : "i")]" } ?? ""
            return Selector.Part(engine: "internal:role", body: role + condition)
        case .label(let text, let exact):
            return Selector.Part(engine: "internal:label", body: JSONString.encode(text) + (exact ? "s" : "i"))
        case .text(let text, let exact):
            return Selector.Part(engine: "internal:text", body: JSONString.encode(text) + (exact ? "s" : "i"))
        case .placeholder(let text, let exact): return Self.attribute("placeholder", text, exact)
        case .altText(let text, let exact): return Self.attribute("alt", text, exact)
        case .title(let text, let exact): return Self.attribute("title", text, exact)
        case .css(let css): return Selector.Part(engine: "css", body: css)
        case .filter(let text): return Selector.Part(engine: "internal:has-text", body: JSONString.encode(text) + "i")
        }
    }

    package func source(quote: Character) -> String {
        func literal(_ text: String) -> String { ProposedLocator.literal(text, quote: quote) }
        func call(_ text: String, _ exact: Bool) -> String {
            "\(method)(\(literal(text))\(exact ? ", { exact: true }" : ""))"
        }
        switch self {
        case .testID(_, let value): return call(value, false)
        case .css(let css): return call(css, false)
        case .filter(let text): return "\(method)({ hasText: \(literal(text)) })"
        case .role(let role, let name, let exact):
            guard let name else { return call(role, false) }
            return "\(method)(\(literal(role)), { name: \(literal(name))\(exact ? ", exact: true" : "") })"
        case .label(let text, let exact), .placeholder(let text, let exact), .altText(let text, let exact),
            .text(let text, let exact), .title(let text, let exact):
            return call(text, exact)
        }
    }

    private static func attribute(_ name: String, _ text: String, _ exact: Bool) -> Selector.Part {
        Selector.Part(engine: "internal:attr", body: "[\(name)=\(quoted(text))\(exact ? "s" : "i")]")
    }

    /// Quoted for attribute selectors, which keep all but quotes and backslashes as they are.
    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
