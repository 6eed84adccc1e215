package import Evidence

/// The element of a changed page that is a remembered element of the page as it was, or none with the reason.
package struct Counterpart: Hashable, Sendable {
    package let node: PageSnapshot.NodeID?
    /// 0 to 1.
    package let confidence: Double
    package let reason: String
    /// The best candidates that were left, most alike first, at most five.
    package let runnersUp: [PageSnapshot.NodeID]
    /// None was taken because the two most alike are as likely.
    package var isUndecided = false
}

extension Ranking {
    /// Looks for the counterpart with both whole pages in hand: an element that resembles another element of the old page
    /// more than ours is the counterpart of that one and not free. So a removed element is not found in a lookalike that was
    /// there before, and one button of many alike is told by what became of the others.
    package static func counterpart(
        of node: PageSnapshot.NodeID, in old: PageSnapshot, new: PageSnapshot, testIDAttribute: String = "data-testid"
    ) -> Counterpart {
        counterpart(
            of: node, in: PreparedPage(PageIndex(old, testIDAttribute: testIDAttribute)),
            new: PreparedPage(PageIndex(new, testIDAttribute: testIDAttribute)))
    }

    package static func counterpart(
        of node: PageSnapshot.NodeID, in old: PreparedPage, new: PreparedPage
    ) -> Counterpart {
        if case .otherPage(let reason) = PageLikeness(old, new) {
            return Counterpart(node: nil, confidence: 0, reason: reason, runnersUp: [])
        }
        guard let position = old.position(of: node) else {
            return Counterpart(node: nil, confidence: 0, reason: "the remembered node is no element", runnersUp: [])
        }
        let target = old.candidates.elements[position]
        let search = CounterpartSearch(old: old, new: new, position: position, target: target)
        let choice = search.choose()
        let scores = choice.ranking.prefix(2).map(\.score)
        return Counterpart(
            node: choice.index.map { new.nodes[$0] }, confidence: choice.confidence, reason: choice.reason,
            runnersUp: choice.ranking.prefix(5).map { new.nodes[$0.index] },
            isUndecided: choice.index == nil && scores.count == 2 && scores[0] - scores[1] < Weights.fullMargin / 5)
    }
}

/// One search for a counterpart.
private struct CounterpartSearch {
    let old: PreparedPage
    let new: PreparedPage
    let position: Int
    let target: PreparedElement

    /// So many of the most alike are asked whose counterpart they are. In a long list a moved element ranks behind many that
    /// stayed, each of which has to be seen to be taken.
    private static let examined = 40
    /// A claim counts only with this lead: of twins without a difference none has the better one.
    private static let claimLead = 0.25
    /// Who has the best claim to a candidate.
    private enum Owner { case ours, undecided, other(Int) }

    func choose() -> Choice {
        let isSeen = old.index.isVisible(old.nodes[position])
        let ranked = Ranking.compare(target, new.candidates, sameText: Weights.sameTextOnOnePage).filter {
            !isSeen || new.index.isVisible(new.nodes[$0.index])
        }
        var free: [Ranking.Compared] = []
        var ours: Set<Int> = []
        var claimed: [String] = []
        for compared in ranked.prefix(Self.examined) {
            switch owner(of: compared) {
            case .other(let owner):
                claimed.append(old.fingerprints[owner].description)
                continue
            case .ours: ours.insert(compared.index)
            case .undecided: break
            }
            free.append(compared)
        }
        let choice = Ranking.choose(
            target, among: free + ranked.dropFirst(Self.examined), new.candidates, always: false,
            certified: { certificates($0, isOurs: ours.contains($0.index)) })
        guard choice.index == nil, let first = claimed.first else { return choice }
        return Choice(
            index: nil, confidence: choice.confidence, ranking: choice.ranking,
            reason: "what resembles it most was there before as \(first); \(choice.reason)")
    }

    private func owner(of compared: Ranking.Compared) -> Owner {
        let candidate = new.candidates.elements[compared.index]
        let claims = Ranking.compare(candidate, old.candidates, sameText: Weights.sameTextOnOnePage)
        guard let ours = claims.first(where: { $0.index == position }),
            let rival = claims.first(where: { $0.index != position && !isRelative($0.index, asSeenBy: candidate) })
        else { return .ours }
        let lead = ours.score - rival.score
        return lead > Self.claimLead ? .ours : lead < -Self.claimLead ? .other(rival.index) : .undecided
    }

    /// What wraps ours or lies in it, with another tag than the candidate, is not somebody else.
    private func isRelative(_ other: Int, asSeenBy candidate: PreparedElement) -> Bool {
        guard candidate.tag == target.tag, old.candidates.elements[other].tag != target.tag else { return false }
        let page = old.index.page
        return page.isInside(old.nodes[other], scope: old.nodes[position])
            || page.isInside(old.nodes[position], scope: old.nodes[other])
    }

    /// What the whole pages say for a candidate. Weights by analogy to the fitted ones: being nobody else's counterpart is
    /// worth as much as a clear lead, since on one page from one day to the next nearly everything else stays.
    private func certificates(_ best: Ranking.Compared, isOurs: Bool) -> [Trust.Finding] {
        let found = new.candidates.elements[best.index]
        let isUnique =
            !target.text.isEmpty && target.text == found.text && isAlone(found, in: new) && isAlone(target, in: old)
        let isSamePlace = best.similarity[.pathEnd] == 1 && target.classes == found.classes && target.tag == found.tag
        let context = best.similarity[.context]
        return [
            Trust.Finding(
                weight: 1.3, strength: isOurs ? 1 : 0, words: "no other element of the old page resembles it more"),
            Trust.Finding(weight: 0.9, strength: isUnique ? 1 : 0, words: "the only one with this text"),
            Trust.Finding(weight: 0.8, strength: isSamePlace ? 1 : 0, words: "same place and classes"),
            Trust.Finding(
                weight: 0.8, strength: target.context.isEmpty ? 0 : isUnique ? context : 2 * context - 1,
                words: context > 0.5 ? "same text around it" : "other text around it"),
        ]
    }

    private func isAlone(_ element: PreparedElement, in page: PreparedPage) -> Bool {
        page.candidates.elements.count { $0.text == element.text && $0.kind == element.kind } == 1
    }
}
