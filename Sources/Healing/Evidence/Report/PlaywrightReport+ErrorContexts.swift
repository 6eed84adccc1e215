extension PlaywrightReport.Result {
    /// What the runner attached for `ErrorContext`, the best first: one for the attempt, or in older versions one for each error,
    /// all with the same page. Source: Playwright's `errorContext.ts`, and `prompt.ts` before it, versions 1.51 to 1.63.
    package var errorContexts: [PlaywrightReport.Attachment] {
        let ranked = attachments.compactMap { attachment in Self.rank(attachment.name).map { ($0, attachment) } }
        return ranked.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }

    /// By kind, then by the error's number; nil for another attachment.
    private static func rank(_ name: String) -> Int? {
        if name == "error-context" { return 0 }
        if name == "_error-context" { return 1 }
        for (kind, prefix) in ["_error-context-", "_prompt-"].enumerated() where name.hasPrefix(prefix) {
            return Int(name.dropFirst(prefix.count)).flatMap {
                0..<numberLimit ~= $0 ? 2 + kind * numberLimit + $0 : nil
            }
        }
        return nil
    }

    private static let numberLimit = 1_000
}
