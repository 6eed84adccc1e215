package import Evidence

/// What became of the elements that a locator used to find: the memory of the last good page, held against the page on
/// which the locator finds nothing, or more than the one element that it has to find.
package struct LocatorRecall: Hashable, Sendable {
    /// Which part of the selector finds nothing any more, or something else as well.
    package let brokenPart: Int
    /// The elements as they were, in document order, with what they are now. Where the broken part asks what lies inside of
    /// an element, the one inside.
    package let elements: [Pair]
    /// What the broken part finds besides the element, none of which was on the old page.
    package let newcomers: [PageSnapshot.NodeID]
    /// 0 to 1, of the least certain element.
    package let confidence: Double
    package let reason: String

    package struct Pair: Hashable, Sendable {
        package let old: PageSnapshot.NodeID
        package let new: PageSnapshot.NodeID
    }

    /// Why no element can be named.
    package enum Refusal: Error, Hashable, Sendable {
        /// Nothing on the page is what it was.
        case gone(String)
        /// Another page stands in its place.
        case otherPage(String)
        /// The locator finds its element: something else is wrong.
        case stillThere(String)
        /// The memory, or the selector, does not allow an answer.
        case unclear(String)
    }

    /// More elements than this are not one thing that a locator means.
    private static let elementLimit = 60

    /// - Parameters:
    ///   - targets: what Playwright marked in the old page as found by the whole selector.
    ///   - old: the page on which the selector was right.
    ///   - new: the page on which it failed.
    ///   - foundSeveral: it failed because it found several elements where it has to find one.
    package init(
        _ selector: Selector, targets: [PageSnapshot.NodeID], old: PreparedPage, new: PreparedPage,
        foundSeveral: Bool = false
    ) throws(Refusal) {
        if foundSeveral {
            try self.init(ambiguous: selector, targets: targets, old: old, new: new)
        } else if let part = Self.partAskingInside(selector, new: new) {
            try self.init(lostInside: part, of: selector, targets: targets, old: old, new: new)
        } else {
            try self.init(lost: selector, targets: targets, old: old, new: new)
        }
    }

    /// For a locator that finds nothing.
    private init(
        lost selector: Selector, targets: [PageSnapshot.NodeID], old: PreparedPage, new: PreparedPage
    ) throws(Refusal) {
        guard let lost = SelectorEngine(new.index).matchingPrefix(of: selector) else {
            throw .unclear("`\(selector)` cannot be followed in a snapshot")
        }
        guard lost < selector.parts.count else {
            throw .stillThere("`\(selector)` finds its element on the page as it is now")
        }
        let prefix = Self.partTakenOut(of: selector, lostAt: lost, targets: targets, old: old, new: new) ?? lost
        let isPlain = Self.locates(selector.parts[prefix])
        guard isPlain else { throw .unclear("`\(selector.parts[prefix])` picks among elements that are there") }
        let remembered = try Self.remembered(selector.prefix(prefix + 1), targets: targets, old: old)
        if case .otherPage(let reason) = PageLikeness(old, new) { throw .otherPage(reason) }
        var pairs: [Pair] = []
        var confidence = 1.0
        var reason = ""
        for node in remembered {
            let counterpart = Ranking.counterpart(of: node, in: old, new: new)
            guard let found = counterpart.node else { throw .gone(counterpart.reason) }
            if counterpart.confidence < confidence || reason.isEmpty { reason = counterpart.reason }
            confidence = min(confidence, counterpart.confidence)
            pairs.append(Pair(old: node, new: found))
        }
        guard Set(pairs.map(\.new)).count == pairs.count else {
            throw .gone("several of the remembered elements resemble one and the same element")
        }
        self.brokenPart = prefix
        self.elements = pairs
        newcomers = []
        self.confidence = confidence
        self.reason = reason
    }

    /// Where the way into a frame is lost: the part that looked in there, when all that it meant is on the page itself now.
    private static func partTakenOut(
        of selector: Selector, lostAt lost: Int, targets: [PageSnapshot.NodeID], old: PreparedPage, new: PreparedPage
    ) -> Int? {
        guard let entering = selector.parts[lost...].lastIndex(where: \.entersFrame) else { return nil }
        let part = entering + 1
        guard selector.parts.indices.contains(part), locates(selector.parts[part]),
            let remembered = try? Self.remembered(selector.prefix(part + 1), targets: targets, old: old)
        else { return nil }
        let isOnPage = remembered.allSatisfy { node in
            guard let found = Ranking.counterpart(of: node, in: old, new: new).node else { return false }
            return new.index.page.document(of: found) == nil
        }
        return isOnPage ? part : nil
    }

    /// What somebody else than ranking has decided: one element, chosen among candidates that were computed.
    package init(brokenPart: Int, old: PageSnapshot.NodeID, new: PageSnapshot.NodeID, reason: String) {
        self.brokenPart = brokenPart
        elements = [Pair(old: old, new: new)]
        newcomers = []
        // A choice is not measured; the proof has to carry it.
        confidence = 0.5
        self.reason = reason
    }

    /// Position and filter parts look among what the parts before them found; they do not say what an element is.
    static func locates(_ part: Selector.Part) -> Bool {
        ![
            "nth", "visible", "internal:has-text", "internal:has-not-text", "internal:has", "internal:has-not",
            "internal:and", "internal:or", "internal:chain", "internal:control", "internal:describe",
        ].contains(part.engine)
    }

    static func remembered(
        _ prefix: Selector, targets: [PageSnapshot.NodeID], old: PreparedPage
    ) throws(Refusal) -> [PageSnapshot.NodeID] {
        let page = old.index.page
        guard let found = SelectorEngine(old.index).matches(prefix), !found.isEmpty else {
            // The mark says what the whole selector found; for a selector of one part that is the memory itself.
            guard prefix.parts.count == 1, !targets.isEmpty else {
                throw .unclear("`\(prefix)` cannot be followed in the snapshot of the last good run")
            }
            return targets
        }
        guard found.count <= elementLimit else { throw .unclear("`\(prefix)` found \(found.count) elements") }
        let isConfirmed = targets.contains { target in
            found.contains(target) || found.contains { page.ancestors(target).contains($0) }
        }
        guard isConfirmed || targets.isEmpty else {
            throw .unclear("the snapshot of the last good run does not show what `\(prefix)` found")
        }
        return found
    }
}
