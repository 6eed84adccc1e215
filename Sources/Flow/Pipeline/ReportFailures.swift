import Dispatch
import Domain
import Evidence
import Foundation
import Synchronization

/// The red tests of a report, as they come.
struct ReportFailures {
    private let onFailure: (FailureReport) -> Void
    private var gathered: [RedTest] = []
    // Only hashing can fail, and that for one as for all.
    private var trouble: (any Error)?

    init(_ onFailure: @escaping (FailureReport) -> Void) { self.onFailure = onFailure }

    /// Looks at it at once.
    mutating func add(_ test: PlaywrightReport.Test, root: String, _ triage: (RedTest) throws -> FailureReport) {
        guard let test = red(test, root: root, artifact: { $0 }) else { return }
        tell(Result { try triage(test) })
    }

    /// Looks at it together with those that come next, as many at once as the machine can.
    mutating func gather(_ test: PlaywrightReport.Test, root: String, artifact: (String) -> String) {
        guard let test = red(test, root: root, artifact: artifact) else { return }
        gathered.append(test)
        if gathered.count == Self.gatheredLimit { lookAtGathered() }
    }

    /// Tells of all that were gathered, in the order in which they came.
    mutating func lookAtGathered() {
        let tests = gathered
        gathered.removeAll(keepingCapacity: true)
        let workers = min(tests.count, Self.workers)
        let results = Mutex([Result<FailureReport, any Error>?](repeating: nil, count: tests.count))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for number in stride(from: worker, to: tests.count, by: workers) {
                let result = Result { try ReportTriage.report(tests[number]) }
                results.withLock { $0[number] = result }
            }
        }
        for case let result? in results.withLock(\.self) { tell(result) }
    }

    private static let gatheredLimit = 64
    /// Each of them may hold a trace.
    private static let workers = min(ProcessInfo.processInfo.activeProcessorCount, 8)

    private func red(_ test: PlaywrightReport.Test, root: String, artifact: (String) -> String) -> RedTest? {
        guard test.outcome == .unexpected, trouble == nil else { return nil }
        let key = SuiteReading.key(test, root: root, folder: root)
        return RedTest(test, file: key.file, folder: root, artifact: artifact)
    }

    private mutating func tell(_ result: Result<FailureReport, any Error>) {
        guard trouble == nil else { return }
        do { onFailure(try result.get()) } catch { trouble = error }
    }

    /// What kept the suite, or a part of it, from running stands outside of any test.
    mutating func end(_ rest: PlaywrightReport) throws {
        lookAtGathered()
        if let trouble { throw trouble }
        var told: Set<String> = []
        for error in rest.errors.prefix(Self.errorLimit) where told.insert(error.message).inserted {
            onFailure(try ReportTriage.report(RedTest(outside: error.message, suite: rest.configFile, output: "")))
        }
    }

    private static let errorLimit = 20
}
