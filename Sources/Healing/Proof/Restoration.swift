package import JavaScript

/// Whether a patch brings tests back to what they were at the last good commit, and takes nothing away that was added since.
/// It is what may differ from the newest version of a test: that version is the one that is wrong.
package struct Restoration: Sendable {
    private let base: AssertionLedger
    private let head: AssertionLedger
    private let after: AssertionLedger

    /// The same files at the last good commit, at the commit under repair, and after the patch.
    package init(base: [SourceText], head: [SourceText], after: [SourceText]) {
        self.base = AssertionLedger(sources: base)
        self.head = AssertionLedger(sources: head)
        self.after = AssertionLedger(sources: after)
    }

    package var check: ProofCheck {
        ProofCheck(
            name: "restored", problems: head.entries.flatMap(problems),
            otherwise: "what is asserted otherwise than at this commit is asserted as at the last good one")
    }

    private func problems(_ entry: AssertionLedger.Entry) -> [String] {
        guard let now = Self.entry(entry, in: after) else { return ["\(entry.title) is gone"] }
        let place = "\(entry.file):\(entry.line): \(entry.title)"
        if now.assertions.count < entry.assertions.count {
            return ["\(place) asserts \(now.assertions.count) things where it asserted \(entry.assertions.count)"]
        }
        if now.actions.count < entry.actions.count {
            return ["\(place) does \(now.actions.count) actions where it did \(entry.actions.count)"]
        }
        let added = Self.difference(now.assertions, entry.assertions)
        guard !added.isEmpty else { return [] }
        let gone = Self.difference(entry.assertions, now.assertions)
        if Self.isWeaker(added, than: gone) {
            return [
                "\(place) asserts something softly, under a condition or without waiting for it, which it did not before"
            ]
        }
        if let (less, more) = Self.pairs(added, gone).first(where: { $1.saysMore(than: $0) }) {
            return ["\(place) has \(less.words), which says less than \(more.words) of the newest change"]
        }
        guard let good = Self.entry(entry, in: base) else {
            return ["\(place) is new since the last good commit, so that nothing says what it was meant to assert"]
        }
        return Self.difference(added, good.assertions).map {
            "\(place) has the assertion \($0.words), which it never had at the last good commit"
        }
    }

    /// A commit that made a test honest may have made it red: then the app is at fault, and the old test hid it.
    private static func isWeaker(_ added: [Assertion], than gone: [Assertion]) -> Bool {
        let guards = { (some: [Assertion]) in some.reduce(into: Set<String>()) { $0.formUnion($1.guards) } }
        return added.contains(where: \.isSoft) && !gone.contains(where: \.isSoft)
            || !guards(added).isSubset(of: guards(gone))
            || added.contains { !$0.isAwaited } && gone.allSatisfy(\.isAwaited)
    }

    /// Each beside the one in whose place it stands, where the subjects tell that; else beside every one, so that
    /// nothing stricter is lost among others.
    private static func pairs(_ added: [Assertion], _ gone: [Assertion]) -> [(Assertion, Assertion)] {
        let inPlace = Array(zip(added, gone))
        if added.count == gone.count, inPlace.allSatisfy({ $0.subject == $1.subject }) { return inPlace }
        return added.flatMap { one in gone.map { (one, $0) } }
    }

    private static func entry(
        _ entry: AssertionLedger.Entry, in ledger: AssertionLedger
    ) -> AssertionLedger.Entry? {
        ledger.entries.first { $0.file == entry.file && $0.path == entry.path && $0.kind == entry.kind }
    }

    /// Those of `assertions` that have no equal among `others`, each of which counts once.
    private static func difference(_ assertions: [Assertion], _ others: [Assertion]) -> [Assertion] {
        var rest = others
        return assertions.filter { assertion in
            guard let index = rest.firstIndex(where: { $0.promise == assertion.promise }) else { return true }
            rest.remove(at: index)
            return false
        }
    }
}

extension Assertion {
    /// All but the place: what a test promises by it.
    fileprivate var promise: [String] {
        [subject, matcher, "\(isNegated) \(isSoft) \(isPolled) \(isAwaited)", "\(timeout ?? -1)"] + arguments + ["|"]
            + options + ["|"] + guards.sorted()
    }

    fileprivate var words: String { "\(isNegated ? "not." : "")\(matcher)(\(arguments.joined(separator: ", ")))" }

    /// Whether fewer states of the app would fulfil it than another one about the same subject. What is turned round
    /// says something else.
    fileprivate func saysMore(than other: Assertion) -> Bool {
        guard subject == other.subject, isNegated == other.isNegated else { return false }
        // Whoever denies a part denies the whole.
        let (more, less) = isNegated ? (other, self) : (self, other)
        return MatcherStrength.order(more.matcher, comparedTo: less.matcher) == .stronger
            || more.isExact && less.isOfPart || more.matcher == less.matcher && less.isPattern && !more.isPattern
    }

    private var isExact: Bool {
        ["toHaveText", "toBe", "toEqual", "toStrictEqual"].contains(matcher) && !isPattern
    }

    private var isOfPart: Bool {
        ["toContainText", "toContain", "toMatch"].contains(matcher)
            || ["toHaveText", "toEqual"].contains(matcher) && isPattern
    }

    /// `/sum/`, or a list that begins with one; also one that is put together, as by `new RegExp` or
    /// `expect.stringContaining`.
    private var isPattern: Bool {
        guard let first = arguments.last?.drop(while: { "[ ".contains($0) }) else { return false }
        return first.hasPrefix("/") || first.hasPrefix("new RegExp") || first.hasPrefix("RegExp")
            || first.hasPrefix("expect .")
    }
}
