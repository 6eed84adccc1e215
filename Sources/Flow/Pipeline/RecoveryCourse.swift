import Domain
import Playbooks
import Triage

/// What a job has tried to restore its environment with, and what came of it; values only.
struct RecoveryCourse {
    var result: Recovered
    /// Names of playbooks that had their turn.
    var tried: Set<String> = []
    /// Runs of the job's earlier life that were not carried out, by playbook: begun anew when their turn comes.
    var undone: [String: PlaybookRun] = [:]
    /// Runs that a dry run would have made.
    private(set) var promised: [PlaybookRun] = []

    init(_ result: Recovered) { self.result = result }

    /// Tests that were red, and that the newest run tells nothing of, or nothing that can be trusted.
    private var unseen: [RedTest] = []

    var openCases: [PlaybookCase] {
        result.diagnosis.failures.filter { $0.fix == nil && !$0.isPast }.map {
            PlaybookCase(failure: $0, suggestions: result.diagnosis.suggestions[$0.id] ?? [])
        }
    }

    /// The tests that a playbook is for.
    func tests(of candidate: PlaybookCandidate) -> [RedTest] {
        (result.tests.red + unseen).filter { candidate.failures.contains($0.id) }
    }

    /// What each test was last red for.
    var fingerprints: [TestKey: String] {
        let tests = testsByID
        return Dictionary(
            result.diagnosis.failures.filter { !$0.isPast }.compactMap { failure in
                tests[failure.id].map { ($0.key, failure.fingerprint) }
            }, uniquingKeysWith: { first, _ in first })
    }

