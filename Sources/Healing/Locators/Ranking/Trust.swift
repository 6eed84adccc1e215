import Foundation

/// Whether the best candidate is the remembered element at all: evidence for and against, summed to a log of odds.
///
/// Fitted by `scripts/fit-ranking.py` as a logistic regression on the best candidates of the same 282 cases, each once as it
/// is and once with the right element taken away, none of the weights below zero.
struct Trust: Sendable {
    struct Finding: Sendable {
        let weight: Double
        /// 0 to 1 for evidence in favour, 0 to -1 for evidence against.
        let strength: Double
        let words: String
    }
    let findings: [Finding]
    /// The odds before anything is known of the best candidate.
    private static let doubt = 3.66

    /// - Parameter margin: lead of the score over the second that is a rival.
    init(
        _ target: PreparedElement, _ best: PreparedElement, _ alike: Similarity, margin: Double,
        certified: [Finding] = []
    ) {
        func both(_ first: String, _ second: String) -> Bool { !first.isEmpty && !second.isEmpty }
        let hasTexts = both(target.text, best.text)
        let isExact = hasTexts && target.text == best.text
        let hasBoxes = target.box != nil && best.box != nil
        let identity = max(alike[.id], alike[.name], alike[.testID], 0)
        let sharesName = isExact || alike[.text] > 0.5 || hasTexts && alike.wording.lost < 0.4
        let sharesIdentity =
            sharesName || identity > 0 || alike[.link] > 0 || max(alike[.idSpelling], alike[.testIDSpelling]) > 0.8
            || alike[.hint] > 0.8 || alike[.context] > 0.8
        findings =
            [
                Finding(
                    weight: 1.32, strength: min(margin, Weights.fullMargin) / Weights.fullMargin,
                    words: "clearly ahead of the next"),
                Finding(weight: 1.48, strength: alike[.tag], words: "same tag"),
                Finding(weight: 1.6, strength: alike[.kind], words: "same kind of element"),
                Finding(weight: 0.72, strength: isExact ? 1 : 0, words: "same text"),
                Finding(weight: 0.94, strength: -alike.wording.lost, words: "words of the text are gone"),
                Finding(weight: 1, strength: -alike.wording.gained, words: "the text has new words"),
                Finding(
                    weight: 0.23, strength: target.text.isEmpty == best.text.isEmpty ? 0 : -1,
                    words: "only one has text"),
                Finding(weight: 0.62, strength: identity, words: "same id, name or test id"),
                Finding(
                    weight: 0.73,
                    strength: !target.classes.isEmpty && !best.classes.isEmpty && alike[.classes] == 0 ? -1 : 0,
                    words: "no class in common"),
                Finding(weight: 0.36, strength: alike[.link], words: "same link"),
                Finding(weight: 0.99, strength: alike[.pathEnd], words: "same place in its surroundings"),
                Finding(
                    weight: 0.79, strength: alike[.anchor] * alike[.anchoredPath], words: "same place below the same id"
                ),
                Finding(weight: 0.36, strength: hasBoxes ? alike[.location] - 1 : 0, words: "moved on the screen"),
                Finding(weight: 0.51, strength: hasBoxes ? alike[.size] - 1 : 0, words: "another size"),
                Finding(weight: 0.46, strength: alike[.neighbours], words: "same neighbours"),
                Finding(
                    weight: 0.45, strength: both(target.name, best.name) && target.name != best.name ? -1 : 0,
                    words: "another name attribute"),
                Finding(weight: 1.1, strength: sharesIdentity ? 0 : -1, words: "no text, id or link in common"),
            ] + certified
    }

    /// 0 to 1.
    var probability: Double { 1 / (1 + exp(Self.doubt - findings.reduce(0) { $0 + $1.weight * $1.strength })) }

    /// The strongest findings first.
    func words(inFavour: Bool) -> String {
        let chosen = findings.filter { inFavour ? $0.strength > 0.5 : $0.strength < -0.5 }
        return chosen.sorted { $0.weight * abs($0.strength) > $1.weight * abs($1.strength) }.prefix(4).map(\.words)
            .joined(separator: ", ")
    }
}
