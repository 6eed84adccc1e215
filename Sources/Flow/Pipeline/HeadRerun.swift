import Domain
import Evidence
import Foundation

/// The red tests once more at the very commit under repair, before anything is done for them: what is green then was
/// flaky, and neither a playbook nor a new locator would have been what helped.
struct HeadRerun: Sendable {
    private(set) var green: Set<TestKey> = []
    private var red: Set<TestKey> = []
    private(set) var seconds = 0.0

    /// More tests than this in one rerun cost more time than the doubt is worth.
    private static let limit = 20

    init() {}

    /// Of each group of failures with one cause one test is run; only where that one is green, the others of its group.
    init(_ red: [RedTest], _ failures: [FailureReport], bench: Workbench, name: String) async throws {
        let tests = zip(red, failures).filter { !$0.0.selection.titles.isEmpty }
        let groups = Dictionary(grouping: tests) { $0.1.group }.values.sorted { $0[0].0.id < $1[0].0.id }
        let first = groups.map { $0[0].0 }
        try await run(Array(first.prefix(Self.limit)), bench, name: "\(name)-1")
        let rest = groups.filter { green.contains($0[0].0.key) }.flatMap { $0.dropFirst().map(\.0) }
        try await run(Array(rest.prefix(Self.limit)), bench, name: "\(name)-2")
    }

    /// Whether the test was green; nil when it was not run once more.
    func isGreen(_ test: RedTest) -> Bool? {
        if green.contains(test.key) { return true }
        return red.contains(test.key) ? false : nil
    }

    private mutating func run(_ tests: [RedTest], _ bench: Workbench, name: String) async throws {
        guard !tests.isEmpty else { return }
        do {
            let result = try await bench.run(
                .selected(tests, of: bench.repository, in: bench.folders.head, output: bench.folders.run(name)))
            seconds += result.seconds
            let keys = try SuiteReading(result, folder: bench.folders.head).keys
            green.formUnion(tests.map(\.key).filter { keys[$0] == .expected })
            red.formUnion(tests.map(\.key).filter { keys[$0] == .unexpected })
        } catch let error as SuiteUnavailable {
            await bench.journal.tell(.log("the red tests could not be run once more: \(error)"))
        }
    }
}

extension SuiteRun {
    /// A few tests of their projects, without retries.
    static func selected(
        _ tests: [RedTest], of repository: RepositorySettings, in folder: String, output: String,
        tracing: Tracing = .failed, repeats: Int = 1
    ) -> SuiteRun {
        SuiteRun(
            repository: repository, folder: folder, output: output,
            projects: Set(tests.map(\.project)).subtracting([""]).sorted(), tests: tests.map(\.selection),
            tracing: tracing, repeats: repeats, retries: 0)
    }
}
