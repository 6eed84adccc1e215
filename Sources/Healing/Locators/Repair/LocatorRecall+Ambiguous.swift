import Evidence

extension LocatorRecall {
    /// Each of them costs a search of the whole old page; a locator that finds more has lost its meaning.
    private static let newcomerLimit = 10

    /// For a locator that found one element and finds several now. Refused as long as it is not clear which of them is
    /// the remembered one, or when another was there before: then not the page but its state changed.
    init(
        ambiguous selector: Selector, targets: [PageSnapshot.NodeID], old: PreparedPage, new: PreparedPage
    ) throws(Refusal) {
        let part = try Self.partFindingSeveral(selector, old: old, new: new)
        guard Self.locates(selector.parts[part]) else {
            throw .unclear("`\(selector.parts[part])` picks among elements that are there")
        }
        let prefix = selector.prefix(part + 1)
        let found = SelectorEngine(new.index).matches(prefix) ?? []
        let remembered = try Self.remembered(prefix, targets: targets, old: old)[0]
        let counterpart = Ranking.counterpart(of: remembered, in: old, new: new)
        guard let element = counterpart.node, found.contains(element) else {
            throw .stillThere(
                "`\(prefix)` finds \(found.count) elements, of which none is clearly the remembered one: "
                    + counterpart.reason)
        }
        let others = found.filter { $0 != element }
        let areNew =
            others.count <= Self.newcomerLimit
            && others.allSatisfy { other in
                // The remembered one has its counterpart, so that what only resembles it is new.
                [nil, remembered].contains(Ranking.counterpart(of: other, in: new, new: old).node)
            }
        guard areNew else {
            throw .stillThere("`\(prefix)` finds its element, and what was there before without being meant")
        }
        brokenPart = part
        elements = [Pair(old: remembered, new: element)]
        newcomers = others
        confidence = counterpart.confidence
        reason = counterpart.reason
    }

    /// The first part with which the chain found one element, and finds several now: what it says fits others as well.
    private static func partFindingSeveral(
        _ selector: Selector, old: PreparedPage, new: PreparedPage
    ) throws(Refusal) -> Int {
        let (then, now) = (SelectorEngine(old.index), SelectorEngine(new.index))
        guard let all = now.matches(selector), all.count > 1 else {
            throw .unclear("the snapshot does not show the elements that `\(selector)` found")
        }
        for part in selector.parts.indices {
            let prefix = selector.prefix(part + 1)
            guard let before = then.matches(prefix), let after = now.matches(prefix) else {
                throw .unclear("`\(prefix)` cannot be followed in a snapshot")
            }
            if before.count == 1, after.count > 1 { return part }
        }
        throw .stillThere("`\(selector)` finds several elements, and no part of it found only one before")
    }
}
