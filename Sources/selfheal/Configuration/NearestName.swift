/// Finds what somebody meant to write.
enum NearestName {
    /// The name with the fewest changed letters, at most a third of them.
    static func of(_ name: String, among known: [String]) -> String? {
        known.map { ($0, distance(Array(name), Array($0))) }
            .filter { $0.1 * 3 <= max(name.count, $0.0.count) }
            .min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let substituted = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
