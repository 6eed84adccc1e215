package import Evidence

/// What one locator meant in a good run, without the page: the element that it found, and those that resembled it the most and
/// were not it. A hundredth of what the page takes.
package struct LocatorMemory: Hashable, Sendable, Codable {
    /// In Playwright's internal form.
    package let selector: String
    /// How many steps with this selector came before it in the run.
    package let earlier: Int
    /// Of the page on which it stood.
    package let url: String
    package let title: String?
    package let element: ElementFingerprint
    /// The most alike first.
    package let rivals: [ElementFingerprint]

    /// More of them than this tell nothing new: what is unlike the element is not mistaken for it.
    private static let rivalLimit = 3
    /// So many of the most alike are asked whether they are a rival.
    private static let examined = 20

    /// - Returns: nil when the node is none that a locator would point at.
    package init?(_ selector: String, earlier: Int = 0, of node: PageSnapshot.NodeID, in page: PreparedPage) {
        guard let position = page.position(of: node) else { return nil }
        self.selector = selector
        self.earlier = earlier
        let snapshot = page.index.page
        url = snapshot.url
        title = snapshot.title
        element = page.fingerprints[position]
        let alike = Ranking.compare(
            page.candidates.elements[position], page.candidates, sameText: Weights.sameTextOnOnePage)
        rivals = alike.lazy.map(\.index).filter { index in
            // What wraps the element or lies in it is not somebody else.
            index != position && !snapshot.isInside(page.nodes[index], scope: node)
                && !snapshot.isInside(node, scope: page.nodes[index])
        }.prefix(Self.rivalLimit).map { page.fingerprints[$0] }
    }

    /// The element on a page of today. Only what is clearly it is found: without the page of then nobody can tell whether it is
    /// gone, so that none found means nothing.
    package func counterpart(in page: PreparedPage) -> Counterpart {
        let shown = page.index.page.url
        guard Self.place(url) == Self.place(shown) else {
            return Self.none("the step was green at \(url), and \(shown) is shown")
        }
        let known = CandidateSet([element] + rivals)
        let target = known.elements[0]
        let ranked = Ranking.compare(target, page.candidates, sameText: Weights.sameTextOnOnePage).filter {
            page.index.isVisible(page.nodes[$0.index])
        }
        let free = ranked.prefix(Self.examined).filter { compared in
            Ranking.compare(
                page.candidates.elements[compared.index], known, sameText: Weights.sameTextOnOnePage
            ).first?.index == 0
        }
        let choice = Ranking.choose(
            target, among: free + ranked.dropFirst(Self.examined), page.candidates, always: false,
            certified: { _ in [] })
        return Counterpart(
            node: choice.index.map { page.nodes[$0] }, confidence: choice.confidence, reason: choice.reason,
            runnersUp: [])
    }

    private static func none(_ reason: String) -> Counterpart {
        Counterpart(node: nil, confidence: 0, reason: reason, runnersUp: [])
    }

    /// Path without numbers, which are ids: the next order's page is the same page.
    private static func place(_ url: String) -> String {
        let address = url.prefix { $0 != "?" && $0 != "#" }
        let path = address.firstRange(of: "://").map { address[$0.upperBound...].drop { $0 != "/" } } ?? address
        return String(path.filter { !$0.isNumber })
    }
}
