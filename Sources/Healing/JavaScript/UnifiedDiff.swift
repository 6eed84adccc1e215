/// The difference of two versions of a file as `git diff` prints it and `git apply` reads it.
package enum UnifiedDiff {
    private static let contextLines = 3

    /// - Parameters:
    ///   - before: nil for a new file.
    ///   - after: nil for a deleted file.
    /// - Returns: the empty text when both versions are equal.
    package static func text(path: String, before: String?, after: String?) -> String {
        if before == after { return "" }
        let old = lines(of: before ?? "")
        let new = lines(of: after ?? "")
        var result = "diff --git \(quoted("a/" + path)) \(quoted("b/" + path))\n"
        if before == nil { result += "new file mode 100644\n" }
        if after == nil { result += "deleted file mode 100644\n" }
        if old.isEmpty && new.isEmpty { return result }
        result += "--- " + (before == nil ? "/dev/null" : header("a/" + path)) + "\n"
        result += "+++ " + (after == nil ? "/dev/null" : header("b/" + path)) + "\n"
        for hunk in hunks(LineDifference(old: old, new: new).changes) { result += text(of: hunk, old: old, new: new) }
        return result
    }

    /// Lines with their ends; the last may have none.
    static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 10).map(bytes.index(after:)) ?? bytes.endIndex
            lines.append(Substring(bytes[start..<end]))
            start = end
        }
        return lines
    }

    /// Changes with up to three kept lines around them; hunks that would touch are one.
    private static func hunks(_ changes: [LineDifference.Change]) -> [ArraySlice<LineDifference.Change>] {
        var hunks: [Range<Int>] = []
        for (index, change) in changes.enumerated() {
            if case .kept = change { continue }
            let range = max(0, index - contextLines)..<min(changes.count, index + contextLines + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks.map { changes[$0] }
    }

    private static func text(of hunk: ArraySlice<LineDifference.Change>, old: [Substring], new: [Substring]) -> String {
        var body = ""
        var oldCount = 0
        var newCount = 0
        for change in hunk {
            switch change {
            case .kept(let line, _):
                body += printed(" ", old[line])
                oldCount += 1
                newCount += 1
            case .removed(let line):
                body += printed("-", old[line])
                oldCount += 1
            case .added(let line):
                body += printed("+", new[line])
                newCount += 1
            }
        }
        let (oldStart, newStart) = starts(of: hunk)
        let oldRange = span(start: oldStart, count: oldCount)
        let newRange = span(start: newStart, count: newCount)
        return "@@ -\(oldRange) +\(newRange) @@\n" + body
    }

    /// The first line of the hunk in each text, from 0. A side without lines has only additions or removals beside it,
    /// which are then the whole file.
    private static func starts(of hunk: ArraySlice<LineDifference.Change>) -> (Int, Int) {
        var old: Int?
        var new: Int?
        for change in hunk {
            switch change {
            case .kept(let oldLine, let newLine): (old, new) = (old ?? oldLine, new ?? newLine)
            case .removed(let line): old = old ?? line
            case .added(let line): new = new ?? line
            }
        }
        return (old ?? 0, new ?? 0)
    }

    private static func span(start: Int, count: Int) -> String {
        switch count {
        case 0: "\(start),0"
        case 1: "\(start + 1)"
        default: "\(start + 1),\(count)"
        }
    }

    private static func printed(_ mark: String, _ line: Substring) -> String {
        line.utf8.last == 10 ? mark + line : mark + line + "\n\\ No newline at end of file\n"
    }

    /// git ends names with spaces by a tab here.
    private static func header(_ path: String) -> String { quoted(path) + (path.contains(" ") ? "\t" : "") }

    /// Names with quotes, backslashes or control characters stand in quotes, as git writes them.
    private static func quoted(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 < 32 || $0 == 34 || $0 == 92 || $0 == 127 }) else { return path }
        var result = "\""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
