import Foundation

/// How alike a remembered element and a candidate are, attribute by attribute: 1 is the same, 0 is nothing in common or not
/// known on one side. A missing attribute is no evidence, so that elements are never told apart by how much is known of them.
struct Similarity: Sendable {
    var values = [Double](repeating: 0, count: Trait.allCases.count)
    let wording: WordOverlap

    subscript(trait: Trait) -> Double {
        get { values[trait.rawValue] }
        set { values[trait.rawValue] = newValue }
    }

    init(_ search: Search, _ position: Int) {
        let target = search.target
        let candidate = search.candidates.elements[position]
        wording = WordOverlap(search.wording, search.candidates.words(.wording, of: position))
        self[.tag] = target.tag == candidate.tag ? 1 : 0
        self[.kind] = target.kind == candidate.kind ? 1 : 0
        compareIdentifiers(search, candidate)
        compareWording(search, candidate, position)
        compareLinks(search, candidate)
        comparePlace(target, candidate)
        compareSurroundings(search, candidate, position)
    }

    private mutating func compareIdentifiers(_ search: Search, _ candidate: PreparedElement) {
        let target = search.target
        if !target.id.isEmpty, !candidate.id.isEmpty {
            self[.id] = target.id == candidate.id ? 1 : 0
            self[.idSpelling] = search.id.similarity(to: candidate.idBytes)
        }
        if !target.name.isEmpty, !candidate.name.isEmpty {
            self[.name] = target.name == candidate.name ? 1 : Weights.otherName
        }
        if !target.testID.isEmpty, !candidate.testID.isEmpty {
            self[.testID] = target.testID == candidate.testID ? 1 : 0
            self[.testIDSpelling] = search.testID.similarity(to: candidate.testIDBytes)
        }
        if !target.type.isEmpty, !candidate.type.isEmpty { self[.type] = target.type == candidate.type ? 1 : -1 }
        self[.classes] = target.classes.jaccard(candidate.classes)
    }

    private mutating func compareWording(_ search: Search, _ candidate: PreparedElement, _ position: Int) {
        self[.text] = search.text.similarity(to: candidate.textBytes)
        self[.words] = wording.jaccard
        self[.containedWords] = wording.containment
        self[.textAppeared] = search.target.text.isEmpty && !candidate.text.isEmpty ? -1 : 0
        self[.vocabulary] =
            WordOverlap(search.vocabulary, search.candidates.words(.vocabulary, of: position)).jaccard
        for (name, hint) in search.hints {
            guard let other = candidate.hints[name] else { continue }
            self[.hint] = max(self[.hint], hint.similarity(to: other))
        }
    }

    private mutating func compareLinks(_ search: Search, _ candidate: PreparedElement) {
        guard !search.link.bytes.isEmpty, !candidate.link.isEmpty else { return }
        self[.link] = search.target.link == candidate.link ? 1 : 0
        self[.linkSpelling] = search.link.similarity(to: candidate.linkEnd)
    }

    private mutating func comparePlace(_ target: PreparedElement, _ candidate: PreparedElement) {
        self[.path] = EditDistance.similarity(target.path, candidate.path)
        self[.tagPath] = EditDistance.similarity(target.tags, candidate.tags)
        let common = zip(target.path.reversed(), candidate.path.reversed()).prefix { $0 == $1 }.count
        self[.pathEnd] = Double(min(Weights.comparedPathEnd, common)) / Double(Weights.comparedPathEnd)
        self[.depth] = -Double(abs(target.path.count - candidate.path.count)) / 10
        self[.listStep] = target.listStep == candidate.listStep ? 1 : 0
        let isSameAnchor = target.anchor == candidate.anchor
        self[.anchor] = isSameAnchor && !target.anchor.isEmpty ? 1 : 0
        let isAnchor = self[.anchor] == 1 && target.anchored.isEmpty && candidate.anchored.isEmpty
        let rest = isSameAnchor ? EditDistance.similarity(target.anchored, candidate.anchored) : 0
        self[.anchoredPath] = isAnchor ? 1 : rest
        guard let old = target.box, let new = candidate.box else { return }
        let moved = hypot(old.x - new.x, old.y - new.y)
        self[.location] = (exp(-moved / Weights.farMove) + exp(-moved / Weights.nearMove)) / 2
        self[.size] = Self.ratio(old.width, new.width) * Self.ratio(old.height, new.height)
    }

    private mutating func compareSurroundings(_ search: Search, _ candidate: PreparedElement, _ position: Int) {
        let target = search.target
        let smaller = min(target.neighbours.count, candidate.neighbours.count)
        let common = smaller == 0 ? 0 : target.neighbours.commonCount(with: candidate.neighbours)
        self[.neighbours] = smaller == 0 ? 0 : Double(common) / Double(smaller)
        self[.neighbourSides] = zip(target.sides, candidate.sides).reduce(0) { $0 + $1.0.jaccard($1.1) } / 4
        // It tells twins apart and says nothing of elements that are different anyway.
        guard target.kind == candidate.kind else { return }
        self[.context] = WordOverlap(search.context, search.candidates.words(.context, of: position)).jaccard
    }

    private static func ratio(_ first: Double, _ second: Double) -> Double {
        let larger = max(first, second)
        return larger > 0 ? min(first, second) / larger : 0
    }
}

/// A remembered element, prepared for comparison with one set of candidates.
struct Search: Sendable {
    let target: PreparedElement
    let candidates: CandidateSet
    let wording: WeighedWords, vocabulary: WeighedWords, context: WeighedWords
    let id: EditDistance.Pattern, testID: EditDistance.Pattern, text: EditDistance.Pattern, link: EditDistance.Pattern
    let hints: [String: EditDistance.Pattern]

    init(_ target: PreparedElement, in candidates: CandidateSet) {
        self.target = target
        self.candidates = candidates
        wording = candidates.weighed(.wording, of: target)
        vocabulary = candidates.weighed(.vocabulary, of: target)
        context = candidates.weighed(.context, of: target)
        id = EditDistance.Pattern(target.idBytes)
        testID = EditDistance.Pattern(target.testIDBytes)
        text = EditDistance.Pattern(target.textBytes)
        link = EditDistance.Pattern(target.linkEnd)
        hints = target.hints.mapValues { EditDistance.Pattern($0) }
    }
}
