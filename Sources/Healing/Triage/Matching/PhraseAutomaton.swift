/// Finds all of many phrases in one pass over a text (Aho and Corasick, 1975), so that the number of rules does not
/// matter for speed. At most 65,535 bytes of phrases in all.
struct PhraseAutomaton: Sendable {
    private let classes: [UInt8]
    private let classCount: Int
    private let next: [UInt16]
    private let phraseAt: [Int32]
    private let shorterMatch: [UInt16]
    private let matchesAt: [Bool]
    let phraseCount: Int

    init(phrases: [String]) {
        var builder = PhraseTrie(phrases: phrases)
        builder.linkFailures()
        classes = builder.classes
        classCount = builder.classCount
        next = builder.next
        phraseAt = builder.phraseAt
        shorterMatch = builder.shorterMatch
        matchesAt = phraseAt.indices.map { builder.phraseAt[$0] >= 0 || builder.shorterMatch[$0] != 0 }
        phraseCount = phrases.count
    }

    func phrases(in text: [UInt8]) -> PhraseSet {
        var found = PhraseSet(count: phraseCount)
        var state = 0
        for byte in text {
            state = Int(next[state * classCount + Int(classes[Int(byte)])])
            if matchesAt[state] { collect(from: state, into: &found) }
        }
        return found
    }

    private func collect(from state: Int, into found: inout PhraseSet) {
        var place = state
        while place != 0 {
            if phraseAt[place] >= 0 { found.insert(Int(phraseAt[place])) }
            place = Int(shorterMatch[place])
        }
    }
}

/// The automaton while it is built: a tree of the phrases, then the links to the longest suffix that is in the tree too.
private struct PhraseTrie {
    var classes = [UInt8](repeating: 0, count: 256)
    var classCount = 1
    var next: [UInt16] = []
    var phraseAt: [Int32] = [-1]
    var shorterMatch: [UInt16] = [0]

    init(phrases: [String]) {
        for byte in phrases.flatMap(\.utf8) where classes[Int(byte)] == 0 {
            classes[Int(byte)] = UInt8(classCount)
            classCount += 1
        }
        next = [UInt16](repeating: 0, count: classCount)
        for (number, phrase) in phrases.enumerated() { insert(phrase, as: Int32(number)) }
    }

    private mutating func insert(_ phrase: String, as number: Int32) {
        var state = 0
        for byte in phrase.utf8 {
            let edge = state * classCount + Int(classes[Int(byte)])
            if next[edge] == 0 {
                precondition(phraseAt.count < 65_535, "too many phrases for 16-bit states")
                next[edge] = UInt16(phraseAt.count)
                next.append(contentsOf: repeatElement(0, count: classCount))
                phraseAt.append(-1)
                shorterMatch.append(0)
            }
            state = Int(next[edge])
        }
        phraseAt[state] = number
    }

    mutating func linkFailures() {
        var suffix = [Int](repeating: 0, count: phraseAt.count)
        var queue = (0..<classCount).map { Int(next[$0]) }.filter { $0 != 0 }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            for edge in 0..<classCount {
                let child = Int(next[state * classCount + edge])
                let fallback = Int(next[suffix[state] * classCount + edge])
                guard child != 0 else {
                    next[state * classCount + edge] = UInt16(fallback)
                    continue
                }
                suffix[child] = fallback
                shorterMatch[child] = phraseAt[fallback] >= 0 ? UInt16(fallback) : shorterMatch[fallback]
                queue.append(child)
            }
        }
    }
}

/// Numbers of the phrases that a text holds.
struct PhraseSet: Sendable {
    private var words: [UInt64]

    private var isEmpty = true

    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    mutating func insert(_ number: Int) {
        words[number >> 6] |= 1 << UInt64(number & 63)
        isEmpty = false
    }

    func containsAny(of numbers: [Int]) -> Bool { !isEmpty && numbers.contains(where: contains) }

    func contains(_ number: Int) -> Bool { words[number >> 6] & (1 << UInt64(number & 63)) != 0 }
}
