/// Functions that a commit takes a call of away without naming them in what it puts there instead: what they did is not
/// only done later, it is done no more, or at another time.
///
/// Compared is each run of changed lines for itself. Over a whole commit, or a hunk of neighbouring changes, a call
/// that is gone here would be made good by another one that came there.
struct DroppedCalls {
    private(set) var names: Set<String> = []

    /// - Parameters:
    ///   - diff: unified.
    ///   - isCounted: says whether a file's calls count, by its path.
    ///   - isLeftOut: says so of a line, such as a comment.
    init(_ diff: String, in isCounted: (_ path: String) -> Bool, leavingOut isLeftOut: (Substring) -> Bool) {
        var (counts, isInHunk) = (false, false)
        var (called, named) = (Set<String>(), Set<String>())
        for line in diff.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            // Git's remark on a file's last line stands between its old and its new version.
            if line.hasPrefix("\\") { continue }
            let sign = line.first
            if counts, isInHunk, sign == "+" || sign == "-" {
                guard !isLeftOut(line.dropFirst()) else { continue }
                if sign == "-" { called.formUnion(Self.calls(in: line.dropFirst())) }
                if sign == "+" { named.formUnion(Self.words(in: line.dropFirst()).map { String($0) }) }
                continue
            }
            names.formUnion(called.subtracting(named))
            (called, named) = ([], [])
            if line.hasPrefix("@@") { isInHunk = true }
            if line.hasPrefix("diff --git ") { isInHunk = false }
            if !isInHunk, line.hasPrefix("--- ") || line.hasPrefix("+++ "), line.dropFirst(4) != "/dev/null" {
                counts = isCounted(String(line.dropFirst(4)))
            }
        }
        names.formUnion(called.subtracting(named))
    }

    private static func words(in line: Substring) -> [Substring] {
        line.split { !isPart($0) }
    }

    /// The names right before a parenthesis; words of the language are none.
    private static func calls(in line: Substring) -> [String] {
        words(in: line).filter { line[$0.endIndex...].first == "(" && !isRemark(line[..<$0.startIndex]) }
            .map { String($0) }.filter { $0.first?.isNumber == false && !keywords.contains($0) }
    }

    /// Behind `console.`: nobody sees what is told there.
    private static func isRemark(_ before: Substring) -> Bool {
        ["console.", "logger.", "log."].contains { before.hasSuffix($0) }
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "$"
    }

    private static let keywords: Set<String> = [
        "if", "for", "while", "switch", "catch", "function", "return", "await", "async", "typeof", "and", "or", "not",
        "in", "elif", "with", "func",
    ]
}
