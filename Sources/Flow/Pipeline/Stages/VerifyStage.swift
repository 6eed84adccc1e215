import Domain
import Evidence
import Foundation
import JavaScript
import Locators
import Proof

/// The repairs with the verdict on each.
struct Verified: Codable, Sendable {
    let repairs: [JudgedRepair]
    let seconds: Double
}

/// Proves each repair in a clean worktree, or drops it with the reason.
struct VerifyStage: Sendable {
    let bench: Workbench

    /// A test that is green this often in a row is not green by chance.
    private static let repeats = 3

    func run(_ revision: Revision, _ repaired: Repaired) async throws -> Verified {
        let tests = repaired.recovered.tests
        var judged: [JudgedRepair] = []
        var seconds = 0.0
        for repair in repaired.repairs {
            do {
                let (verdict, time) = try await prove(repair, revision, tests)
                judged.append(verdict)
                seconds += time
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                judged.append(unproven(repair, because: "\(error)"))
            }
        }
        return Verified(repairs: judged, seconds: seconds)
    }

    private func prove(
        _ repair: Repair, _ revision: Revision, _ tests: TestRun
    ) async throws -> (JudgedRepair, Double) {
        let claimed = tests.red.filter { repair.failures.contains($0.id) }
        var checks = gate(repair, tests)
        var after = Fix.Proof.After(runs: 0, green: 0)
        var seconds = 0.0
        var doubt: String?
        if checks.allSatisfy(\.passed) {
            try await bench.worktree(bench.folders.proof, at: revision.sha)
            try await bench.lay(repair.files, over: revision.sha, in: bench.folders.proof)
            let again = try await bench.run(run(repair, "again", claimed, tracing: .all, repeats: Self.repeats))
            seconds += again.seconds
            let results = try RepeatedRuns(again, of: claimed, folder: bench.folders.proof)
            after = results.after
            checks += [results.check(repeats: Self.repeats)]
            if results.after.green == results.after.runs {
                // What rewrites no locator of ours has no remembered element: its own claim has to be narrow enough.
                if !repair.locators.isEmpty { checks.append(SameElement(repair, traces: results.traces).check()) }
                let whole = try await bench.run(run(repair, "project", claimed, tracing: .none, repeats: 1))
                seconds += whole.seconds
                checks += try WholeProject(
                    whole, before: SuiteReading(tests.results, folder: bench.folders.head), claimed: claimed,
                    folder: bench.folders.proof
                ).checks()
                // Last, since a test that is stopped halfway may leave something behind. Where the app is changed the tests are
                // as they were.
                if checks.allSatisfy(\.passed), ChangeAssessment(repair.changes).class != .c {
                    let absence = try await absence(repair, claimed, green: again.seconds)
                    seconds += absence.seconds
                    doubt = absence.reason
                    if let check = absence.check { checks.append(check) }
                }
            }
        }
        let proof = Fix.Proof(before: .init(red: claimed.count), after: after, checks: checks)
        return (JudgedRepair(repair: repair, proof: proof, risk: risk(repair, claimed, doubt)), seconds)
    }

    /// A proof that cannot be made is none, and must not cost the other repairs.
    private func unproven(_ repair: Repair, because reason: String) -> JudgedRepair {
        let text = CutText.beginning(of: reason, limitBytes: 2000)
        let check = Fix.Proof.Check(name: "proof-made", passed: false, text: text)
        return JudgedRepair(
            repair: repair,
            proof: Fix.Proof(
                before: .init(red: repair.failures.count), after: .init(runs: 0, green: 0), checks: [check]),
            risk: .init(level: .high, reasons: ["it is not proven"]))
    }

    /// The claimed tests alone, or, with a single repeat, the whole of their projects.
    private func run(
        _ repair: Repair, _ name: String, _ claimed: [RedTest], tracing: SuiteRun.Tracing, repeats: Int
    ) -> SuiteRun {
        SuiteRun(
            repository: bench.repository, folder: bench.folders.proof,
            output: bench.folders.run("proof-\(repair.fingerprint)-\(name)"),
            projects: Set(claimed.map(\.project)).subtracting([""]).sorted(),
            tests: repeats > 1 ? claimed.map(\.selection) : [], tracing: tracing, repeats: repeats, retries: 0)
    }

