package import Domain

/// A test's history as a verdict may use it, with this run in it.
package struct PastRuns: Hashable, Sendable {
    package let figures: TestFigures
    package let standing: TestStanding
    /// Why the history does not explain this failure, whatever it says of the test; nil when it may.
    package let objection: String?

    /// - Parameters:
    ///   - earlier: without this run.
    ///   - run: the red run, and the rerun of the same commit if there was one.
    ///   - kind: of this failure.
    ///   - changedTest: whether the commit changed the test's file; nil when that is not known.
    package init(
        _ earlier: TestHistory, run: [TestOutcome], kind: FailureKind, changedTest: Bool?, at now: Timestamp
    ) {
        figures = TestFigures(earlier.adding(run), at: now)
        standing = TestStanding(figures, at: now)
        let sign = TestOutcome.sign(of: kind.rawValue)
        let known = Set(earlier.outcomes.filter { !$0.isOfWideRun }.compactMap(\.sign))
        objection =
            switch changedTest {
            case true?: "the commit changed the test"
            case nil: "it is not known whether the commit changed the test"
            case false?:
                known.isEmpty || known.contains(sign) ? nil : "it never failed in this way before"
            }
    }

    /// The history is what explains the failure.
    var explains: Bool { standing.word == .flaky && objection == nil }

    var words: String {
        let reason = standing.word == .flaky ? objection.map { "; but \($0)" } ?? "" : ""
        return "by its history the test is \(standing.word.rawValue): \(standing.why)\(reason)"
    }
}

/// Leaving a flaky test out of what blocks people, for a while. It is proposed, and never done by itself.
package enum Quarantine {
    package static let name = "quarantine"
    /// After it the test counts again, mended or not.
    package static let length = Duration.seconds(14 * 86_400)
    /// One run may have had a bad day.
    private static let enoughRuns = 2

    /// - Returns: nil but for a flaky failure of a test that its history calls flaky, and that contradicted itself in more
    ///   than one run: one that is broken or new has its failures looked at.
    package static func proposal(
        for verdict: FailureReport.Verdict, _ past: PastRuns?, at now: Timestamp
    ) -> FailureReport.SuggestedFix? {
        guard verdict == .flaky, let past, past.standing.word == .flaky else { return nil }
        let times = past.figures.contradictions.reduce(into: Set<Timestamp>()) { $0.formUnion($1.redTimes) }
        guard times.count >= enoughRuns else { return nil }
        let end = now.advanced(by: length).description.prefix(10)
        return .init(
            playbook: name, class: .c,
            why: "\(past.standing.why): let it run, but block nobody, until \(end), and mend it by then; "
                + "nothing is quarantined unless a person does it")
    }
}
