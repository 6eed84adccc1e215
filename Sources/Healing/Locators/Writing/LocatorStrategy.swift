/// How an author found an element, told from the locator that a trace names.
package enum LocatorStrategy: Hashable, Sendable {
    case testID, roleAndName, role, label, placeholder, altText, text, title
    /// A CSS selector that rests on an id, on classes, on these attributes, or on the structure alone.
    case cssID, cssClass, cssAttribute(String), css
    case other

    package init(_ part: Selector.Part) {
        switch part.engine {
        case "internal:testid", "data-testid", "data-test-id", "data-test": self = .testID
        case "internal:role", "role": self = part.body.contains("[name") ? .roleAndName : .role
        case "internal:label": self = .label
        case "internal:text", "text": self = .text
        case "internal:attr":
            let name = AttributeSelector(part.body)?.conditions.first?.name
            self = name == "placeholder" ? .placeholder : name == "alt" ? .altText : name == "title" ? .title : .other
        case "id": self = .cssID
        case "css": self = Self.strategy(ofCSS: part.body)
        default: self = .other
        }
    }

    /// By the last compound, which names the element itself.
    private static func strategy(ofCSS css: String) -> LocatorStrategy {
        guard let last = CSSSelector(css)?.alternatives.first?.compounds.last else { return .other }
        // Words say what an element means, whatever else narrows it down.
        let isByWords = last.contains { condition in
            switch condition {
            case .text, .hasText: true
            default: false
            }
        }
        if isByWords { return .text }
        var found = LocatorStrategy.css
        for condition in last {
            switch condition {
            case .id: return .cssID
            case .attribute(let name, _, _, _): return .cssAttribute(name)
            case .hasClass: found = .cssClass
            default: continue
            }
        }
        return found
    }
}
