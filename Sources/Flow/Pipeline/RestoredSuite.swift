import Domain
import JavaScript
import Repairers

/// Tests that their own newest change broke, with what may be brought back.
struct RestoredSuite {
    /// Ways to repair them together, the smallest first.
    let ways: [[RepairAttempt]]

    init(_ diagnosis: Diagnosis, _ tests: [RedTest], in suite: SuiteSources, bench: Workbench) {
        let wrong = diagnosis.failures.filter { $0.verdict == .testBug }.compactMap { failure in
            tests.first { $0.id == failure.id }
        }
        let files = (diagnosis.changes?.files ?? []).filter(suite.editable.contains)
        let changed = files.compactMap { file -> RestoredTest.Changed? in
            guard let now = suite.texts[file], let before = bench.source(file, in: bench.folders.base), before != now
            else { return nil }
            return RestoredTest.Changed(
                base: SourceText(path: file, text: before), head: SourceText(path: file, text: now),
                lines: wrong.flatMap { Self.lines(of: $0, in: file, folder: bench.folders.head) })
        }
        guard !wrong.isEmpty, !changed.isEmpty else {
            ways = []
            return
        }
        ways = RestoredTest.changes(changed).map { change in wrong.map { RepairAttempt($0, change) } }
    }

    private static func lines(of test: RedTest, in file: String, folder: String) -> [Int] {
        let steps = TracedFailure(test).step?.places(in: folder) ?? []
        return
            (steps.filter { $0.file == file }.map(\.position.line)
            + [test.place].compactMap(\.self).filter { $0.file == file }.map(\.line))
    }
}
