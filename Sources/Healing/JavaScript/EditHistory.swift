/// Rounds of edits, each in places of the text that the one before it made.
package struct EditHistory {
    private let rounds: [[TextEdit]]

    package init(_ rounds: [[TextEdit]]) { self.rounds = rounds }

    /// The same edits in places of the text before the first round.
    /// - Returns: nil when one of them lies in what a round has written.
    package func original(_ edits: [TextEdit]) -> [TextEdit]? {
        var edits = edits
        for round in rounds.reversed() {
            let earlier = edits.map { edit in Self.before(round, edit.place).map { (edit, $0) } }
            guard !earlier.contains(where: { $0 == nil }) else { return nil }
            edits = earlier.compactMap(\.self).map { TextEdit(place: $0.1, replacement: $0.0.replacement) }
        }
        return edits
    }

    private static func before(_ round: [TextEdit], _ place: SourcePlace) -> SourcePlace? {
        var shift = 0
        let inFile = round.filter { $0.place.file == place.file }
            .sorted { $0.place.range.lowerBound < $1.place.range.lowerBound }
        for edit in inFile {
            let start = edit.place.range.lowerBound + shift
            let end = start + edit.replacement.utf8.count
            if place.range.upperBound <= start { break }
            guard place.range.lowerBound >= end else { return nil }
            shift += edit.replacement.utf8.count - edit.place.range.count
        }
        return SourcePlace(
            file: place.file, range: place.range.lowerBound - shift..<place.range.upperBound - shift)
    }
}