    private var testsByID: [String: RedTest] {
        Dictionary((result.tests.red + unseen).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ action: HealingReport.Action) { result.actions.append(action) }

    mutating func note(_ candidate: PlaybookCandidate, _ rule: String, _ text: String) {
        change(candidate.failures) { $0.evidence.append(.init(rule: rule, text: text, source: "environment")) }
    }

    /// For a dry run.
    mutating func promise(_ candidate: PlaybookCandidate, as run: PlaybookRun) {
        promised.append(run)
        let failures = candidate.failures
        let proof = Fix.Proof(
            before: .init(red: failures.count), after: .init(runs: 0, green: 0),
            checks: [
                .init(name: "green-again", passed: false, text: "a dry run does not act, so that nothing is proven")
            ])
        result.fixes.append(fix(candidate.playbook.name, why: candidate.why, failures, proof, .wouldApply))
        change(failures) {
            $0.fix = candidate.playbook.name
            $0.autoFixable = true
        }
    }

    /// - Parameter green: tests that the playbook made green, also in the run of the whole suite.
    mutating func close(_ candidate: PlaybookCandidate, green: Set<TestKey>, runs: Fix.Proof.After, word: String) {
        let mended = (result.tests.red + unseen).filter { green.contains($0.key) }.map(\.id)
        let checks: [Fix.Proof.Check] = [
            .init(name: "executed", passed: true, text: word),
            .init(
                name: "green-again", passed: runs.green > 0,
                text: "\(runs.green) of \(runs.runs) affected tests are green after it"),
            .init(
                name: "suite-again", passed: !mended.isEmpty,
                text: mended.isEmpty
                    ? "none of them is green in a run of the whole suite"
                    : "\(mended.count) of them are green in a run of the whole suite"),
        ]
        let failures = mended.isEmpty ? candidate.failures : mended
        let proof = Fix.Proof(
            before: .init(red: failures.count),
            after: mended.isEmpty ? runs : .init(runs: mended.count, green: mended.count), checks: checks)
        let state = mended.isEmpty ? Fix.State.rejected : .applied
        result.fixes.append(fix(candidate.playbook.name, why: candidate.why, failures, proof, state))
        change(mended) {
            $0.fix = candidate.playbook.name
            $0.resolution = .fixedByPlaybook
            $0.autoFixable = true
            // That it helped is the best evidence there is.
            $0.verdict = .environment
            $0.culprit = .environment
            $0.evidence.append(
                .init(
                    rule: "playbook.helped", text: "it is green after \(candidate.playbook.name): \(word)",
                    source: "environment"))
        }
    }

    /// Takes over a run of an earlier life, of which only the green suite is left to see.
    mutating func adopt(_ run: PlaybookRun, _ word: String, _ action: HealingReport.Action) {
        add(action)
        let proof = Fix.Proof(
            before: .init(red: 0), after: .init(runs: 1, green: 1),
            checks: [
                .init(name: "executed", passed: true, text: word),
                .init(name: "suite-again", passed: true, text: "nothing is red in a run of the whole suite"),
            ])
        result.fixes.append(fix(run.playbook, why: run.why, [], proof, .applied))
    }

    /// - Parameters:
    ///   - found: the diagnosis of what is newly red, or red for another reason.
    ///   - judgedAnew: the tests in it.
    mutating func take(_ aftermath: Aftermath, _ found: Diagnosis, judgedAnew: Set<TestKey>) {
        let tests = testsByID
        var open = result.diagnosis
        var kept: [FailureReport] = []
        var left: [RedTest] = []
        for failure in open.failures {
            guard let test = tests[failure.id] else {
                kept.append(failure)
                continue
            }
            switch aftermath.colour(of: test) {
            case .red where judgedAnew.contains(test.key): break
            case .red: kept.append(failure)
            case .unseen(let why):
                kept.append(failure.noting("playbook.unseen", "nothing tells whether it is green now: \(why)"))
                left.append(test)
            case .green where failure.resolution == .fixedByPlaybook: result.healed.append(failure)
            case .green where failure.verdict == .appBug:
                // No playbook was for it, and none changes the app.
                var flaky = failure.noting(
                    "playbook.flaky", "it is green in a later run, though nothing was done for it")
                flaky.verdict = .flaky
                kept.append(flaky)
                left.append(test)
            case .green: result.healed.append(helpedAlong(failure))
            }
        }
        let red = Set(aftermath.run.red.map(\.key))
        open.failures = kept + found.failures
        open.cases = open.cases.filter { red.contains($0.test.key) && !judgedAnew.contains($0.test.key) } + found.cases
        open.suggestions.merge(found.suggestions) { $1 }
        open.goodTraces.merge(found.goodTraces) { $1 }
        open.seconds += found.seconds
        result.diagnosis = open
        result.tests = aftermath.run
        unseen = left
    }

    /// What no playbook claims and is green now was mended along with the others.
    private mutating func helpedAlong(_ failure: FailureReport) -> FailureReport {
        if let last = result.fixes.indices.last { result.fixes[last].failures.append(failure.id) }
        var failure = failure.noting("playbook.helped-along", "it is green in the run of the whole suite afterwards")
        failure.fix = result.fixes.last?.id
        failure.resolution = .fixedByPlaybook
        return failure
    }

    private func fix(
        _ playbook: String, why: String, _ failures: [String], _ proof: Fix.Proof, _ state: Fix.State
    ) -> Fix {
        Fix(
            id: playbook, class: .a, kind: "playbook", why: why, failures: failures, diff: nil,
            files: nil, source: .rule,
            risk: .init(level: .low, reasons: ["the configuration allows it for this target, and no file is changed"]),
            proof: proof, state: state)
    }

    private mutating func change(_ ids: [String], _ body: (inout FailureReport) -> Void) {
        for index in result.diagnosis.failures.indices where ids.contains(result.diagnosis.failures[index].id) {
            body(&result.diagnosis.failures[index])
        }
    }
}

extension FailureReport {
    /// Green again before anything was done: there is nothing to restore and nobody to tell.
    var isPast: Bool { verdict == .flaky || evidence.contains { $0.rule == VerdictRule.recovered } }

    fileprivate func noting(_ rule: String, _ text: String) -> FailureReport {
        var failure = self
        failure.evidence.append(.init(rule: rule, text: text, source: "environment"))
        return failure
    }
}
