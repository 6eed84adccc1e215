import Domain
import Playbooks

/// What a job has tried to restore its environment with, and what came of it; values only.
struct RecoveryCourse {
    var result: Recovered
    /// Names of playbooks that had their turn.
    var tried: Set<String> = []
    /// Runs that a dry run would have made.
    private(set) var promised: [PlaybookRun] = []

    init(_ result: Recovered) { self.result = result }

    var openCases: [PlaybookCase] {
        result.diagnosis.failures.filter { $0.fix == nil }.map {
            PlaybookCase(failure: $0, suggestions: result.diagnosis.suggestions[$0.id] ?? [])
        }
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
        result.fixes.append(fix(candidate, failures, proof, .wouldApply))
        change(failures) {
            $0.fix = candidate.playbook.name
            $0.autoFixable = true
        }
    }

    /// - Parameter green: tests that the playbook made green, also in the run of the whole suite.
    mutating func close(_ candidate: PlaybookCandidate, green: Set<TestKey>, runs: Fix.Proof.After, word: String) {
        let mended = result.tests.red.filter { green.contains($0.key) }.map(\.id)
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
        result.fixes.append(fix(candidate, failures, proof, mended.isEmpty ? .rejected : .applied))
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

    /// - Parameter found: the diagnosis of what is newly red.
    mutating func take(_ whole: TestRun, _ found: Diagnosis) {
        let red = Dictionary(whole.red.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let keys = Dictionary(result.tests.red.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
        let isRed = { (id: String) in keys[id].map { red[$0] != nil } ?? false }
        var open = result.diagnosis
        let gone = open.failures.filter { !isRed($0.id) }
        // What no playbook claims and is green now was flaky, or was mended along with the others.
        let along = gone.filter { $0.resolution != .fixedByPlaybook }.map(\.id)
        if let last = result.fixes.indices.last { result.fixes[last].failures += along }
        result.healed += gone.map { failure in
            guard failure.resolution != .fixedByPlaybook else { return failure }
            var failure = failure
            failure.fix = result.fixes.last?.id
            failure.resolution = .fixedByPlaybook
            failure.evidence.append(
                .init(
                    rule: "playbook.helped-along", text: "it is green in the run of the whole suite afterwards",
                    source: "environment"))
            return failure
        }
        open.failures = open.failures.filter { isRed($0.id) } + found.failures
        open.cases = open.cases.filter { red[$0.test.key] != nil } + found.cases
        open.suggestions.merge(found.suggestions) { $1 }
        open.goodTraces.merge(found.goodTraces) { $1 }
        open.seconds += found.seconds
        result.diagnosis = open
        result.tests = whole
    }

    private func fix(
        _ candidate: PlaybookCandidate, _ failures: [String], _ proof: Fix.Proof, _ state: Fix.State
    ) -> Fix {
        Fix(
            id: candidate.playbook.name, class: .a, kind: "playbook", why: candidate.why, failures: failures, diff: nil,
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
