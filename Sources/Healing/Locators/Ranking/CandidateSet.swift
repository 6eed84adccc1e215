import Foundation

/// The elements among which a remembered one is looked for, prepared once, with how common each word is among them.
package struct CandidateSet: Sendable {
    let elements: [PreparedElement]
    private let counts: [Words: [UInt64: Int]]
    private let weighed: [Words: [WeighedWords]]

    /// The kinds of words that are weighed by their rarity, each kind for itself.
    enum Words: CaseIterable, Hashable, Sendable {
        case wording, vocabulary, context

        func of(_ element: PreparedElement) -> WordSet {
            switch self {
            case .wording: element.words
            case .vocabulary: element.vocabulary
            case .context: element.context
            }
        }
    }

    package init(_ candidates: [ElementFingerprint]) {
        elements = candidates.map(PreparedElement.init)
        var counts: [Words: [UInt64: Int]] = [:]
        var weighed: [Words: [WeighedWords]] = [:]
        for kind in Words.allCases {
            let own = elements.reduce(into: [UInt64: Int]()) { counts, element in
                for word in kind.of(element).hashes { counts[word, default: 0] += 1 }
            }
            let total = elements.count
            weighed[kind] = elements.map { WeighedWords(kind.of($0)) { Self.weight(own[$0], of: total) } }
            counts[kind] = own
        }
        self.counts = counts
        self.weighed = weighed
    }

    package var count: Int { elements.count }

    func words(_ kind: Words, of index: Int) -> WeighedWords {
        weighed[kind]?[index] ?? WeighedWords(WordSet(hashes: [])) { _ in 0 }
    }

    /// The words of an element from outside, weighed by how common they are among the candidates.
    func weighed(_ kind: Words, of element: PreparedElement) -> WeighedWords {
        WeighedWords(kind.of(element)) { Self.weight(counts[kind]?[$0], of: elements.count) }
    }

    /// A rare word tells more: its weight falls with the number of candidates that carry it.
    private static func weight(_ occurrences: Int?, of total: Int) -> Double {
        log(1 + Double(total) / Double(max(1, occurrences ?? 1)))
    }
}
