import Domain
import Evidence
import Triage

/// Whether the healed tests can still fail: each is run once more while what its step looks at is taken away from the page.
/// One that is green all the same would be green without the app, too.
struct AbsenceProof {
    /// What is taken away, as a trace names it, by test.
    private let selectors: [TestKey: Set<String>]
    /// The tests in which something is taken away.
    let tests: [RedTest]

    init(_ repair: Repair, of claimed: [RedTest]) {
        var selectors: [TestKey: Set<String>] = [:]
        for test in claimed {
            let rewritten = repair.locators.filter { $0.test == test.key }.map(\.selector)
            let wanted = rewritten.isEmpty ? Self.wanted(by: test).map { [$0] } ?? [] : rewritten
            if !wanted.isEmpty { selectors[test.key] = Set(wanted) }
        }
        self.selectors = selectors
        tests = claimed.filter { selectors[$0.key] != nil }
    }

    /// What the failed step wanted to be there: a step that asks for absence would be content.
    private static func wanted(by test: RedTest) -> String? {
        guard let step = TracedFailure(test).step, !step.isNegated, step.method != "waitForSelector",
            !absences.contains(step.expression ?? "")
        else { return nil }
        return step.selector
    }

    private static let absences: Set<String> = ["to.be.hidden", "to.be.detached", "to.have.count"]

    var all: [String] { Set(selectors.values.joined()).sorted() }

    /// Tests that were green although something that they look at was taken away.
    func unmoved(_ result: SuiteResult, folder: String) throws -> [RedTest] {
        let reading = try SuiteReading(result, folder: folder)
        return touched(by: result).filter { reading.keys[$0.key] == .expected }
    }

    private func touched(by result: SuiteResult) -> [RedTest] {
        let taken = Set(result.takenAway ?? [])
        return tests.filter { selectors[$0.key]?.isDisjoint(with: taken) == false }
    }

    /// - Returns: nil when nothing was there to be taken away, or the runner's version cannot do it.
    func check(_ result: SuiteResult, unmoved: [RedTest]) -> Fix.Proof.Check? {
        let touched = touched(by: result)
        guard !touched.isEmpty else { return nil }
        let taken = Set(result.takenAway ?? []).sorted().map { "`\(LocatorWording.text($0))`" }.joined(separator: ", ")
        return .init(
            name: "can-fail", passed: unmoved.isEmpty,
            text: unmoved.isEmpty
                ? "\(touched.count) of \(touched.count) tests are red when \(taken) is taken away from the page"
                : unmoved.map { "\($0.title) is green although \(taken) was taken away from the page" }.sorted()
                    .joined(separator: "\n"))
    }
}

extension VerifyStage {
    /// A late element can be used in the moment between two looks of the runner; twice in a row is no chance.
    private static let absenceRuns = 2
    /// Seconds: a step that waits for what is gone waits to the end.
    private static let absencePatience = 5.0...60

    /// - Parameter seconds: what the claimed tests took when they were green.
    /// - Returns: the check, or nil with the reason why it was not made, and the seconds that it took.
    func absence(
        _ repair: Repair, _ claimed: [RedTest], green seconds: Double
    ) async throws -> (check: Fix.Proof.Check?, reason: String?, seconds: Double) {
        let proof = AbsenceProof(repair, of: claimed)
        guard !proof.tests.isEmpty else { return (nil, "no step of it looks at an element that could be gone", 0) }
        var spent = 0.0
        var check: Fix.Proof.Check?
        do {
            var left = proof.tests
            for number in 1...Self.absenceRuns {
                var run = SuiteRun.selected(
                    left, of: bench.repository, in: bench.folders.proof,
                    output: bench.folders.run("proof-\(repair.fingerprint)-absence-\(number)"), tracing: .none)
                run.takingAway = proof.all
                run.testTimeoutSeconds = min(
                    max(seconds, Self.absencePatience.lowerBound), Self.absencePatience.upperBound)
                let result = try await bench.run(run)
                spent += result.seconds
                left = try proof.unmoved(result, folder: bench.folders.proof)
                check = proof.check(result, unmoved: left)
                if left.isEmpty { break }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return (nil, "the tests could not be run without it: \(error)", spent)
        }
        return (check, check == nil ? "nothing could be taken away from the page" : nil, spent)
    }
}
