/// The candidate that is the remembered element, or none with the reason.
package struct Choice: Hashable, Sendable {
    /// Position among the candidates; nil when none may be trusted.
    package let index: Int?
    /// 0 to 1: how surely the best candidate is the remembered element, whether it was chosen or not.
    package let confidence: Double
    /// All candidates, the best first.
    package let ranking: [Scored]
    /// In plain words, for reports.
    package let reason: String

    package init(index: Int?, confidence: Double, ranking: [Scored], reason: String) {
        self.index = index
        self.confidence = confidence
        self.ranking = ranking
        self.reason = reason
    }
}

/// A candidate with how much it resembles the remembered element.
package struct Scored: Hashable, Sendable {
    /// Position among the candidates.
    package let index: Int
    /// Sum of the weighted similarities. An element that did not change at all gets 10 to 25, by how much is known of it.
    package let score: Double
}
