import Domain
import Queue
import Triage

/// What is known of the red tests' earlier runs; nothing where nobody keeps them.
struct TestMemory: Sendable {
    private var histories: [TestKey: TestHistory] = [:]
    private var commit = ""
    private(set) var base: CommitSHA?
    /// A large share of the suite is red now.
    private var isWide = false
    let now: Timestamp

    init(at now: Timestamp) { self.now = now }

    init(_ histories: [TestKey: TestHistory], commit: String, at now: Timestamp) {
        self.histories = histories
        self.commit = commit
        self.now = now
    }

    /// A verdict without a history is a verdict all the same: what cannot be read is told, and left out.
    /// - Parameter tests: how many were run.
    init(of red: [RedTest], among tests: Int, at revision: Revision, bench: Workbench) async {
        self.init([:], commit: revision.sha.short, at: bench.ports.clock.now())
        base = revision.base
        isWide = TestOutcome.isWide(red: red.count, of: tests)
        guard let store = bench.ports.histories else { return }
        do {
            let keys = red.map(\.key)
            let names = try bench.ports.redaction.apply(to: keys.map(\.identity))
            let found = try await store.histories(of: names, in: bench.repository.name)
            histories = Dictionary(
                zip(keys, names).compactMap { key, name in found[name].map { (key, $0) } }, uniquingKeysWith: { $1 })
        } catch {
            await bench.journal.tell(.log("the histories of the red tests cannot be read: \(error)"))
        }
    }

    func greenBefore(_ test: RedTest) -> Circumstances.GreenBefore {
        guard let history = histories[test.key], !history.outcomes.isEmpty else { return .unknown }
        let commits = [commit, base?.short]
        return history.outcomes.contains { !$0.isRed && commits.contains($0.commit) } ? .seen : .never
    }

    /// - Returns: nil for a test that nothing is known of.
    func past(of test: RedTest, kind: FailureKind, isGreenAgain: Bool?, changedTest: Bool?) -> PastRuns? {
        guard let history = histories[test.key] else { return nil }
        let sign = isWide ? TestOutcome.wideSign : TestOutcome.sign(of: kind.rawValue)
        var runs = [TestOutcome(commit: commit, at: now, result: .failed, sign: sign)]
        switch isGreenAgain {
        case true?: runs.append(TestOutcome(commit: commit, at: now, result: .passed))
        case false?: runs.append(TestOutcome(commit: commit, at: now, result: .failed, sign: sign))
        case nil: break
        }
        return PastRuns(history, run: runs, kind: kind, changedTest: changedTest, at: now)
    }
}

extension TestKey {
    var identity: TestIdentity { TestIdentity(project: project, file: file, title: title) }
}
