import JavaScript

/// One file of a patch in both versions.
package struct FileChange: Hashable, Sendable {
    package let path: String
    /// nil for a new file.
    package let before: String?
    /// nil for a deleted file.
    package let after: String?

    package init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }

    /// As `git diff` prints it.
    package var diff: String { UnifiedDiff.text(path: path, before: before, after: after) }

    /// Lines that go plus lines that come.
    package var changedLines: Int {
        diff.split(whereSeparator: \.isNewline).filter {
            ($0.hasPrefix("+") && !$0.hasPrefix("+++ ")) || ($0.hasPrefix("-") && !$0.hasPrefix("--- "))
        }
        .count
    }
}
