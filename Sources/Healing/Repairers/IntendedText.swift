package import Proof

/// An expected text that the breaking commit itself replaced, and what it reads now.
package struct IntendedText: Hashable, Sendable {
    package let change: TextChange
    /// What the commit replaced for it.
    package let shown: [CommitWording.Replacement]

    /// Finds what the commit shows for each of the texts that differ.
    /// - Returns: nil when one of them is not wholly explained by what the commit replaced, so that it may be a fault.
    package static func all(_ compared: ComparedTexts, by wording: CommitWording) -> [IntendedText]? {
        // A word alone in small letters is a state or a kind: another one is another value.
        guard compared.isOfNames || !compared.pairs.contains(where: { isState($0.expected) }) else { return nil }
        if compared.isPattern { return Self(pattern: compared.pairs[0], wording).map { [$0] } }
        let found = compared.pairs.compactMap { Self($0, isPart: compared.isPart, wording) }
        return found.count == compared.pairs.count && !found.isEmpty ? found : nil
    }

    private init?(_ pair: ComparedTexts.Pair, isPart: Bool, _ wording: CommitWording) {
        let fitting = wording.texts.filter { Self.isWord($0) && pair.expected.contains($0.old) }
            .sorted { $0.old.count > $1.old.count }
        let tries = fitting.map { [$0] } + (fitting.count > 1 ? [fitting] : [])
        for replacements in tries {
            let text = replacements.reduce(pair.expected) { $0.replacing($1.old, with: $1.new) }
            guard text != pair.expected, Self.isSame(text, pair.received, isPart: isPart),
                Self.isHarmless(from: pair.expected, to: text)
            else { continue }
            change = TextChange(from: pair.expected, to: text)
            shown = replacements
            return
        }
        return nil
    }

    /// A pattern in which the commit's words are exchanged fits what is there now, and the old one does not.
    private init?(pattern pair: ComparedTexts.Pair, _ wording: CommitWording) {
        for replacement in wording.texts
        where Self.isWord(replacement) && Self.isPlain(replacement) && pair.expected.contains(replacement.old) {
            let text = pair.expected.replacing(replacement.old, with: replacement.new)
            guard text != pair.expected, Self.fits(text, pair.received), !Self.fits(pair.expected, pair.received),
                Self.isHarmless(from: pair.expected, to: text)
            else { continue }
            change = TextChange(from: pair.expected, to: text)
            shown = [replacement]
            return
        }
        return nil
    }

    static func isState(_ text: String) -> Bool {
        let text = text.trimmingSlashes
        return !text.isEmpty && text.allSatisfy { $0.isLowercase || "-_".contains($0) }
    }

    /// Nothing in it has a meaning of its own in a pattern.
    private static func isPlain(_ replacement: CommitWording.Replacement) -> Bool {
        !(replacement.old + replacement.new).contains { "/\\.^$|?*+()[]{}".contains($0) }
    }

    /// Patterns that Swift reads otherwise than JavaScript, or not at all, are none of ours.
    private static func fits(_ pattern: String, _ text: String) -> Bool {
        guard let end = pattern.lastIndex(of: "/"), end > pattern.startIndex,
            let regex = try? Regex(String(pattern[pattern.index(after: pattern.startIndex)..<end]))
        else { return false }
        let flags = pattern[pattern.index(after: end)...]
        guard flags.allSatisfy({ "ims".contains($0) }) else { return false }
        return text.firstMatch(of: flags.contains("i") ? regex.ignoresCase() : regex) != nil
    }

    /// Whether what the commit shows may be followed wherever its words are expected.
    static func mayReplace(_ replacement: CommitWording.Replacement) -> Bool {
        isWord(replacement) && isHarmless(from: replacement.old, to: replacement.new)
    }

    /// A letter alone, or a sign, stands everywhere.
    private static func isWord(_ replacement: CommitWording.Replacement) -> Bool {
        [replacement.old, replacement.new].allSatisfy { $0.trimmed.count > 1 && $0.contains(where: \.isLetter) }
    }

    private static func isSame(_ text: String, _ received: String, isPart: Bool) -> Bool {
        let (text, received) = (text.normalised, received.normalised)
        return isPart ? received.contains(text) : received == text
    }

    /// Another number is another value, and words of failure are no wording.
    private static func isHarmless(from old: String, to new: String) -> Bool {
        guard old.filter(\.isNumber) == new.filter(\.isNumber) else { return false }
        let come = words(new).subtracting(words(old))
        if new.hasSuffix("…") || new.hasSuffix("..."), !(old.hasSuffix("…") || old.hasSuffix("...")) { return false }
        return come.isDisjoint(with: alarms)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    }

    private static let alarms = FailureWords.all.union([
        "required", "object", "could",
        // What is under way is not done.
        "saving", "loading", "pending", "processing", "sending", "wait", "waiting", "progress", "syncing",
        // States, and their opposites.
        "hidden", "disabled", "inactive", "closed", "collapsed", "unchecked", "unselected", "not", "no", "never",
        "empty",
    ])
}

extension String {
    /// Of a pattern what stands between its slashes.
    fileprivate var trimmingSlashes: Substring {
        guard hasPrefix("/"), let end = lastIndex(of: "/"), end > startIndex else { return self[...] }
        return self[index(after: startIndex)..<end]
    }
}
