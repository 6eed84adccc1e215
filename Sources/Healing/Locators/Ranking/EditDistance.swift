/// Levenshtein distance. Source: the bit-parallel form of Hyyrö (2003), one machine word a step.
enum EditDistance {
    /// Elements of a sequence that take part: those that fit into a machine word. Longer texts are content, not names.
    static let limit = UInt64.bitWidth

    /// One side of many comparisons, prepared once.
    struct Pattern: Sendable {
        let bytes: [UInt8]
        private let places: [UInt64]

        init(_ bytes: some Sequence<UInt8>) {
            self.bytes = Array(bytes.prefix(limit))
            var places = [UInt64](repeating: 0, count: 256)
            for (position, byte) in self.bytes.enumerated() { places[Int(byte)] |= 1 << UInt64(position) }
            self.places = places
        }

        /// 1 for equal, 0 for nothing in common; 0 when either is empty.
        func similarity(to other: [UInt8]) -> Double {
            if bytes.isEmpty || other.isEmpty { return 0 }
            if bytes == other { return 1 }
            let distance = EditDistance.distance(fromCount: bytes.count, to: other.prefix(limit)) { places[Int($0)] }
            return 1 - Double(distance) / Double(max(bytes.count, min(limit, other.count)))
        }
    }

    /// 1 for equal, 0 for nothing in common; 0 when both are empty.
    static func similarity(_ first: [UInt64], _ second: [UInt64]) -> Double {
        let longest = max(first.count, second.count)
        return longest == 0 ? 0 : 1 - Double(between(first, second)) / Double(longest)
    }

    /// Short sequences, such as the steps of a path; past `limit` elements the difference in length is all that counts.
    static func between(_ first: [UInt64], _ second: [UInt64]) -> Int {
        if first == second { return 0 }
        if first.count > limit || second.count > limit { return max(first.count, second.count) }
        return distance(fromCount: first.count, to: second) { element in
            var places: UInt64 = 0
            for position in first.indices where first[position] == element { places |= 1 << UInt64(position) }
            return places
        }
    }

    /// - Parameter places: one bit for each place of the element in the pattern.
    private static func distance<Element>(
        fromCount count: Int, to other: some Sequence<Element>, places: (Element) -> UInt64
    ) -> Int {
        if count == 0 { return other.reduce(0) { length, _ in length + 1 } }
        var rises = UInt64.max
        var falls: UInt64 = 0
        var distance = count
        let top: UInt64 = 1 << UInt64(count - 1)
        for element in other {
            let equal = places(element)
            let vertical = equal | falls
            let horizontal = (((equal & rises) &+ rises) ^ rises) | equal
            var up = falls | ~(horizontal | rises)
            var down = rises & horizontal
            if up & top != 0 { distance += 1 }
            if down & top != 0 { distance -= 1 }
            up = (up << 1) | 1
            down <<= 1
            rises = down | ~(vertical | up)
            falls = up & vertical
        }
        return distance
    }
}
