/// The locator that an error speaks of.
enum ErrorLocator {
    private static let lineLimit = 40

    /// `Locator: getByRole(…)` of an assertion, else `waiting for getByRole(…)` of a call log.
    static func text(in error: String) -> String? {
        let lines = Array(error.utf8).split(separator: 10, maxSplits: lineLimit).prefix(lineLimit).map(\.trimmed)
        let named = lines.lazy.compactMap { line in
            line.starts(with: "Locator:") ? line.after("Locator:")?.trimmed : nil
        }
        let awaited = lines.lazy.compactMap { line in
            line.after("waiting for ")?.trimmed
        }.filter { place in beginnings.contains(where: place.starts) }
        guard let text = named.first(where: { !$0.isEmpty }) ?? awaited.first else { return nil }
        return text[..<(text.firstIndex(of: " to be ") ?? text.endIndex)].text
    }

    /// What else is waited for, such as fonts, a navigation or `expect(…)`, names no element.
    private static let beginnings = [
        "locator(", "getBy", "get_by_", "frameLocator(", "frame_locator(", "selector ", "internal:", "\"",
    ]
}
