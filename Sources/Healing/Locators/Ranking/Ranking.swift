/// Orders candidates by how much they resemble a remembered element, and decides whether the best of them is that element.
package enum Ranking {
    /// The best first; candidates that are equally alike stay in their order.
    package static func rank(target: ElementFingerprint, candidates: [ElementFingerprint]) -> [Scored] {
        rank(target: target, candidates: CandidateSet(candidates))
    }

    package static func rank(target: ElementFingerprint, candidates: CandidateSet) -> [Scored] {
        compare(PreparedElement(target), candidates).map { Scored(index: $0.index, score: $0.score) }
    }

    package static func choose(
        target: ElementFingerprint, candidates: [ElementFingerprint], always: Bool = false
    ) -> Choice {
        choose(target: target, candidates: CandidateSet(candidates), always: always)
    }

    /// - Parameter always: never refuses as long as there is a candidate.
    package static func choose(target: ElementFingerprint, candidates: CandidateSet, always: Bool = false) -> Choice {
        let target = PreparedElement(target)
        return choose(target, among: compare(target, candidates), candidates, always: always, certified: { _ in [] })
    }

    struct Compared: Sendable {
        let index: Int
        let score: Double
        let similarity: Similarity
    }

    /// - Parameter sameText: what the same wording of the same kind of element counts besides its fitted weights.
    static func compare(_ target: PreparedElement, _ candidates: CandidateSet, sameText: Double = 0) -> [Compared] {
        let search = Search(target, in: candidates)
        return candidates.elements.indices.map { index in
            let similarity = Similarity(search, index)
            let candidate = candidates.elements[index]
            let isSameText = !target.text.isEmpty && target.text == candidate.text && target.kind == candidate.kind
            return Compared(
                index: index, score: score(similarity) + (isSameText ? sameText : 0), similarity: similarity)
        }.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
    }

    static func score(_ similarity: Similarity) -> Double {
        zip(similarity.values, Weights.vector).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// - Parameter certified: what else is known of the best candidate, for example from the whole page.
    static func choose(
        _ target: PreparedElement, among ranked: [Compared], _ candidates: CandidateSet, always: Bool,
        certified: (Compared) -> [Trust.Finding]
    ) -> Choice {
        let ranking = ranked.map { Scored(index: $0.index, score: $0.score) }
        guard let best = ranked.first else {
            return Choice(index: nil, confidence: 0, ranking: [], reason: "there is no candidate")
        }
        let found = candidates.elements[best.index]
        let rival = ranked.dropFirst().first { !isPartOf(found, candidates.elements[$0.index], likeTarget: target) }
        let margin = rival.map { best.score - $0.score } ?? Weights.fullMargin
        let trust = Trust(target, found, best.similarity, margin: margin, certified: certified(best))
        let obstacle = obstacle(target, found)
        let confidence = obstacle == nil ? trust.probability : min(trust.probability, Weights.trust / 2)
        if always || obstacle == nil && confidence >= Weights.trust {
            let reason = trust.words(inFavour: true)
            return Choice(
                index: best.index, confidence: confidence, ranking: ranking,
                reason: reason.isEmpty ? "the least unlike of the candidates" : reason)
        }
        let doubts = ([obstacle] + [rivalry(margin), trust.words(inFavour: false)]).compactMap { $0 }.filter {
            !$0.isEmpty
        }
        return Choice(
            index: nil, confidence: confidence, ranking: ranking,
            reason: "no candidate may be trusted: "
                + (doubts.isEmpty ? "too little in common" : doubts.joined(separator: "; ")))
    }

    private static func rivalry(_ margin: Double) -> String? {
        margin < Weights.fullMargin / 5 ? "another candidate is as likely" : nil
    }

    /// An element that wraps the best one or lies in it is no rival when only the best has the remembered tag.
    private static func isPartOf(_ best: PreparedElement, _ other: PreparedElement, likeTarget target: PreparedElement)
        -> Bool
    {
        best.tag == target.tag && other.tag != target.tag
            && (best.path.starts(with: other.path) || other.path.starts(with: best.path))
    }

    /// A reason for which the step could not do on `found` what it did on `target`.
    private static func obstacle(_ target: PreparedElement, _ found: PreparedElement) -> String? {
        if let obstacle = target.kind.obstacle(to: found.kind) { return obstacle }
        let special: Set = ["password", "file", "hidden", "range", "color", "date"]
        if target.kind == .field, target.type != found.type, !target.type.isEmpty, !found.type.isEmpty,
            special.contains(target.type) || special.contains(found.type)
        {
            return "a field of type \(target.type) is not one of type \(found.type)"
        }
        if !target.autocomplete.isEmpty, !found.autocomplete.isEmpty, target.autocomplete != found.autocomplete {
            return "the field takes \(found.autocomplete), not \(target.autocomplete)"
        }
        return nil
    }
}
