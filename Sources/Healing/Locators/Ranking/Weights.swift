/// What is compared, and how much each agreement counts.
enum Trait: Int, CaseIterable, Sendable {
    case tag, kind, id, idSpelling, name, testID, testIDSpelling, type, classes
    case text, words, containedWords, textAppeared, vocabulary, hint
    case link, linkSpelling
    case path, tagPath, pathEnd, depth, listStep, anchor, anchoredPath, location, size
    case neighbours, neighbourSides, context
}

/// Weights of the ranking: the log of how much likelier an element with this agreement is the one that is looked for.
///
/// Those with two decimals were fitted by `scripts/fit-ranking.py` as a conditional logit (the remembered element chooses
/// among the candidates), none below zero, on 282 elements of 19 sites that changed over years; left out site by site it
/// puts the right element first in 94.3% of the cases, on sites with geometry in all. The others have no such data behind
/// them and are set by analogy, as their comments say.
enum Weights {
    static let ranking: [Trait: Double] = [
        .tag: 1.13, .kind: 1.10, .id: 0.38, .idSpelling: 0.44, .name: 0.74, .classes: 1.02,
        .text: 1.61, .words: 1.94, .containedWords: 1.97, .textAppeared: 1.21, .vocabulary: 2.24,
        .link: 0.75, .linkSpelling: 0.77,
        .path: 0.96, .tagPath: 1.01, .pathEnd: 0.99, .depth: 1.44, .listStep: 1.54, .anchor: 1.10, .anchoredPath: 0.90,
        .location: 0.55, .size: 0.35, .neighbours: 1.10, .neighbourSides: 0.37,
        // A test id is an id that somebody promised to keep: worth more than any id that a framework may generate.
        .testID: 2, .testIDSpelling: 1,
        // Labels, placeholders and titles are to a field what its text is to a button.
        .hint: 1.5,
        // A password field does not become a text field.
        .type: 0.5,
        // In a list of cards all buttons are alike, and only the text of the card tells which is which: it has to weigh
        // more than the position in the list, which changes when a card goes (`listStep`, `pathEnd`, `path`).
        .context: 6,
    ]

    static let vector: [Double] = Trait.allCases.map { ranking[$0] ?? 0 }

    /// What the same wording counts in addition between two states of one page: from one commit to the next most texts stay,
    /// over years they do not. By analogy to the weight of a place in a list, which it has to outweigh when a list shifts.
    static let sameTextOnOnePage = 2.5

    /// What another value of the `name` attribute counts instead of 1 for the same.
    static let otherName = -0.3
    /// Steps at the end of a path that count: beyond them the page around changed, not the element.
    static let comparedPathEnd = 5
    /// Pixels in which closeness falls to a third: within a paragraph, and within a screen.
    static let nearMove = 60.0
    static let farMove = 300.0

    /// The surest that a lead over the second can make us: more is no better.
    static let fullMargin = 2.5
    /// Below this probability nothing is chosen. Fitted with the evidence weights of `Evidence`: left out site by site it
    /// leaves 85.5% right, 0.4% wrong, and something is chosen in 2.8% of the cases whose right element was taken away.
    static let trust = 0.63
}
