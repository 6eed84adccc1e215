import Cryptography
import Domain
import JavaScript
import Locators
import Proof
import Repairers

/// A repair in the making: the sources as changed so far, and what is to be changed next.
struct RepairDraft {
    private let original: SuiteSources
    private(set) var current: SuiteSources
    private var pending: [RepairAttempt] = []
    private var applied: [RepairAttempt] = []
    /// What each round changed, in places of the sources as they were before it.
    private var rounds: [[TextEdit]] = []
    /// Of each applied attempt its edits in places of the original; nil where they change what an earlier round wrote.
    private var origins: [[TextEdit]?] = []

    init(original: SuiteSources) {
        self.original = original
        current = original
    }

    /// Whether the test stands under another one's change, so that its own was not tried.
    func hasAdopted(_ test: TestKey) -> Bool { applied.contains { $0.isAdopted && $0.test.key == test } }

    var hasNews: Bool { !pending.isEmpty }

    mutating func add(_ attempt: RepairAttempt) { pending.append(attempt) }

    /// - Returns: false when nothing could be changed.
    mutating func apply() throws -> Bool {
        var edits: [TextEdit] = []
        // Several tests run into the same call; it is changed once. Where they would have it say different things, the first
        // has its way, and a run shows whether that does for the others.
        pending = pending.reduce(into: [RepairAttempt]()) { agreed, attempt in
            guard let rival = agreed.first(where: { $0.conflicts(with: attempt) }) else {
                return agreed.append(attempt)
            }
            if let adopted = attempt.adopting(rival) { agreed.append(adopted) }
        }
        for edit in pending.flatMap(\.edits) where !edits.contains(edit) { edits.append(edit) }
        let next = try current.applying(edits)
        guard next.texts != current.texts else { return false }
        current = next
        origins += pending.map { EditHistory(rounds).original($0.edits) }
        rounds.append(edits)
        applied += pending
        pending = []
        return true
    }

    var changed: [Repair.File] {
        current.texts.sorted { $0.key < $1.key }.compactMap { path, after in
            guard let before = original.texts[path], before != after else { return nil }
            return Repair.File(path: path, before: before, after: after)
        }
    }

    /// The change for the tests that it makes green; nil when there are none.
    func repair(of green: Set<TestKey>, _ repository: String, _ branch: String) throws -> Repair? {
        let useful = applied.indices.filter { green.contains(applied[$0].test.key) }
        guard !useful.isEmpty else { return nil }
        guard useful.count < applied.count else { return try finished(repository, branch) }
        // What only the others needed is left out, so it is built anew.
        var edits: [TextEdit] = []
        for place in useful {
            guard let origin = origins[place] else { return nil }
            for edit in origin where !edits.contains(edit) { edits.append(edit) }
        }
        var smaller = RepairDraft(original: original)
        smaller.current = try original.applying(edits)
        smaller.applied = useful.map { applied[$0] }
        guard smaller.current.texts != original.texts else { return nil }
        return try smaller.finished(repository, branch)
    }

    private func finished(_ repository: String, _ branch: String) throws -> Repair {
        let locators = applied.compactMap(locator)
        let cause = ([repository, branch] + Set(applied.map(\.cause)).sorted()).joined(separator: "\n")
        let fingerprint = String(try SHA256.hexadecimal(of: Array(cause.utf8)).prefix(12))
        let files = changed
        var repair = Repair(
            fingerprint: fingerprint, failures: unique(applied.map(\.test.id)), locators: locators, files: files,
            diff: files.map { UnifiedDiff.text(path: $0.path, before: $0.before, after: $0.after) }.joined(),
            why: why(locators))
        repair.claim = applied.dropFirst().reduce(applied[0].claim) { $0.union($1.claim) }
        let changes = applied.compactMap { attempt in
            if case .suite(let change) = attempt.change { change } else { nil }
        }
        repair.restoresTest = changes.contains(where: \.restoresTest)
        repair.rules = unique(changes.map(\.kind.rawValue))
        repair.confidence = (locators.map(\.confidence) + changes.map(\.confidence)).min()
        return repair
    }

    private func locator(_ attempt: RepairAttempt) -> Repair.Locator? {
        guard case .locator(let change) = attempt.change else { return nil }
        let rewrite = change.rewrite
        let source = original.sources.first { $0.path == rewrite.place.file }
        let position = source?.position(at: rewrite.place.range.lowerBound)
        return Repair.Locator(
            test: attempt.test.key, before: rewrite.before, after: rewrite.after, selector: rewrite.selector,
            place: SourceLocation(file: rewrite.place.file, line: position?.line ?? 0, column: position?.column ?? 0),
            element: change.element, why: change.why, confidence: change.confidence, memory: change.repairCase.memory,
            changesStrategy: rewrite.changesStrategy, isEarlier: change.isEarlier)
    }

    private func why(_ locators: [Repair.Locator]) -> String {
        // One sentence a change, with the first of the elements that it found in different tests.
        var seen: Set<String> = []
        let found = locators.filter { seen.insert("\($0.before)\n\($0.after)").inserted }.map { locator in
            "`\(locator.before)` found the \(locator.element) at the last good commit; "
                + "that element is found by `\(locator.after)` now."
        }
        let others = applied.compactMap { attempt in
            if case .suite(let change) = attempt.change { change.why } else { nil }
        }
        return (found + unique(others)).joined(separator: " ")
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
