import Domain
import Evidence
import Foundation
import Locators
import Repairers

/// Whether a locator may follow its element to what that is now.
///
/// What a test looks for is often the very thing that it checks: a price, a message, a state that its own steps bring
/// about. The element may well be there, in the wrong state, and following it there would hide the fault. So an assertion
/// follows only what the commit itself shows as renamed, and nothing follows what the test's own steps had made true.
struct Intent {
    private let selector: Selector
    private let recall: LocatorRecall
    private let old: PreparedPage
    private let new: PreparedPage
    private let isAssertion: Bool
    /// Texts that the commit replaced on purpose.
    private let wording: CommitWording?

    /// - Parameter wording: texts that the commit replaced on purpose; nil when nothing of it shows a purpose.
    init(
        _ selector: Selector, _ recall: LocatorRecall, old: PreparedPage, new: PreparedPage, isAssertion: Bool,
        wording: CommitWording? = nil
    ) {
        self.selector = selector
        self.recall = recall
        self.old = old
        self.new = new
        self.isAssertion = isAssertion
        self.wording = wording
    }

    /// Why the element may not be followed; nil when it may.
    /// - Parameter earlier: pages of the good run before the step, the nearest last.
    func objection(changes: CommitChanges?, earlier: [PageSnapshot]) -> String? {
        guard !recall.elements.isEmpty else { return "nothing was found" }
        let pairs = recall.elements.map { pair in
            (before: ElementTraits(pair.old, in: old.index), now: ElementTraits(pair.new, in: new.index))
        }
        if isAssertion, recall.newcomers.isEmpty, losesState {
            return "`\(selector.parts[recall.brokenPart])` asks for a state, which it is not in"
        }
        // Of several that are counted each has to be what it was.
        for (before, now) in pairs {
            if let objection = otherWords(before, now) { return objection }
            if isAssertion, let objection = unshown(before, now, changes) { return objection }
        }
        if let objection = uninvited(pairs[0].before, pairs[0].now, changes) ?? unannounced(changes) {
            return objection
        }
        return history(earlier)
    }

    private func otherWords(_ before: ElementTraits, _ now: ElementTraits) -> String? {
        guard isByWords, before.words != now.words else { return nil }
        if now.words.isEmpty { return "the element is there, but without the text `\(before.words)`" }
        return before.digits == now.digits
            ? nil : "its text is `\(now.words)` instead of `\(before.words)`: another number is another value"
    }

    /// `{ checked: true }`, `[aria-selected="true"]`: what an assertion finds by it is in that state, or else at fault.
    private var losesState: Bool {
        let part = selector.parts[recall.brokenPart]
        let text = part.description
        // What is denied there is none that it has to be in.
        guard !text.contains(":not(") else { return false }
        let states = text.matches(of: Self.state).map { String($0.output) }
        let engine = SelectorEngine(new.index)
        return states.contains { state in
            recall.elements.contains { pair in
                let role =
                    part.engine.hasSuffix("role") ? "internal:role=\(new.index.role(of: pair.new) ?? "none")" : ""
                guard let found = Selector(role + state).flatMap({ engine.matches($0) }) else { return true }
                return !([pair.new] + new.index.page.ancestors(of: pair.new)).contains(where: found.contains)
            }
        }
    }

