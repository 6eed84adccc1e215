import Domain
import Evidence

/// A run of the whole suite after something was done, and what it says of a test that was red before. Not red is not green: a
/// test that was skipped, or whose project was not run, tells nothing.
struct Aftermath: Sendable {
    enum Colour: Hashable, Sendable {
        case green
        case red
        /// With the reason.
        case unseen(String)
    }

    let run: TestRun
    private let outcomes: [TestKey: PlaywrightReport.Test.Outcome]
    private let red: Set<TestKey>

    /// - Throws: `SuiteUnavailable` when the reports of the run are gone.
    init(_ run: TestRun, folder: String) throws {
        self.init(run, outcomes: try SuiteReading(run.results, folder: folder).keys)
    }

    init(_ run: TestRun, outcomes: [TestKey: PlaywrightReport.Test.Outcome]) {
        self.run = run
        self.outcomes = outcomes
        red = Set(run.red.map(\.key))
    }

    func colour(of test: RedTest) -> Colour {
        if red.contains(test.key) { return .red }
        let isSuite = test.selection.titles.isEmpty
        if isSuite || outcomes.isEmpty {
            if run.red.contains(where: { $0.selection.titles.isEmpty }) {
                return .unseen("the suite itself did not run")
            }
            if isSuite { return outcomes.isEmpty ? .unseen("no test was run") : .green }
        }
        switch outcomes[test.key] {
        case .expected: return .green
        case .unexpected: return .red
        case .flaky: return .unseen("it needed a second try")
        case .skipped, .unknown: return .unseen("it was skipped")
        case nil:
            let reason = run.projects.first { $0.name == test.project }?.notRun
            return .unseen(reason.map { "its project was not run: \($0)" } ?? "it was not run")
        }
    }
}
