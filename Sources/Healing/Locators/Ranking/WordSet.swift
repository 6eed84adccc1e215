/// A set of words as sorted hashes, so that two sets are compared in one walk.
struct WordSet: Hashable, Sendable {
    let hashes: [UInt64]

    /// - Parameter hashes: of words, in any order, some of them more than once.
    init(hashes: [UInt64]) {
        var unique: [UInt64] = []
        for hash in hashes.sorted() where hash != unique.last { unique.append(hash) }
        self.hashes = unique
    }

    var isEmpty: Bool { hashes.isEmpty }
    var count: Int { hashes.count }

    func commonCount(with other: WordSet) -> Int {
        var common = 0
        var (left, right) = (0, 0)
        while left < hashes.count, right < other.hashes.count {
            let (first, second) = (hashes[left], other.hashes[right])
            if first == second { common += 1 }
            if first <= second { left += 1 }
            if second <= first { right += 1 }
        }
        return common
    }

    /// Common words of all words; 0 when a set is empty.
    func jaccard(_ other: WordSet) -> Double {
        if isEmpty || other.isEmpty { return 0 }
        let common = commonCount(with: other)
        return Double(common) / Double(count + other.count - common)
    }

    /// FNV-1a, the same in every run, unlike Swift's own hashes.
    static func hash(_ word: some StringProtocol) -> UInt64 {
        word.utf8.reduce(emptyHash, hash)
    }

    static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
}

/// A set of words in which rare ones weigh more.
struct WeighedWords: Sendable {
    let words: WordSet
    let weights: [Double]
    let total: Double

    init(_ words: WordSet, weight: (UInt64) -> Double) {
        self.words = words
        weights = words.hashes.map(weight)
        total = weights.reduce(0, +)
    }
}

/// How much of two weighted sets of words is common.
struct WordOverlap: Hashable, Sendable {
    /// Common weight of all weight; 0 when a set is empty.
    var jaccard = 0.0
    /// Common weight of the smaller set's weight.
    var containment = 0.0
    /// Share of the first set's weight that the second lacks, and the other way round; 0 when a set is empty.
    var lost = 0.0, gained = 0.0

    init(_ first: WeighedWords, _ second: WeighedWords) {
        guard first.total > 0, second.total > 0 else { return }
        var common = 0.0
        var (left, right) = (0, 0)
        let (lefts, rights) = (first.words.hashes, second.words.hashes)
        while left < lefts.count, right < rights.count {
            if lefts[left] == rights[right] {
                common += first.weights[left]
                left += 1
                right += 1
            } else if lefts[left] < rights[right] {
                left += 1
            } else {
                right += 1
            }
        }
        jaccard = common / (first.total + second.total - common)
        containment = common / min(first.total, second.total)
        lost = 1 - common / first.total
        gained = 1 - common / second.total
    }
}
