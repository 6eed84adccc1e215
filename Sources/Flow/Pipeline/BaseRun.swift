import Domain
import Evidence
import Foundation

/// The red tests, run at the last good commit with their traces kept.
struct BaseRun: Sendable {
    /// nil when there was no such run; `reason` says why.
    private let reading: SuiteReading?
    private let traces: [TestKey: String]
    let reason: String
    let seconds: Double

    enum Colour: Hashable, Sendable {
        case green
        case red
        case notRun(String)
    }

    init(
        _ revision: Revision, _ red: [RedTest], _ failures: [FailureReport], bench: Workbench, name: String
    ) async throws {
        let selections = red.filter { !$0.selection.titles.isEmpty }
        guard let base = revision.base else {
            self.init(reason: "there is no earlier commit")
            return
        }
        guard !selections.isEmpty else {
            self.init(reason: "the suite itself did not run")
            return
        }
        guard !failures.allSatisfy({ $0.category == .network }) else {
            self.init(reason: "nothing answered, which no earlier commit explains")
            return
        }
        do {
            try await bench.worktree(bench.folders.base, at: base)
            let result = try await bench.run(
                .selected(
                    selections, of: bench.repository, in: bench.folders.base, output: bench.folders.run(name),
                    tracing: .all))
            let reading = try SuiteReading(result, folder: bench.folders.base)
            try await Recall(bench: bench).remember(reading, folder: bench.folders.base, at: base)
            self.init(reading: reading, traces: reading.traces(folder: bench.folders.base), seconds: result.seconds)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let why = CutText.beginning(of: "\(error)", limitBytes: 500)
            self.init(reason: "the suite cannot be run at \(base.short): \(why)")
        }
    }

    private init(reason: String) {
        self.reading = nil
        self.traces = [:]
        self.reason = reason
        self.seconds = 0
    }

    private init(reading: SuiteReading, traces: [TestKey: String], seconds: Double) {
        self.reading = reading
        self.traces = traces
        self.reason = ""
        self.seconds = seconds
    }

    func colour(of test: RedTest) -> Colour {
        guard let reading else { return .notRun(reason) }
        switch reading.keys[test.key] {
        case .expected, .flaky: return .green
        case .unexpected: return .red
        case .skipped, .unknown: return .notRun("the test is skipped at the earlier commit")
        case nil: return .notRun("the earlier commit has no such test")
        }
    }

    func trace(of test: RedTest) -> String? { traces[test.key] }

    /// Nothing needs to be remembered of the test: it is green there, and one can see it. Where it is red, the breaking commit is
    /// older still, and a good run from before it still shows what the locator meant.
    func hasGoodTrace(of test: RedTest) -> Bool {
        switch colour(of: test) {
        case .green: trace(of: test) != nil
        case .red, .notRun: false
        }
    }
}
