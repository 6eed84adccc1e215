package import Proof

/// An expected text that the breaking commit itself replaced, and what it reads now.
package struct IntendedText: Hashable, Sendable {
    package let change: TextChange
    /// What the commit replaced for it.
    package let shown: [CommitWording.Replacement]

    /// Finds what the commit shows for each of the texts that differ.
    /// - Returns: nil when one of them is not wholly explained by what the commit replaced, so that it may be a fault.
    package static func all(_ compared: ComparedTexts, by wording: CommitWording) -> [IntendedText]? {
        if compared.isPattern, let found = Self(wordsOf: compared.pairs[0], wording) { return [found] }
        // A word alone in small letters is a state or a kind: another one is another value.
        guard compared.isOfNames || !compared.pairs.contains(where: { isState($0.expected) }) else { return nil }
        // In an object a word alone may be a code that programs read.
        guard !compared.isOfObject || compared.pairs.allSatisfy({ isSentence($0.expected) && isSentence($0.received) })
        else { return nil }
        if compared.isPattern {
            let pair = compared.pairs[0]
            let found =
                Self(pattern: pair, wording) ?? Self(reshapedPattern: pair, wording)
            return found.map { [$0] }
        }
        let found = compared.pairs.compactMap { pair in
            Self(pair, isPart: compared.isPart, wording) ?? (compared.isPart ? nil : Self(reshaped: pair, wording))
        }
        return found.count == compared.pairs.count && !found.isEmpty ? found : nil
    }

    /// What the commit shows for one whole text that reads otherwise now.
    package static func one(_ text: String, now received: String, by wording: CommitWording) -> IntendedText? {
        isState(text) ? nil : Self(ComparedTexts.Pair(expected: text, received: received), isPart: false, wording)
    }

    /// What a text may read after the commit: one of its words exchanged after the other, then all of them together.
    static func readings(
        of text: String, by wording: CommitWording
    ) -> [(text: String, shown: [CommitWording.Replacement])] {
        let fitting = wording.texts.filter { isWord($0) && text.contains($0.old) }
            .sorted { $0.old.count > $1.old.count }
        let tries = fitting.map { [$0] } + (fitting.count > 1 ? [fitting] : [])
        var result: [(text: String, shown: [CommitWording.Replacement])] = []
        for replacements in tries {
            let new = replacements.reduce(text) { $0.replacing($1.old, with: $1.new) }
            if new != text, isHarmless(from: text, to: new) { result.append((text: new, shown: replacements)) }
        }
        return result
    }

    /// What a part of a longer text may read: the words of it that were exchanged, else the whole new text, which says more.
    private static func cuts(
        of text: String, by wording: CommitWording
    ) -> [(text: String, shown: [CommitWording.Replacement])] {
        guard isSentence(text) else { return [] }
        return wording.texts.filter { isWord($0) && $0.old != text && $0.old.contains(text) }.flatMap { replacement in
            let (old, new) = (replacement.old.split(separator: " "), replacement.new.split(separator: " "))
            let shorter = min(old.count, new.count)
            let head = zip(old, new).prefix { $0 == $1 }.count
            let tail = min(zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, shorter - head)
            let gone = old[head..<old.count - tail].joined(separator: " ")
            let come = new[head..<new.count - tail].joined(separator: " ")
            let cut = gone.isEmpty || come.isEmpty ? text : text.replacing(gone, with: come)
            return [cut, replacement.new].filter { $0 != text && isHarmless(from: text, to: $0) }
                .map { (text: $0, shown: [replacement]) }
        }
    }

    private init?(_ pair: ComparedTexts.Pair, isPart: Bool, _ wording: CommitWording) {
        let readings =
            Self.readings(of: pair.expected, by: wording) + (isPart ? Self.cuts(of: pair.expected, by: wording) : [])
        guard let reading = readings.first(where: { Self.isSame($0.text, pair.received, isPart: isPart) }) else {
            return nil
        }
        change = TextChange(from: pair.expected, to: reading.text)
        shown = reading.shown
    }

    /// The part that only the running app knows is the same in both texts, and the commit shows the rest of each.
    private init?(reshaped pair: ComparedTexts.Pair, _ wording: CommitWording) {
        for reshaping in wording.reshaped {
            guard let text = Self.reshaped(pair.expected, by: reshaping),
                Self.isSame(text, pair.received, isPart: false)
            else { continue }
            change = TextChange(from: pair.expected, to: text)
            shown = [reshaping.shown]
            return
        }
        return nil
    }

    /// A pattern that says the whole old text, and nothing that has a meaning of its own in a pattern.
    private init?(reshapedPattern pair: ComparedTexts.Pair, _ wording: CommitWording) {
        guard let (head, words, tail) = Self.parts(ofPlain: pair.expected) else { return nil }
        for reshaping in wording.reshaped {
            guard let text = Self.reshaped(words, by: reshaping), Self.isPlain(text),
                Self.isSame(text, pair.received, isPart: false)
            else { continue }
            let pattern = head + text + tail
            guard Self.fits(pattern, pair.received), !Self.fits(pair.expected, pair.received) else { continue }
            change = TextChange(from: pair.expected, to: pattern)
            shown = [reshaping.shown]
            return
        }
        return nil
    }

    /// - Returns: nil when the text has another form than the old one, or either form has no word of its own.
    private static func reshaped(_ text: String, by reshaping: ReshapedText) -> String? {
        guard let value = reshaping.old.value(in: text),
            [reshaping.old, reshaping.new].allSatisfy({ isWord($0.head) || isWord($0.tail) })
        else { return nil }
        let new = reshaping.new.filled(with: value)
        return isHarmless(from: text, to: new) ? new : nil
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

    /// A pattern that says the whole old text but for its case, which the app's own text has, and the signs at its ends.
    private init?(wordsOf pair: ComparedTexts.Pair, _ wording: CommitWording) {
        guard let (head, words, tail) = Self.parts(ofPlain: pair.expected), tail.contains("i") else { return nil }
        for replacement in wording.texts where Self.isWord(replacement) {
            let (old, new) = (Self.withoutSigns(replacement.old), Self.withoutSigns(replacement.new))
            guard old.first?.isUppercase == true, old.lowercased() == words.lowercased(), Self.isPlain(new) else {
                continue
            }
            let isSmall = !words.contains(where: \.isUppercase)
            let pattern = head + (isSmall ? new.lowercased() : new) + tail
            guard Self.fits(pattern, pair.received), !Self.fits(pair.expected, pair.received),
                Self.isHarmless(from: pair.expected, to: pattern)
            else { continue }
            change = TextChange(from: pair.expected, to: pattern)
            shown = [replacement]
            return
        }
        return nil
    }

    private static func withoutSigns(_ text: String) -> String {
        func isSign(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
        return String(text.drop(while: isSign).reversed().drop(while: isSign).reversed())
    }

    /// More than one word, as people read them.
    private static func isSentence(_ text: String) -> Bool {
        text.split(separator: " ").count { $0.contains(where: \.isLetter) } > 1
    }

    static func isState(_ text: String) -> Bool {
        let text = text.trimmingSlashes
        return !text.isEmpty && text.allSatisfy { $0.isLowercase || "-_".contains($0) }
    }

    /// Nothing in it has a meaning of its own in a pattern.
    private static func isPlain(_ replacement: CommitWording.Replacement) -> Bool {
        isPlain(replacement.old + replacement.new)
    }

    private static func isPlain(_ text: String) -> Bool { !text.contains { "/\\.^$|?*+()[]{}".contains($0) } }

    /// What stands before the words of a pattern, the words, and what stands behind them.
    /// - Returns: nil when something in the words has a meaning of its own.
    private static func parts(ofPlain pattern: String) -> (head: String, words: String, tail: String)? {
        guard pattern.hasPrefix("/"), let end = pattern.lastIndex(of: "/"), end > pattern.startIndex else { return nil }
        var words = pattern[pattern.index(after: pattern.startIndex)..<end]
        var (head, tail) = ("/", String(pattern[end...]))
        if words.hasPrefix("^") {
            words.removeFirst()
            head += "^"
        }
        if words.hasSuffix("$") {
            words.removeLast()
            tail = "$" + tail
        }
        return isPlain(String(words)) ? (head, String(words), tail) : nil
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

    /// A letter alone, or a sign, stands everywhere.
    private static func isWord(_ replacement: CommitWording.Replacement) -> Bool {
        isWord(replacement.old) && isWord(replacement.new)
    }

    private static func isWord(_ text: String) -> Bool { text.trimmed.count > 1 && text.contains(where: \.isLetter) }

    private static func isSame(_ text: String, _ received: String, isPart: Bool) -> Bool {
        let (text, received) = (text.normalised, received.normalised)
        return isPart ? received.contains(text) : received == text
    }

    /// Another number is another value, and words of failure are no wording.
    private static func isHarmless(from old: String, to new: String) -> Bool {
        guard old.filter(\.isNumber) == new.filter(\.isNumber) else { return false }
        let come = words(new).subtracting(words(old))
        if new.hasSuffix("…") || new.hasSuffix("..."), !(old.hasSuffix("…") || old.hasSuffix("...")) { return false }
        let (had, has) = (units(old), units(new))
        if had != has, !had.isEmpty, !has.isEmpty { return false }
        // What was denied and is not any more says the opposite.
        let gone = words(old).subtracting(words(new))
        let isObliging = !words(old).isDisjoint(with: ["required", "must", "needed", "need"])
        let excuses = negations.union(emptiness).union(isObliging ? [] : demands)
        if !gone.isDisjoint(with: negations), come.isDisjoint(with: excuses) { return false }
        let alarming = come.intersection(alarms)
        return alarming.isEmpty || isReworded(old, new, alarming)
    }

    /// It asks for something, or says that nothing is there: what takes its place may do the same, of the same thing.
    private static func isReworded(_ old: String, _ new: String, _ alarming: Set<String>) -> Bool {
        let (had, has) = (words(old), words(new))
        let common = had.intersection(has).subtracting(demands).subtracting(emptiness).subtracting(negations)
        guard common.contains(where: { $0.count > 2 && !fillers.contains($0) }), had.isDisjoint(with: unfinished) else {
            return false
        }
        let isEmpty = !had.isDisjoint(with: emptiness) && alarming.isSubset(of: emptiness.union(["no"]))
        // `Title cannot be empty` asks for one; `A password is not required` does not.
        var allowed = demands
        if has.contains("empty") { allowed.formUnion(["empty", "not"]) }
        if had.contains("valid") { allowed.insert("invalid") }
        let isDemand = !had.isDisjoint(with: demands) && alarming.isSubset(of: allowed)
        return isEmpty || isDemand
    }

    /// Short words beside numbers, which say what is counted: `12 EUR`, `5 km`.
    private static func units(_ text: String) -> Set<String> {
        let beside = text.matches(of: /\d\s?([A-Za-z]{1,3})\b/).map { String($0.1) }
        let before = text.matches(of: /\b([A-Za-z]{1,3})\s?\d/).map { String($0.1) }
        return Set(beside + before).subtracting(["in", "of", "to", "at", "on", "and", "for", "by", "or", "is", "are"])
    }

    private static func words(_ text: String) -> Set<String> { FailureWords.words(of: text) }

    private static let emptiness: Set<String> = ["nothing", "empty", "yet", "none"]
    private static let demands: Set<String> = ["please", "must", "required", "missing", "enter", "choose"]
    private static let negations: Set<String> = ["not", "no", "never"]
    private static let fillers: Set<String> = [
        "the", "your", "you", "there", "here", "this", "that", "and", "for", "was", "are",
    ]
    /// What is under way is not done.
    private static let unfinished: Set<String> = [
        "saving", "loading", "pending", "processing", "sending", "wait", "waiting", "progress", "syncing",
    ]

    private static let alarms = FailureWords.all.union(unfinished).union([
        "required", "object", "could",
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
