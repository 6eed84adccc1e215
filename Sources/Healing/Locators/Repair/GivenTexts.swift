/// What a call had given to the part of a selector that it built, as the run had it.
struct GivenTexts: Hashable {
    /// The accessible name, test id, label, text, placeholder or CSS; nil where none is given, or a pattern.
    let text: String?
    let role: String?

    init(_ part: Selector.Part) {
        switch part.engine {
        case "internal:role":
            let query = AttributeSelector(part.body)
            role = query?.name
            text = query.flatMap { Self.text($0, of: "name") }
        case "internal:testid", "internal:attr":
            role = nil
            text = AttributeSelector(part.body).flatMap { Self.text($0, of: nil) }
        case "internal:label", "internal:text", "internal:has-text":
            role = nil
            text = JSONString.decode(String(part.body.hasSuffix("\"") ? part.body[...] : part.body.dropLast()))
        case "css": (role, text) = (nil, part.body)
        default: (role, text) = (nil, nil)
        }
    }

    private static func text(_ query: AttributeSelector, of name: String?) -> String? {
        let condition = query.conditions.first { name == nil || $0.name == name }
        guard case .text(let text) = condition?.value else { return nil }
        return text
    }
}

/// A text in which one part is known only to the running test: `row-${id}`.
struct ComputedText {
    /// What the test had put there.
    private let known: String

    /// - Parameters:
    ///   - pieces: what is written out, nil for what is not.
    ///   - value: the text of the run.
    /// - Returns: nil when there is not exactly one such part, or the text is another one.
    init?(_ pieces: [String?], value: String) {
        guard let gap = pieces.firstIndex(of: nil), pieces.lastIndex(of: nil) == gap else { return nil }
        let head = pieces[..<gap].compactMap(\.self).joined()
        let tail = pieces[(gap + 1)...].compactMap(\.self).joined()
        guard value.hasPrefix(head), value.hasSuffix(tail), value.count > head.count + tail.count else { return nil }
        known = String(value.dropFirst(head.count).dropLast(tail.count))
    }

    /// What stands before and behind the known part in another text; nil when it is not in there once.
    func around(in text: String) -> (head: String, tail: String)? {
        let places = text.ranges(of: known)
        guard places.count == 1 else { return nil }
        return (String(text[..<places[0].lowerBound]), String(text[places[0].upperBound...]))
    }
}
