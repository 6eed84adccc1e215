import Proof

/// A part of what a commit changed in the app, taken back: a change of the product, for when the app and not its test is wrong.
package struct RevertedHunk: Hashable, Sendable {
    /// A file of the app that the commit changed, and neither made nor deleted.
    package struct Changed: Hashable, Sendable {
        package let path: String
        package let base: String
        package let head: String

        package init(path: String, base: String, head: String) {
            self.path = path
            self.base = base
            self.head = head
        }
    }

    /// As the report names it.
    package static let kind = "reverted-hunk"

    package let path: String
    package let before: String
    package let after: String
    /// Lines of the file as the commit has it, in words: `line 12`, `lines 3 to 5, 40`.
    package let lines: String
    /// How many places of the file the commit changed, and how many of them stay as they are.
    package let placeCount: Int
    package let keptCount: Int

    /// What may be taken back, one place of a file at a time, the likeliest first; at last all places of the likeliest file. What
    /// could not be proposed is left out.
    /// - Parameter limit: of candidates; each costs a run of the red tests.
    package static func candidates(_ files: [Changed], clues: FailureClues, limit: Int = 4) -> [RevertedHunk] {
        let ranked = Self.ranked(files.filter { isWrittenByPeople($0.path) && $0.base != $0.head }, clues)
        guard limit > 0, let likeliest = ranked.first else { return [] }
        let whole = RevertedHunk(likeliest.file, likeliest.texts, taking: likeliest.texts.places)
        let last = limit > 1 && whole.placeCount > 1 && whole.isProposable(over: likeliest.file.base) ? [whole] : []
        var singles: [RevertedHunk] = []
        for part in ranked.prefix(consideredLimit) where singles.count < limit - last.count {
            let single = RevertedHunk(part.file, part.texts, taking: [part.place])
            if single.isProposable(over: part.file.base) { singles.append(single) }
        }
        return singles + last
    }

    /// Places that are looked at, with what no gate would let pass.
    private static let consideredLimit = 40

    private init(_ file: Changed, _ texts: ChangedPlaces, taking places: [ChangedPlaces.Place]) {
        path = file.path
        before = file.head
        after = texts.takingBack(places)
        lines = Self.words(for: places.map(\.lines))
        placeCount = texts.places.count
        keptCount = texts.places.count - places.count
    }

    private static func words(for places: [Range<Int>]) -> String {
        let names = places.prefix(3).map { lines in
            lines.count > 1 ? "\(lines.lowerBound + 1) to \(lines.upperBound)" : "\(lines.lowerBound + 1)"
        }
        let isOne = places.count == 1 && places.allSatisfy { $0.count < 2 }
        let more = places.count > 3 ? " and \(places.count - 3) more" : ""
        return (isOne ? "line " : "lines ") + names.joined(separator: ", ") + more
    }
}

extension RevertedHunk {
    /// One place of a file.
    private struct Part {
        let file: Changed
        let texts: ChangedPlaces
        let place: ChangedPlaces.Place
        let changed: Set<String>
        let around: Set<String>

        /// Ranks of what an error names by file and line, by its file, and by words alone.
        func weight(_ clues: FailureClues, _ rarity: [String: Int]) -> Double {
            let named = clues.names(file.path, lines: place.lines)
            return clues.weight(changed, around, rarity: rarity) + (named.place ? 100 : named.file ? 1 : 0)
        }
    }

    private static func ranked(_ files: [Changed], _ clues: FailureClues) -> [Part] {
        let parts = files.flatMap { file -> [Part] in
            let texts = ChangedPlaces(base: file.base, head: file.head)
            return texts.places.filter { !texts.isBlank($0) }.map { place in
                Part(
                    file: file, texts: texts, place: place, changed: FailureClues.words(texts.changed(in: place)),
                    around: FailureClues.words(texts.surroundings(of: place)))
            }
        }
        var rarity: [String: Int] = [:]
        for word in parts.flatMap(\.changed) { rarity[word, default: 0] += 1 }
        let weighed = parts.map { (part: $0, weight: $0.weight(clues, rarity)) }
        return weighed.sorted { one, other in
            if one.weight != other.weight { return one.weight > other.weight }
            return (one.part.file.path, one.part.place.lines.lowerBound)
                < (other.part.file.path, other.part.place.lines.lowerBound)
        }.map(\.part)
    }

    /// Built and foreign files are no place to mend anything, nor is what configures machines.
    private static func isWrittenByPeople(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        let isForeign = parts.dropLast().contains { foreign.contains($0) }
        return !isForeign && !parts.contains { $0.hasPrefix(".") } && parts.last?.contains(".min.") == false
    }

    private static let foreign: Set<Substring> = [
        "node_modules", "dist", "build", "out", "vendor", "coverage", "target", "generated", "__generated__", "ci",
    ]

    /// Whether the gate for changes of the product could let it pass. Access, dependencies and schemas are not touched: what
    /// mends a test there may open a door.
    private func isProposable(over base: String) -> Bool {
        let change = FileChange(path: path, before: before, after: after)
        let assessment = ChangeAssessment([change])
        let refused: Set<ChangeKind> = [.security, .dependency, .schemaMigration]
        return assessment.isOfProduct && refused.isDisjoint(with: assessment.kinds)
            && ProductGate(offered: [path], restoring: [path: base]).judge([change]).isAccepted
    }
}
