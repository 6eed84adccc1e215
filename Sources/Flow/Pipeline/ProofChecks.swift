import Domain
import Evidence
import Foundation
import Locators

/// The claimed tests, run several times in a row.
struct RepeatedRuns {
    let after: Fix.Proof.After
    /// Traces of the runs, by test.
    let traces: [TestKey: String]
    private let missing: [String]
    private let red: [String]

    init(_ result: SuiteResult, of claimed: [RedTest], folder: String) throws {
        let reading = try SuiteReading(result, folder: folder)
        let keys = Set(claimed.map(\.key))
        let outcomes = reading.outcomes(folder: folder).filter { keys.contains($0.key) }
        after = .init(runs: outcomes.count, green: outcomes.count { $0.outcome == .expected })
        traces = reading.traces(folder: folder)
        missing = claimed.filter { test in !outcomes.contains { $0.key == test.key } }.map(\.title)
        red = reading.red.filter { keys.contains($0.key) }.map {
            "\($0.title): \(CutText.beginning(of: $0.errors.first ?? "", limitBytes: 200))"
        }
    }

    func check(repeats: Int) -> Fix.Proof.Check {
        let problems = missing.map { "\($0) was not run" } + red.prefix(5)
        return .init(
            name: "green-again", passed: problems.isEmpty && after.runs > 0 && after.green == after.runs,
            text: problems.isEmpty
                ? "\(after.green) of \(after.runs) runs green, \(repeats) of each test, without retries"
                : problems.joined(separator: "\n"))
    }
}

/// The projects of the claimed tests, run whole: nothing else became red, and no test is gone.
struct WholeProject {
    private let after: SuiteReading
    private let before: SuiteReading
    private let claimed: Set<TestKey>

    init(_ result: SuiteResult, before: SuiteReading, claimed: [RedTest], folder: String) throws {
        after = try SuiteReading(result, folder: folder)
        self.before = before
        self.claimed = Set(claimed.map(\.key))
    }

    func checks() -> [Fix.Proof.Check] {
        let projects = Set(claimed.map(\.project))
        let expected = before.keys.filter { projects.contains($0.key.project) }
        let broken = after.keys.filter { key, outcome in
            outcome == .unexpected && (claimed.contains(key) || before.keys[key] != .unexpected)
        }
        let stillRed = after.keys.filter { $0.value == .unexpected && before.keys[$0.key] == .unexpected }.count
        let gone = expected.keys.filter { after.keys[$0] == nil }
        let skipped = expected.filter { after.keys[$0.key] == .skipped && $0.value != .skipped }.keys
        let missing = (Array(gone) + Array(skipped)).map { "\($0.title) did not run" }.sorted()
        let rest = stillRed > 0 ? "; \(stillRed) red for another reason, as before" : ""
        return [
            .init(
                name: "project-green", passed: broken.isEmpty && !after.keys.isEmpty,
                text: broken.isEmpty
                    ? "\(after.keys.count) tests of \(projects.sorted().joined(separator: ", ")) run, none newly red\(rest)"
                    : broken.keys.map { "\($0.title) is red" }.sorted().joined(separator: "\n")),
            .init(
                name: "same-tests", passed: missing.isEmpty,
                text: missing.isEmpty ? "\(expected.count) tests before, none fewer" : missing.joined(separator: "\n")),
        ]
    }
}

/// What the rewritten locators found in the proof is what they found when all was well.
struct SameElement {
    private let repair: Repair
    private let traces: [TestKey: String]

    init(_ repair: Repair, traces: [TestKey: String]) {
        self.repair = repair
        self.traces = traces
    }

    func check() -> Fix.Proof.Check {
        var problems: [String] = []
        var confirmed: Set<String> = []
        for locator in repair.locators {
            do {
                try confirm(locator)
                confirmed.insert("`\(locator.after)` is \(locator.element)")
            } catch {
                problems.append("`\(locator.after)`: \(error)")
            }
        }
        return .init(
            name: "same-element", passed: problems.isEmpty && !confirmed.isEmpty,
            text: problems.isEmpty
                ? "in the proof's trace " + confirmed.sorted().joined(separator: ", ")
                : problems.joined(separator: "\n"))
    }

    private func confirm(_ locator: Repair.Locator) throws {
        let memory = try Remembered(locator.memory)
        guard let path = traces[locator.test], !memory.targets.isEmpty else {
            throw RepairRefused("there is no trace to compare")
        }
        let trace = try TraceFile.read(path)
        var found = "nothing"
        // The same locator may be used at several moments of a test; the remembered one is among them.
        for step in trace.steps where step.selector == locator.selector && step.error == nil {
            guard let (page, marked) = StepMatch.targets(of: step, in: trace) else { continue }
            let now = PreparedPage(PageIndex(page, testIDAttribute: trace.testIDAttribute))
            let meant = memory.targets.count == 1 ? Self.acted(on: marked, by: locator.selector, in: now.index) : marked
            let isSame = memory.targets.allSatisfy { target in
                Ranking.counterpart(of: target, in: memory.page, new: now).node.map(meant.contains) ?? false
            }
            if isSame { return }
            found = marked.first.map { now.index.describe($0) } ?? found
        }
        throw RepairRefused("in the proof it found \(found), which is not the remembered element")
    }

    /// All that is found is marked; of several the first one is acted on.
    private static func acted(
        on marked: [PageSnapshot.NodeID], by selector: String, in index: PageIndex
    ) -> [PageSnapshot.NodeID] {
        guard marked.count > 1, let found = Selector(selector).flatMap({ SelectorEngine(index).matches($0) }),
            let first = found.first(where: marked.contains)
        else { return marked }
        return [first]
    }
}