    /// By its text alone: what a rule wrote may change locators and nothing else, what a model wrote may change anything
    /// that weakens no test, and a change of the product has a gate of its own.
    private func gate(_ repair: Repair, _ tests: TestRun) -> [Fix.Proof.Check] {
        let checks: [ProofCheck]
        if ChangeAssessment(repair.changes).class == .c {
            checks = ProductGate(offered: Set(repair.offered), restoring: base(of: repair)).judge(repair.changes)
        } else {
            let specs = Set(tests.red.map(\.file)).sorted()
            let suite = SuiteSources(specs: specs, named: repair.files.map(\.path)) {
                bench.source($0, in: bench.folders.head)
            }
            var isPatch = false
            if case .patch = repair.origin { isPatch = true }
            let claim = isPatch ? RepairClaim.freeForm() : repair.claim ?? .locator
            var rules = PatchRules(editable: suite.editable)
            // One name that seven specs write out is one change, and each of its words is held to the claim.
            if !claim.isFreeForm { (rules.fileLimit, rules.changedLineLimit) = (40, 400) }
            let gate = PatchGate(rules: rules, context: suite.sources)
            let now = gate.judge(repair.changes, claim: claim)
            // What restores a test differs from the version that is wrong; it may not be weaker than the one before it.
            checks = repair.restoresTest && !now.isAccepted ? restored(repair, gate, claim, instead: now) : now
        }
        return checks.map { .init(name: $0.name, passed: $0.passed, text: $0.text) }
    }

    /// What is to be brought back, as it was; empty for a repair that takes nothing back.
    private func base(of repair: Repair) -> [String: String] {
        guard repair.takenBack != nil else { return [:] }
        return repair.files.reduce(into: [:]) { $0[$1.path] = bench.source($1.path, in: bench.folders.base) }
    }

    /// The change judged as if it were made at the last good commit; `now` where it does more than bring that back.
    private func restored(
        _ repair: Repair, _ gate: PatchGate, _ claim: RepairClaim, instead now: [ProofCheck]
    ) -> [ProofCheck] {
        let base = repair.files.compactMap { file in
            bench.source(file.path, in: bench.folders.base).map { SourceText(path: file.path, text: $0) }
        }
        let changes = repair.files.map { file in
            FileChange(
                path: file.path, before: base.first { $0.path == file.path }?.text ?? file.before, after: file.after)
        }
        let restoration = Restoration(
            base: base, head: repair.files.map { SourceText(path: $0.path, text: $0.before) },
            after: repair.files.map { SourceText(path: $0.path, text: $0.after) })
        // How much is changed, and what is bypassed, are questions of this commit: a base that slept or forced is no licence.
        let own: Set = ["size", "nothing-bypassed"]
        let since =
            gate.judge(changes, claim: claim).filter { !own.contains($0.name) } + now.filter { own.contains($0.name) }
            + [restoration.check]
        return since.isAccepted ? since : now
    }

    /// - Parameter doubt: why it was not shown that the tests can still fail; nil when it was.
    private func risk(_ repair: Repair, _ claimed: [RedTest], _ doubt: String?) -> Fix.Risk {
        var facts = RiskFacts()
        facts.files = repair.files.map(\.path)
        facts.changedLines = repair.changes.reduce(0) { $0 + $1.changedLines }
        facts.affectedTests = claimed.count
        facts.confidence = repair.confidence ?? repair.locators.map(\.confidence).min()
        facts.strategies = repair.locators.first { $0.changesStrategy }.map {
            (String($0.before.prefix { $0 != "(" }), String($0.after.prefix { $0 != "(" }))
        }
        facts.takenBack = repair.takenBack?.cautions ?? []
        facts.isWrittenByModel = repair.origin.model != nil
        facts.changesConfiguration = repair.files.contains { $0.path.contains("playwright.config") }
        facts.changesExpectedText = repair.claim.map { !$0.textChanges.isEmpty } ?? false
        let risk = Risk(facts)
        let unshown = doubt.map { "it was not shown that the tests can still fail: \($0)" }
        return Fix.Risk(
            level: .init(rawValue: risk.level.rawValue) ?? .high, reasons: risk.reasons + [unshown].compactMap(\.self))
    }
}
