/// A text and the code in its holes, by the segments of the line that they became.
struct TextRun: Hashable {
    /// All of its segments.
    private(set) var places: Range<Int>
    /// The places of what it says itself.
    private(set) var texts: [Int] = []
    /// The places of each hole's code.
    private(set) var holes: [Range<Int>] = []
    /// What it says before the first hole, between each two, and behind the last.
    private(set) var words = [""]

    init(start: Int) { places = start..<start }

    mutating func add(text: String, at range: Range<Int>) {
        words[words.count - 1] += text
        texts += Array(range)
        places = places.lowerBound..<range.upperBound
    }

    mutating func add(holeAt range: Range<Int>) {
        words.append("")
        holes.append(range)
        places = places.lowerBound..<range.upperBound
    }
}

extension LineSegments {
    /// The texts beside a hole in which other code stands in the other line: what they speak of may be another thing.
    /// - Parameter other: of as many segments.
    func textsBesideOtherCode(in other: LineSegments) -> Set<Int> {
        let unlike = (runs + other.runs).filter { run in run.holes.contains { isOtherCode(at: $0, in: other) } }
        return Set(unlike.flatMap(\.texts))
    }

    /// A word of the text may stand in a hole, too, as one of two that a condition chooses; what a call is given is code.
    private func isOtherCode(at hole: Range<Int>, in other: LineSegments) -> Bool {
        var depth = 0
        for place in hole {
            if sign(place) == "(" { depth += 1 }
            if sign(place) == ")" { depth -= 1 }
            let (one, two) = (segments[place], other.segments[place])
            if one == two { continue }
            if depth == 0, case .text = one, case .text = two { continue }
            return true
        }
        return false
    }

    /// The forms of the one text whose hole stands elsewhere in the other line, where the lines are alike but for that.
    func reshaped(by other: LineSegments) -> (old: ReshapedText.Form, new: ReshapedText.Form)? {
        for old in runs where isWhole(old) {
            for new in other.runs where other.isWhole(new) {
                guard segments[old.holes[0]] == other.segments[new.holes[0]], !old.holes[0].isEmpty,
                    segments[..<old.places.lowerBound] == other.segments[..<new.places.lowerBound],
                    segments[old.places.upperBound...] == other.segments[new.places.upperBound...],
                    old.words[0].trimmed.isEmpty != new.words[0].trimmed.isEmpty
                else { continue }
                return (
                    ReshapedText.Form(head: old.words[0], tail: old.words[1]),
                    ReshapedText.Form(head: new.words[0], tail: new.words[1])
                )
            }
        }
        return nil
    }

    /// Whether a text has one hole, and stands in none itself.
    private func isWhole(_ run: TextRun) -> Bool {
        run.holes.count == 1
            && !runs.contains { around in
                around.holes.contains {
                    $0.lowerBound <= run.places.lowerBound && run.places.upperBound <= $0.upperBound
                }
            }
    }
}
