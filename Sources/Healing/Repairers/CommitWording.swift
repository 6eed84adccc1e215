/// The texts and names that a commit replaced by others, line by line: what it says of its purpose by what it does.
package struct CommitWording: Hashable, Sendable {
    package struct Replacement: Hashable, Sendable {
        package let old: String
        package let new: String
        package let file: String

        package init(old: String, new: String, file: String) {
            self.old = old
            self.new = new
            self.file = file
        }
    }

    /// What people read, and addresses.
    package private(set) var texts: [Replacement] = []
    /// Keys of objects, which programs read.
    package private(set) var names: [Replacement] = []
    /// What people read around a part that only the running app knows, where that part stands elsewhere now.
    package private(set) var reshaped: [ReshapedText] = []

    /// - Parameters:
    ///   - diff: unified.
    ///   - isCounted: whether the words of a file count, by its path.
    package init(diff: String, isCounted: (_ path: String) -> Bool) {
        var file = ""
        var (counts, isInHunk) = (false, false)
        var (removed, added) = ([Substring](), [Substring]())
        for line in diff.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasPrefix("@@") { isInHunk = true }
            if line.hasPrefix("diff --git ") { isInHunk = false }
            if !isInHunk, line.hasPrefix("--- ") || line.hasPrefix("+++ ") {
                take(removed, added, in: file)
                (removed, added) = ([], [])
                let path = line.dropFirst(4)
                if path != "/dev/null" {
                    file = String(path.hasPrefix("a/") || path.hasPrefix("b/") ? path.dropFirst(2) : path)
                    counts = isCounted(file)
                }
            } else if counts, line.hasPrefix("-"), added.isEmpty {
                removed.append(line.dropFirst())
            } else if counts, line.hasPrefix("+") {
                added.append(line.dropFirst())
            } else {
                take(removed, added, in: file)
                (removed, added) = counts && line.hasPrefix("-") ? ([line.dropFirst()], []) : ([], [])
            }
        }
        take(removed, added, in: file)
    }

    /// Leaves out texts that do not fulfil a condition.
    package func filteringTexts(_ isKept: (Replacement) -> Bool) -> CommitWording {
        var result = self
        result.texts = texts.filter(isKept)
        result.reshaped = reshaped.filter { $0.replacements.allSatisfy(isKept) }
        return result
    }

    /// Leaves out texts and names that do not fulfil a condition.
    package func filtering(_ isKept: (Replacement) -> Bool) -> CommitWording {
        var result = filteringTexts(isKept)
        result.names = names.filter(isKept)
        return result
    }

    private mutating func take(_ removed: [Substring], _ added: [Substring], in file: String) {
        // A file written anew says nothing line by line.
        guard !removed.isEmpty, !added.isEmpty, removed.count == added.count || removed.count * added.count < 10_000
        else { return }
        let old = removed.map { LineSegments(String($0), file: file) }
        let new = added.map { LineSegments(String($0), file: file) }
        for pair in Self.pairs(old, new) { add(old[pair.old], new[pair.new], file) }
    }

    /// Line by line where as many go as come; else each with the one that is most like it, and at least by half, where
    /// no other old line is more like that one: the successor of a line's neighbour is not its own. Among equals the
    /// order decides.
    private static func pairs(_ old: [LineSegments], _ new: [LineSegments]) -> [(old: Int, new: Int)] {
        if old.count == new.count { return old.indices.map { (old: $0, new: $0) } }
        let likeness = old.map { line in new.map { line.likeness($0) } }
        var taken: Set<Int> = []
        var result: [(old: Int, new: Int)] = []
        for number in old.indices {
            guard let best = likeness[number].max(), best >= 0.5 else { continue }
            let place = new.indices.first { place in
                likeness[number][place] == best && !taken.contains(place)
                    && likeness.allSatisfy { $0[place] <= best }
            }
            guard let place else { continue }
            taken.insert(place)
            result.append((old: number, new: place))
        }
        return result
    }

    private mutating func add(_ old: LineSegments, _ new: LineSegments, _ file: String) {
        for (before, after) in old.replaced(by: new) {
            switch (before, after) {
            case (.text(let before), .text(let after)):
                add(text: before, after, file)
                if let (word, other) = Self.token(before, replacedIn: after) { add(text: word, other, file) }
            case (.name(let before), .name(let after)):
                let replacement = Replacement(old: before, new: after, file: file)
                if !names.contains(replacement) { names.append(replacement) }
            default: break
            }
        }
        if let (before, after) = old.reshaped(by: new) {
            let reshaping = ReshapedText(old: before, new: after, file: file)
            if !reshaped.contains(reshaping) { reshaped.append(reshaping) }
        }
    }
}

extension CommitWording {
    private mutating func add(text old: String, _ new: String, _ file: String) {
        let replacement = Replacement(old: old, new: new, file: file)
        if !texts.contains(replacement) { texts.append(replacement) }
        for (before, after) in Self.pieces(old, new) {
            let piece = Replacement(old: before, new: after, file: file)
            if !texts.contains(piece) { texts.append(piece) }
        }
        // A class that is put together with others: ` tab--active`.
        if old != old.trimmed, Self.isClass(old.trimmed), Self.isClass(new.trimmed), old.trimmed != new.trimmed {
            add(text: old.trimmed, new.trimmed, file)
        }
    }

    /// The words around what a text of a dictionary leaves open, `{count} items left` or `%d items`, where both leave the same
    /// open in the same order.
    private static func pieces(_ old: String, _ new: String) -> [(String, String)] {
        let hole = /\{\{[^{}]*\}\}|%?\{[^{}]*\}|%[sd@]/
        let (before, after) = (old.matches(of: hole).map(\.output), new.matches(of: hole).map(\.output))
        guard !before.isEmpty, before == after else { return [] }
        return zip(
            old.split(separator: hole, omittingEmptySubsequences: false),
            new.split(separator: hole, omittingEmptySubsequences: false)
        )
        .filter { $0 != $1 && !$0.isEmpty && !$1.isEmpty }.map { (String($0), String($1)) }
    }

    private static func isClass(_ text: String) -> Bool {
        text.contains(where: { "-_".contains($0) }) && isList([text[...], text[...]])
    }

    /// The one of several classes that differs: `nav active` and `nav current`.
    private static func token(_ old: String, replacedIn new: String) -> (String, String)? {
        let (old, new) = (old.split(separator: " "), new.split(separator: " "))
        guard old.count == new.count, isList(old), isList(new) else { return nil }
        let differing = zip(old, new).filter { $0 != $1 }
        return differing.count == 1 ? (String(differing[0].0), String(differing[0].1)) : nil
    }

    /// Of classes, as far as one can tell.
    static func isList(_ words: [Substring]) -> Bool {
        words.count > 1 && words.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || "-_".contains($0) } }
    }

    /// The texts that the changed places of a commit have afterwards.
    /// - Parameter diff: unified.
    package static func standing(inDiff diff: String) -> Set<String> {
        var result: Set<String> = []
        var file = ""
        for line in diff.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("+++ ") {
                file = String(line.dropFirst(4))
            } else if line.hasPrefix("+") || line.hasPrefix(" ") {
                for case .text(let text) in LineSegments(String(line.dropFirst()), file: file).segments {
                    result.insert(text)
                }
            }
        }
        return result
    }
}
