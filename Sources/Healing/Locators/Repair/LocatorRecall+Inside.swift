import Evidence

extension LocatorRecall {
    /// The part with which the selector finds nothing any more, where that part asks what lies inside of the elements:
    /// `filter({ has: … })`.
    static func partAskingInside(_ selector: Selector, new: PreparedPage) -> Int? {
        guard let part = SelectorEngine(new.index).matchingPrefix(of: selector), selector.parts.indices.contains(part),
            selector.parts[part].engine == insideEngine
        else { return nil }
        return part
    }

    static let insideEngine = "internal:has"

    /// For a locator of one element that is told by what lies inside of it, such as a card by its heading: the element
    /// inside is what is followed. It has to say the same words as before, because they tell which card is meant, and to
    /// lie in the same card.
    init(
        lostInside part: Int, of selector: Selector, targets: [PageSnapshot.NodeID], old: PreparedPage,
        new: PreparedPage
    ) throws(Refusal) {
        let outside = selector.prefix(part)
        let whole = selector.prefix(part + 1)
        let remembered = try Self.remembered(whole, targets: targets, old: old)
        if case .otherPage(let reason) = PageLikeness(old, new) { throw .otherPage(reason) }
        guard remembered.count == 1 else { throw .unclear("`\(whole)` found \(remembered.count) elements") }
        let inside = SelectorEngine(old.index).nested(
            selector.parts[part], outer: outside, in: .node(remembered[0]))
        guard let inside, inside.count == 1 else {
            throw .unclear("the snapshot of the last good run does not show by what `\(whole)` found its element")
        }
        let counterpart = Ranking.counterpart(of: inside[0], in: old, new: new)
        guard let found = counterpart.node else { throw .gone(counterpart.reason) }
        let (before, now) = (Self.words(of: inside[0], in: old), Self.words(of: found, in: new))
        guard before == now else { throw .unclear("what lay inside said `\(before)`, and `\(now)` is another thing") }
        let holders = (SelectorEngine(new.index).matches(outside) ?? []).filter {
            new.index.page.ancestors(found).contains($0)
        }
        guard holders.count == 1 else {
            throw .unclear("what `\(whole)` asks for lies in \(holders.count) of the elements that `\(outside)` finds")
        }
        let holder = Ranking.counterpart(of: remembered[0], in: old, new: new)
        guard holder.node == holders[0] else {
            throw .unclear("what `\(whole)` asks for lies in an element that is not clearly the same")
        }
        brokenPart = part
        elements = [Pair(old: inside[0], new: found)]
        newcomers = []
        confidence = counterpart.confidence
        reason = counterpart.reason
    }

    private static func words(of node: PageSnapshot.NodeID, in page: PreparedPage) -> String {
        page.index.texts[node].whitespaceNormalized
    }
}