    private static var state: Regex<Substring> {
        /\[(?:checked|selected|pressed|expanded|disabled|data-state|aria-(?:selected|checked|pressed|expanded|disabled|current|invalid|busy|hidden))[^\]]*\]|:(?:checked|disabled|enabled)\b/
    }

    /// What the locator finds besides the element has words or ids of its own, which the commit brought. Without them it may
    /// be the same thing drawn twice, or shown by mistake. Words that stand nowhere in the commit are data, which the page shows
    /// by mistake or twice.
    private func uninvited(_ before: ElementTraits, _ now: ElementTraits, _ changes: CommitChanges?) -> String? {
        if recall.newcomers.isEmpty { return nil }
        guard let changes else { return "no commit shows that what its locator finds as well is wanted" }
        let diff = AppDiff(changes.diff)
        let brought = diff.brought.subtracting(before.tokens).subtracting(now.tokens)
            .filter { $0.contains(where: \.isLetter) }
        let stranger = recall.newcomers.first { newcomer in
            // Of another tag is no name of its own.
            let tag = new.index.page.tag(newcomer) ?? ""
            let traits = ElementTraits(newcomer, in: new.index)
            return traits.tokens.subtracting([tag]).isDisjoint(with: brought)
                || !traits.wordTokens.isSubset(of: diff.added)
        }
        return stranger.map {
            "its locator finds `\(new.index.describe($0))` as well, which the commit does not show as wanted"
        }
    }

    /// Into a frame, or out of one, it is followed only as the commit shows that: what lies in a frame that was there before is
    /// something else, and so is what a frame shows that nobody sees.
    private func unannounced(_ changes: CommitChanges?) -> String? {
        guard let move = FrameMove(selector, recall, new: new.index) else { return nil }
        guard let changes else { return "no commit shows that it is wanted in another frame" }
        let diff = AppDiff(changes.diff)
        guard let outermost = move.frames.first else {
            return diff.removed.contains(where: Self.isFrame)
                ? nil : "it is in no frame any more, which the commit does not show as wanted"
        }
        if move.frames.contains(where: { !new.index.isVisible($0) }) { return "it is in a frame that is not shown" }
        if FrameMove.isFrame(outermost, of: new.index.page, in: old.index.page) {
            return "what resembles it is in a frame that was there before"
        }
        return diff.added.contains(where: Self.isFrame)
            ? nil : "it is in a frame now, which the commit does not show as wanted"
    }

    private static func isFrame(_ word: String) -> Bool { ["iframe", "frame", "frameset"].contains(word.lowercased()) }

    /// For an assertion: the commit takes the old name away and brings the new one.
    private func unshown(_ before: ElementTraits, _ now: ElementTraits, _ changes: CommitChanges?) -> String? {
        let (gone, come): (Set<String>, Set<String>)
        if isByWords {
            if before.words == now.words { return nil }
            (gone, come) = (
                before.wordTokens.subtracting(now.wordTokens), now.wordTokens.subtracting(before.wordTokens)
            )
        } else {
            if fitsStill { return nil }
            let named = ElementTraits.tokens(selector.parts[recall.brokenPart].body).intersection(before.tokens)
            (gone, come) = (named.subtracting(now.tokens), now.tokens.subtracting(before.tokens))
        }
        guard let changes else { return "no commit shows that what it is called now is wanted" }
        if isByWords, !isReworded(before, now), !Self.alarms(now.words).isSubset(of: Self.alarms(before.words)) {
            return "it says `\(now.words)` now, which speaks of a failure"
        }
        let diff = AppDiff(changes.diff)
        guard !come.isEmpty, gone.allSatisfy(diff.removed.contains), !come.isDisjoint(with: diff.added) else {
            let lost = gone.isEmpty ? "its place" : gone.sorted().joined(separator: ", ")
            let names = come.isEmpty ? "it lost \(lost)" : "it is `\(now.short)` now"
            return "\(names), which the commit does not show as wanted"
        }
        return nil
    }

    private static func alarms(_ text: String) -> Set<String> {
        FailureWords.words(of: text).intersection(FailureWords.all.union(["not", "no"]))
    }

    /// The element was there before, and only a step of the test made the locator find it: the locator names a result. Or
    /// what the locator finds as well was there before, and went away in the good run.
    private func history(_ earlier: [PageSnapshot]) -> String? {
        guard let target = recall.elements.first?.old else { return nil }
        let prefix = selector.prefix(recall.brokenPart + 1)
        for page in earlier {
            let then = PreparedPage(PageIndex(page, testIDAttribute: old.index.testIDAttributes.joined(separator: ",")))
            guard let found = SelectorEngine(then.index).matches(prefix), found.isEmpty || !recall.newcomers.isEmpty
            else { continue }
            let remembered = Ranking.counterpart(of: target, in: old, new: then).node
            let known = Set(found.map { ElementTraits($0, in: then.index).tokens })
            let stayed = recall.newcomers.first { newcomer in
                if found.isEmpty { return false }
                if known.contains(ElementTraits(newcomer, in: new.index).tokens) { return true }
                let node = Ranking.counterpart(of: newcomer, in: new, new: then).node
                return node != remembered && node.map(found.contains) ?? false
            }
            if let stayed {
                return
                    "`\(new.index.describe(stayed))`, which its locator finds as well, was there earlier in the good run"
            }
            guard found.isEmpty, remembered != nil, !isReworded else { continue }
            return "the test's own steps made `\(prefix)` true, so that it names a result and no element"
        }
        return nil
    }

    /// What the element says is what it said, in the words that the commit put in their place: a message that comes into a
    /// place that was there before is no state of that place.
    private var isReworded: Bool {
        isByWords
            && recall.elements.allSatisfy {
                isReworded(ElementTraits($0.old, in: old.index), ElementTraits($0.new, in: new.index))
            }
    }

    private func isReworded(_ before: ElementTraits, _ now: ElementTraits) -> Bool {
        wording.map { IntendedText.one(before.words, now: now.words, by: $0) != nil } ?? false
    }

    /// The elements are all that the broken part asks for, so that they lost nothing which the assertion could be about:
    /// others fit as well now, only a wrapper came between a child and its parent, or only another frame is around them.
    private var fitsStill: Bool {
        if !recall.newcomers.isEmpty { return true }
        if let move = FrameMove(selector, recall, new: new.index) { return move.kept != nil }
        guard let found = SelectorEngine(new.index).matchesAtAnyDepth(selector.prefix(recall.brokenPart + 1)) else {
            return false
        }
        return recall.elements.allSatisfy { found.contains($0.new) }
    }

    private var isByWords: Bool {
        switch LocatorStrategy(selector.parts[recall.brokenPart]) {
        case .text, .roleAndName, .label, .placeholder, .altText, .title: true
        default: false
        }
    }
}
