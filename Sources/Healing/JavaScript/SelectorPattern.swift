/// A selector with gaps, each of which stands for any text.
package struct SelectorPattern: Hashable, Sendable {
    /// Hardly ever part of a text: the last character for private use.
    static let gap: Unicode.Scalar = "\u{10FFFD}"

    /// The known texts; a gap lies between each two. One part means no gap.
    package let parts: [String]

    package init(parts: [String]) { self.parts = parts }

    static func split(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: gap, omittingEmptySubsequences: false).map {
            String(String.UnicodeScalarView($0))
        }
    }

    /// Whether the selector may be this one. A pattern with fewer than 3 known characters fits nothing.
    package func matches(_ selector: String) -> Bool {
        guard let first = parts.first, let last = parts.last else { return false }
        if parts.count == 1 { return first == selector }
        guard parts.map(\.count).reduce(0, +) >= 3, selector.hasPrefix(first), selector.hasSuffix(last),
            selector.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var rest = Array(selector.utf8.dropFirst(first.utf8.count).dropLast(last.utf8.count))[...]
        for part in parts.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: Array(part.utf8)) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
