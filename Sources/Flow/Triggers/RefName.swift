/// A name that git takes for a ref, but for rare ones. Source: git-check-ref-format(1).
struct RefName: Hashable, Sendable {
    /// A branch has one name, so that two jobs of it are known to be of one branch: without `refs/heads/`.
    let text: String

    init?(_ full: String) {
        let branches = "refs/heads/"
        let text = full.hasPrefix(branches) ? String(full.dropFirst(branches.count)) : full
        guard !text.isEmpty, full.utf8.count <= 255, !text.hasPrefix("-"), !text.hasPrefix("/"), !text.contains(".."),
            !text.hasSuffix("/"), !text.hasSuffix(".lock"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !":?*[\\^~+".utf8.contains($0) })
        else { return nil }
        self.text = text
    }
}
