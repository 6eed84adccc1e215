package import JavaScript
import Proof

/// Brings back what stood in a suite's files at the last good commit, as little of it as makes the test green.
package enum RestoredTest {
    /// A file of the suite that was changed since.
    package struct Changed: Hashable, Sendable {
        package let base: SourceText
        package let head: SourceText
        /// Lines of `head` at which the test failed, the innermost first; empty when it failed elsewhere.
        package let lines: [Int]

        package init(base: SourceText, head: SourceText, lines: [Int]) {
            self.base = base
            self.head = head
            self.lines = lines
        }
    }

    private struct Hunk: Hashable {
        let file: String
        /// Lines of the newer version, from 0; empty where lines are gone.
        let lines: Range<Int>
        let edit: TextEdit
        /// Whether something was there before, and not only added.
        let isReplaced: Bool
    }

    /// What may be brought back, the least first.
    package static func changes(_ files: [Changed]) -> [SuiteChange] {
        let hunks = files.flatMap { file in Self.hunks(file).map { (file, $0) } }
        let near = hunks.filter { file, hunk in
            file.lines.contains { $0 - 1 >= hunk.lines.lowerBound - 1 && $0 - 1 <= hunk.lines.upperBound }
        }
        let replaced = hunks.filter { $0.1.isReplaced }
        var seen: Set<Set<Hunk>> = []
        return [near, replaced, hunks].map { $0.map(\.1) }
            .filter { !$0.isEmpty && seen.insert(Set($0)).inserted }
            .map { hunks in
                SuiteChange(
                    .restoredTest, edits: hunks.map(\.edit), claim: .freeForm(), restoresTest: true,
                    why: why(hunks), confidence: 0.8)
            }
    }

    private static func why(_ hunks: [Hunk]) -> String {
        let places = hunks.prefix(3).map { "`\($0.file)` line \($0.lines.lowerBound + 1)" }.joined(separator: ", ")
        let more = hunks.count > 3 ? " and \(hunks.count - 3) more" : ""
        return "The newest change of the test made it red: \(places)\(more) read as at the last good commit again."
    }

    private static func hunks(_ file: Changed) -> [Hunk] {
        let (old, new) = (lines(file.base.text), lines(file.head.text))
        var hunks: [Hunk] = []
        var (gone, come) = ([Substring](), 0)
        var place = 0
        func close() {
            if !gone.isEmpty || come > 0 {
                hunks.append(hunk(file.head, lines: place - come..<place, restoring: gone, of: new))
            }
            (gone, come) = ([], 0)
        }
        for change in LineDifference(old: old, new: new).changes {
            switch change {
            case .kept(_, let line):
                close()
                place = line + 1
            case .removed(let line): gone.append(old[line])
            case .added(let line):
                come += 1
                place = line + 1
            }
        }
        close()
        return hunks
    }

    /// Without the line feeds; a carriage return before one stays.
    private static func lines(_ text: String) -> [Substring] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
    }

    private static func hunk(
        _ head: SourceText, lines: Range<Int>, restoring gone: [Substring], of new: [Substring]
    ) -> Hunk {
        let size = head.bytes.count
        var start = new[..<lines.lowerBound].reduce(0) { $0 + $1.utf8.count + 1 }
        var end = start + new[lines].reduce(0) { $0 + $1.utf8.count + 1 }
        var text = gone.map { $0 + "\n" }.joined()
        // The last line of a file has no line feed of its own, so that it begins with the one before.
        if lines.upperBound == new.count {
            text = gone.joined(separator: "\n")
            if lines.isEmpty { text = "\n" + text }
            if gone.isEmpty { start -= 1 }
            (start, end) = (min(max(start, 0), size), size)
        }
        return Hunk(
            file: head.path, lines: lines,
            edit: TextEdit(place: SourcePlace(file: head.path, range: start..<end), replacement: text),
            isReplaced: !gone.isEmpty)
    }
}
