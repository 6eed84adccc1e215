import Domain
import Evidence
import Queue

/// What a job adds to the histories of its tests: how each ended in the suite's first run, which a red one's rerun at the same
/// commit follows when it was green. Nothing is added by what was run to prove something.
struct TestResults: Sendable {
    let bench: Workbench

    /// Without a store that keeps them nothing is read.
    func all(_ tested: TestRun, _ diagnosis: Diagnosis, _ failures: [FailureReport]) async -> [TestResult] {
        guard bench.journal.claim != nil, bench.ports.histories != nil, !bench.request.job.dryRun else { return [] }
        do {
            let keys = try SuiteReading(tested.results, folder: bench.folders.head).keys
            let results = Self.results(keys, diagnosis, failures)
            let names = try bench.ports.redaction.apply(to: results.map(\.test))
            return zip(results, names).map { TestResult(test: $1, results: $0.results, sign: $0.sign) }
        } catch {
            await bench.journal.tell(.log("the tests' histories do not get this run: \(error)"))
            return []
        }
    }

    /// A skipped test tells nothing, and neither does one that the environment made red: the test was not what failed.
    static func results(
        _ keys: [TestKey: PlaywrightReport.Test.Outcome], _ diagnosis: Diagnosis, _ failures: [FailureReport]
    ) -> [TestResult] {
        let first = Dictionary(diagnosis.failures.map { ($0.key, $0) }, uniquingKeysWith: { known, _ in known })
        let ended = keys.values.filter { [.expected, .flaky, .unexpected].contains($0) }
        let isWide = TestOutcome.isWide(red: ended.count { $0 == .unexpected }, of: ended.count)
        let excused = Set((diagnosis.failures + failures).filter { $0.verdict == .environment }.map(\.key))
        return keys.compactMap { key, outcome in
            switch outcome {
            case .expected: return TestResult(test: key.identity, results: [.passed])
            case .flaky: return TestResult(test: key.identity, results: [.flaky])
            case .skipped, .unknown: return nil
            case .unexpected:
                guard !excused.contains(key) else { return nil }
                let failure = first[key]
                let isGreenAgain = failure.flatMap { diagnosis.reruns[$0.id] } ?? false
                return TestResult(
                    test: key.identity, results: isGreenAgain ? [.failed, .passed] : [.failed],
                    sign: isWide ? TestOutcome.wideSign : failure.map { TestOutcome.sign(of: $0.kind) })
            }
        }
    }
}

extension FailureReport {
    fileprivate var key: TestKey { TestKey(project: project, file: file, title: testName) }
}
