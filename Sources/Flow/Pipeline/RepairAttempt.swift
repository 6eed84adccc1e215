import Domain
import JavaScript
import Locators

/// One failure with the change that may repair it.
struct RepairAttempt {
    struct Rewrite {
        let rewrite: LocatorRewrite
        /// What the element was, in a few words.
        let element: String
        let why: String
        let confidence: Double
    }

    let repairCase: RepairCase
    let rewrite: Rewrite

    init(_ repairCase: RepairCase, _ rewrite: Rewrite) {
        self.repairCase = repairCase
        self.rewrite = rewrite
    }

    /// Names the cause: the same element under the same old name.
    var key: String { repairCase.selector }

    /// Attempts that belong together: of one cause, of one test, or in one file.
    static func grouped(_ attempts: [RepairAttempt]) -> [[RepairAttempt]] {
        var groups: [[RepairAttempt]] = []
        for attempt in attempts {
            let (related, others) = groups.reduce(into: ([[RepairAttempt]](), [[RepairAttempt]]())) { split, group in
                let isRelated = group.contains { $0.isRelated(to: attempt) }
                if isRelated { split.0.append(group) } else { split.1.append(group) }
            }
            groups = others + [related.flatMap { $0 } + [attempt]]
        }
        return groups
    }

    private func isRelated(to other: RepairAttempt) -> Bool {
        let files = Set(rewrite.rewrite.edits.map(\.place.file))
        let isSameChange =
            rewrite.rewrite.before == other.rewrite.rewrite.before
            && rewrite.rewrite.after == other.rewrite.rewrite.after
        return key == other.key || isSameChange || repairCase.test.key == other.repairCase.test.key
            || !files.isDisjoint(with: other.rewrite.rewrite.edits.map(\.place.file))
    }
}
