/// A name with `*` standing for any run of characters, also none and also with slashes.
package struct WildcardPattern: Hashable, Sendable {
    private let parts: [Substring]

    package init(_ text: String) { parts = text.split(separator: "*", omittingEmptySubsequences: false) }

    package func matches(_ text: String) -> Bool {
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else { return false }
        guard parts.count > 1 else { return text == first }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.hasSuffix(last)
    }
}
