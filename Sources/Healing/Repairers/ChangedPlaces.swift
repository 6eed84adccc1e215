import JavaScript

/// Where two versions of a file differ, place by place, so that one of them can be taken back without the others.
struct ChangedPlaces {
    struct Place: Hashable {
        /// Among the differences of the file.
        fileprivate let changes: Range<Int>
        /// Lines of the newer version, from 0; empty where lines are gone.
        let lines: Range<Int>
    }

    let places: [Place]
    private let old: [Substring]
    private let new: [Substring]
    private let changes: [LineDifference.Change]

    /// Unchanged lines between two changes that belong together.
    private static let gap = 1
    /// Unchanged lines around a place that tell what it is about.
    private static let around = 3

    init(base: String, head: String) {
        (old, new) = (Self.lines(base), Self.lines(head))
        changes = LineDifference(old: old, new: new).changes
        places = Self.places(changes)
    }

    /// The newer version with these places as in the older one.
    func takingBack(_ taken: [Place]) -> String {
        var result: [Substring] = []
        for (index, change) in changes.enumerated() {
            let isTaken = taken.contains { $0.changes.contains(index) }
            switch change {
            case .kept(_, let line): result.append(new[line])
            case .removed(let line): if isTaken { result.append(old[line]) }
            case .added(let line): if !isTaken { result.append(new[line]) }
            }
        }
        return result.joined(separator: "\n")
    }

    /// What came and what went in a place.
    func changed(in place: Place) -> String {
        changes[place.changes].compactMap { change -> String? in
            switch change {
            case .kept: nil
            case .removed(let line): String(old[line])
            case .added(let line): String(new[line])
            }
        }.joined(separator: "\n")
    }

    /// The newer version's lines in a place and around it.
    func surroundings(of place: Place) -> String {
        let start = max(0, place.lines.lowerBound - Self.around)
        let end = min(new.count, place.lines.upperBound + Self.around)
        return new[start..<end].map(String.init).joined(separator: "\n")
    }

    /// Whether nothing but blanks differs.
    func isBlank(_ place: Place) -> Bool {
        var (gone, come) = ("", "")
        for change in changes[place.changes] {
            switch change {
            case .kept(_, let line):
                gone += new[line]
                come += new[line]
            case .removed(let line): gone += old[line]
            case .added(let line): come += new[line]
            }
        }
        return gone.filter { !$0.isWhitespace } == come.filter { !$0.isWhitespace }
    }

    private static func places(_ changes: [LineDifference.Change]) -> [Place] {
        var groups: [Range<Int>] = []
        // Lines of the newer version before each difference.
        var before = [0]
        for (index, change) in changes.enumerated() {
            if case .removed = change { before.append(before[index]) } else { before.append(before[index] + 1) }
            if case .kept = change { continue }
            if let last = groups.last, index - last.upperBound <= gap {
                groups[groups.count - 1] = last.lowerBound..<index + 1
            } else {
                groups.append(index..<index + 1)
            }
        }
        return groups.map { Place(changes: $0, lines: before[$0.lowerBound]..<before[$0.upperBound]) }
    }

    /// Without the line feeds; a carriage return before one stays.
    private static func lines(_ text: String) -> [Substring] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
    }
}
