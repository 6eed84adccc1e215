/// Which lines of two texts are equal, by a shortest edit script.
///
/// Source: E. Myers, An O(ND) Difference Algorithm, 1986, on what equal starts and ends leave. Texts that differ in more
/// than `editLimit` lines are not compared there: all lines between the equal start and end count as replaced.
package struct LineDifference {
    package static let editLimit = 1000

    package enum Change: Equatable { case kept(old: Int, new: Int), removed(old: Int), added(new: Int) }

    /// In the order of the texts; of what is replaced, what goes comes first.
    package let changes: [Change]

    package init(old: [Substring], new: [Substring]) {
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var tail = 0
        while tail < shorter - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        let middle = Middle(old: Array(old[start..<old.count - tail]), new: Array(new[start..<new.count - tail]))
        changes =
            (0..<start).map { .kept(old: $0, new: $0) } + middle.changes(from: start)
            + (0..<tail).map { .kept(old: old.count - tail + $0, new: new.count - tail + $0) }
    }
}

/// The part of two texts that does not start or end alike.
private struct Middle {
    let old: [Substring]
    let new: [Substring]

    func changes(from start: Int) -> [LineDifference.Change] {
        guard let trace = trace() else {
            return old.indices.map { .removed(old: start + $0) } + new.indices.map { .added(new: start + $0) }
        }
        return removalsFirst(backtrack(trace, start: start))
    }

    /// How far each diagonal reached before each round; in round `edits` diagonal `k` stands at `k + edits + 1`.
    private func trace() -> [[Int]]? {
        let limit = min(old.count + new.count, LineDifference.editLimit)
        let origin = limit + 1
        var reach = Array(repeating: 0, count: 2 * limit + 3)
        var trace: [[Int]] = []
        for edits in 0...limit {
            trace.append(Array(reach[origin - edits - 1...origin + edits + 1]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let (below, beside) = (reach[origin + diagonal - 1], reach[origin + diagonal + 1])
                let isAddition = diagonal == -edits || (diagonal != edits && below < beside)
                var x = isAddition ? beside : below + 1
                while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
                reach[origin + diagonal] = x
                if x >= old.count, x - diagonal >= new.count { return trace }
            }
        }
        return nil
    }

    private func backtrack(_ trace: [[Int]], start: Int) -> [LineDifference.Change] {
        var changes: [LineDifference.Change] = []
        var (x, y) = (old.count, new.count)
        for (edits, reach) in trace.enumerated().reversed() {
            let diagonal = x - y
            let (below, beside) = (reach[diagonal + edits], reach[diagonal + edits + 2])
            let isAddition = diagonal == -edits || (diagonal != edits && below < beside)
            let previousX = isAddition ? beside : below
            let previousY = previousX - (isAddition ? diagonal + 1 : diagonal - 1)
            while x > previousX, y > previousY {
                (x, y) = (x - 1, y - 1)
                changes.append(.kept(old: start + x, new: start + y))
            }
            if edits > 0 { changes.append(isAddition ? .added(new: start + y - 1) : .removed(old: start + x - 1)) }
            (x, y) = (previousX, previousY)
        }
        return changes.reversed()
    }

    private func removalsFirst(_ changes: [LineDifference.Change]) -> [LineDifference.Change] {
        var ordered: [LineDifference.Change] = []
        var additions: [LineDifference.Change] = []
        for change in changes {
            switch change {
            case .added: additions.append(change)
            case .removed: ordered.append(change)
            case .kept:
                ordered += additions + [change]
                additions = []
            }
        }
        return ordered + additions
    }
}
