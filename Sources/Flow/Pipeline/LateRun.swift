import Domain
import Evidence
import JavaScript
import Repairers

/// Tests that wait for something in vain since a commit that delays something, run once with more patience.
struct LateRun: Sendable {
    private let green: Set<TestKey>
    let seconds: Double

    /// - Parameter suspects: those that are green at the base commit and not explained otherwise.
    init(
        _ revision: Revision, _ suspects: [RedTest], by commit: CommitReading, bench: Workbench, name: String
    ) async throws {
        let suite = bench.suite(of: suspects, in: bench.folders.head)
        var edits: [TextEdit] = []
        var tests: [RedTest] = []
        for test in suspects {
            let intended = IntendedChange(TracedFailure(test), in: suite, folder: bench.folders.head, by: commit)
            guard let change = intended.laterContent else { continue }
            tests.append(test)
            for edit in change.edits where !edits.contains(edit) { edits.append(edit) }
        }
        guard !tests.isEmpty else {
            (green, seconds) = ([], 0)
            return
        }
        do {
            let patient = try suite.applying(edits)
            let files = patient.texts.compactMap { path, after in
                suite.texts[path].flatMap { $0 == after ? nil : Repair.File(path: path, before: $0, after: after) }
            }
            try await bench.worktree(bench.folders.proof, at: revision.sha)
            try await bench.lay(files, over: revision.sha, in: bench.folders.proof)
            let result = try await bench.run(
                .selected(tests, of: bench.repository, in: bench.folders.proof, output: bench.folders.run(name)))
            let reading = try SuiteReading(result, folder: bench.folders.proof)
            green = Set(tests.map(\.key).filter { reading.keys[$0] == .expected })
            seconds = result.seconds
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            await bench.journal.tell(.log("the tests cannot be run with more patience: \(error)"))
            (green, seconds) = ([], 0)
        }
    }

    func isGreen(_ test: RedTest) -> Bool { green.contains(test.key) }
}
