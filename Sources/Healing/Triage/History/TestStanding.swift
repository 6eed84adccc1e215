import Foundation
package import Domain

/// What a test's history says of it.
///
/// Flaky is only what was red and green at one commit, and lately. A test that is red on run after run is broken, whatever it
/// was before: as soon as its old flakiness does not explain the row of reds any more.
package struct TestStanding: Hashable, Sendable {
    package enum Word: String, Hashable, Sendable, Codable, CaseIterable {
        case stable, flaky, broken, new
        /// It changes its colour, but never at one commit, or it is too early to say.
        case unknown
    }

    package let word: Word
    /// With figures.
    package let why: String

    /// Fewer runs tell nothing.
    package static let enoughRuns = 10
    /// A row of reds that flakiness makes more rarely than this is not its doing.
    static let rarely = 0.05
    /// Of contradictions, each weighing 1 when it is fresh: one counts for 28 days, two for 42.
    static let enoughWeight = 0.25

    package init(_ figures: TestFigures, at now: Timestamp) {
        guard figures.runs >= Self.enoughRuns, let streak = figures.streak else {
            (word, why) = (.new, "it has only \(Self.count(figures.runs, "run")) yet")
            return
        }
        let weight = figures.contradictions.reduce(0) { $0 + TestFigures.weight(of: $1.at, at: now) }
        let isContradictory = weight >= Self.enoughWeight
        if streak.isRed, !(isContradictory && Self.explains(figures, streak)) {
            word = .broken
            let runs = streak.runs == 1 ? "its last run, of" : "each of its \(streak.runs) runs since"
            why = "red at \(runs) commit \(streak.commit)"
        } else if isContradictory {
            (word, why) = (.flaky, Self.evidence(figures))
        } else if figures.reds == 0 || streak.runs >= Self.enoughRuns {
            let reds = figures.reds == 0 ? "" : ", red at \(figures.reds) before that"
            (word, why) = (.stable, "green at its last \(Self.count(streak.runs, "run"))\(reds)")
        } else {
            word = .unknown
            why = "red at \(figures.reds) of \(figures.runs) runs, none of late beside a green one of the same commit"
        }
    }

    package init(_ history: TestHistory, at now: Timestamp) { self.init(TestFigures(history, at: now), at: now) }

    private static func explains(_ figures: TestFigures, _ streak: TestFigures.Streak) -> Bool {
        streak.runs == 1 || pow(figures.redRateBefore ?? 0, Double(streak.runs)) >= rarely
    }

    private static func evidence(_ figures: TestFigures) -> String {
        let reds = figures.contradictions.reduce(0) { $0 + $1.reds }
        let times = reds == 1 ? "once" : reds == 2 ? "twice" : "\(reds) times"
        let commits = figures.contradictions.prefix(3).map(\.commit).joined(separator: ", ")
        let more = figures.contradictions.count > 3 ? " and \(figures.contradictions.count - 3) more" : ""
        return
            "red at \(figures.reds) of \(figures.runs) runs, \(times) beside a green run of the same commit \(commits)\(more)"
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}
