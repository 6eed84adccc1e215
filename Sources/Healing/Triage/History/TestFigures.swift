import Foundation
package import Domain

/// What a test's last runs come to, in numbers.
package struct TestFigures: Hashable, Sendable {
    /// The newest runs that ended the same way, red or green.
    package struct Streak: Hashable, Sendable {
        package let isRed: Bool
        package let runs: Int
        /// Of its first run.
        package let commit: String
        package let since: Timestamp
    }

    /// A commit at which the test was red and green. That a run needed a second try is none: the try was not the commit's
    /// second run. Nor is a red run one in which a large share of the suite was red.
    package struct Contradiction: Hashable, Sendable {
        package let commit: String
        /// Of its newest run.
        package let at: Timestamp
        package let reds: Int
        /// Times of the red runs: those of one job have one time.
        package let redTimes: Set<Timestamp>
    }

    /// After this long a run counts half.
    package static let halfLife = Duration.seconds(14 * 86_400)

    package let runs: Int
    package let reds: Int
    /// Green runs that needed a second try.
    package let retried: Int
    /// 0 to 1, newer runs weighing more; nil without a run.
    package let passRate: Double?
    package let streak: Streak?
    /// The first run of the streak when something else was before it.
    package let lastChange: Timestamp?
    /// The newest first.
    package let contradictions: [Contradiction]
    /// Share of red runs before the streak; nil when there was none.
    package let redRateBefore: Double?

    package init(_ history: TestHistory, at now: Timestamp) {
        let outcomes = history.outcomes
        runs = outcomes.count
        reds = outcomes.count(where: \.isRed)
        retried = outcomes.count { $0.result == .flaky }
        let weights = outcomes.map { Self.weight(of: $0.at, at: now) }
        let total = weights.reduce(0, +)
        let green = zip(outcomes, weights).reduce(0) { $0 + ($1.0.isRed ? 0 : $1.1) }
        passRate = total > 0 ? green / total : nil
        let same = outcomes.reversed().prefix { $0.isRed == outcomes.last?.isRed }.count
        let before = outcomes.dropLast(same)
        streak = outcomes.dropFirst(before.count).first.map {
            Streak(isRed: $0.isRed, runs: same, commit: $0.commit, since: $0.at)
        }
        lastChange = before.isEmpty ? nil : streak?.since
        redRateBefore = before.isEmpty ? nil : Double(before.count(where: \.isRed)) / Double(before.count)
        contradictions = Self.contradictions(outcomes)
    }

    /// Half after each half-life; a run that seems to lie ahead, by another node's clock, counts whole.
    static func weight(of time: Timestamp, at now: Timestamp) -> Double {
        let age = max(0, now.seconds(since: time))
        return pow(0.5, age / (halfLife / .seconds(1)))
    }

    private static func contradictions(_ outcomes: [TestOutcome]) -> [Contradiction] {
        Dictionary(grouping: outcomes, by: \.commit).compactMap { commit, runs in
            let reds = runs.filter { $0.isRed && !$0.isOfWideRun }
            guard !reds.isEmpty, runs.contains(where: { !$0.isRed }), let newest = runs.map(\.at).max() else {
                return nil
            }
            return Contradiction(commit: commit, at: newest, reds: reds.count, redTimes: Set(reds.map(\.at)))
        }.sorted { ($0.at, $0.commit) > ($1.at, $1.commit) }
    }
}
