import Advice
import Cryptography
import Domain
import Foundation
import JavaScript
import Locators

/// What language models add where the rules have no answer: words for what is seen, a choice among computed candidates, a
/// patch. Part of the repair stage. Nothing that a model says is believed: a choice and a patch pass the gates and the
/// proof that a rule's repair passes, and words are told as the model's.
struct AdviceStage: Sendable {
    let bench: Workbench

    /// Causes of one run that a model is asked about; each costs up to four questions.
    private static let groupLimit = 3
    /// Fewer failures have no pattern.
    private static let patternLeast = 3

    func run(_ revision: Revision, _ repaired: Repaired) async throws -> Repaired {
        let groups = Self.open(repaired)
        guard !groups.isEmpty, let source = bench.ports.advisors, bench.repository.mayAskModels else { return repaired }
        let choice = await source.advisor(spending: bench.journal)
        for line in choice.why { await bench.journal.tell(.log("models: \(line)")) }
        guard let advisor = choice.advisor else { return repaired }
        var result = repaired
        try await patterns(advisor, &result)
        for group in groups.prefix(Self.groupLimit) {
            try await consider(group, advisor, revision, &result)
        }
        result.usage = await advisor.usage()
        for incident in await advisor.incidents() {
            result.actions.append(
                try await bench.acting.record("model", "language model", why: "advice", result: incident))
        }
        return result
    }

    /// Failures that no repair stands for, by cause, the ones that most tests share first. The environment is not mended by
    /// words, and a flaky test needs a history.
    static func open(_ repaired: Repaired) -> [[FailureReport]] {
        let claimed = Set(repaired.repairs.flatMap(\.failures))
        let open = repaired.recovered.diagnosis.failures.filter {
            !claimed.contains($0.id) && $0.fix == nil && ![.environment, .flaky].contains($0.verdict)
        }
        return Dictionary(grouping: open, by: \.group).values
            .sorted { ($1.count, $0[0].group) < ($0.count, $1[0].group) }
    }

    private func patterns(_ advisor: any Advisor, _ result: inout Repaired) async throws {
        let failures = result.recovered.diagnosis.failures
        guard failures.count >= Self.patternLeast else { return }
        let question = RunPatterns(failures: failures.prefix(20).map(FailureMaterial.summary))
        guard let advice = try await ask(advisor, question, &result) else { return }
        for pattern in advice.answer.patterns {
            for number in pattern.failures where failures.indices.contains(number) {
                result.note(
                    failures[number].id, "model.pattern",
                    "\(advice.model) sees one cause of \(pattern.failures.count) failures: \(pattern.likelyCause)")
            }
        }
    }

    private func consider(
        _ group: [FailureReport], _ advisor: any Advisor, _ revision: Revision, _ result: inout Repaired
    ) async throws {
        guard let failure = group.first, let test = result.recovered.tests.red.first(where: { $0.id == failure.id })
        else { return }
        let material = FailureMaterial(
            failure, test, changes: result.recovered.diagnosis.changes, live: result.live[failure.id])
        if let advice = try await ask(advisor, material.rootCause, &result) {
            for failure in group {
                result.note(
                    failure.id, "model.root-cause",
                    "\(advice.model): \(advice.answer.rootCause) Disproven by: \(advice.answer.wouldBeDisprovenBy)")
            }
        }
        let ways = RepairWays(failure, test, bench: bench, diagnosis: result.recovered.diagnosis)
        guard !ways.open.isEmpty,
            let strategy = try await ask(
                advisor, StrategyQuestion(open: ways.open, material: material.all), &result)
        else { return }
        result.note(
            failure.id, "model.strategy",
            "\(strategy.model) would take the way `\(strategy.answer.strategy.rawValue)`: \(strategy.answer.reason)")
        switch strategy.answer.strategy {
        case .locator: try await choose(group, ways, advisor, revision, &result)
        case .wait, .testCode: try await patch(.tests, group, ways, material, advisor, revision, &result)
        case .appCode: try await patch(.product, group, ways, material, advisor, revision, &result)
        case .environment, .none: break
        }
    }

    /// One of the computed candidates; where there are none, a patch may still find the way.
    private func choose(
        _ group: [FailureReport], _ ways: RepairWays, _ advisor: any Advisor, _ revision: Revision,
        _ result: inout Repaired
    ) async throws {
        guard let candidates = ways.candidates else { return }
        let question = CandidateChoice(
            remembered: "\(candidates.remembered), found by \(candidates.repairCase.selector)",
            candidates: candidates.all.map { "\($0.element), found by \($0.locator)" })
        guard let advice = try await ask(advisor, question, &result), let index = advice.answer.index,
            candidates.all.indices.contains(index)
        else { return }
        do {
            let repair = try ChosenRepair(
                candidates, candidates.all[index], model: advice.model, reason: advice.answer.reason,
                bench: bench, revision: revision
            ).repair(for: group)
            result.repairs.append(repair)
        } catch let error as RepairRefused {
            for failure in group { result.refusals[failure.id] = "\(error)" }
        }
    }

    private func patch(
        _ subject: PatchQuestion.Subject, _ group: [FailureReport], _ ways: RepairWays, _ material: FailureMaterial,
        _ advisor: any Advisor, _ revision: Revision, _ result: inout Repaired
    ) async throws {
        let files = ways.files(of: subject)
        guard !files.isEmpty,
            let advice = try await ask(
                advisor, PatchQuestion(subject, files: files, material: material.all), &result),
            !advice.answer.blocks.isEmpty
        else { return }
        let changed = try PatchBlocks.apply(advice.answer.blocks, to: files)
        let originals = Dictionary(files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        let repairFiles = changed.map { Repair.File(path: $0.path, before: originals[$0.path] ?? "", after: $0.text) }
        let diff = repairFiles.map { UnifiedDiff.text(path: $0.path, before: $0.before, after: $0.after) }.joined()
        var repair = Repair(
            // By the cause, not by the wording: the next run's other words are the same pull request, and a person's no
            // to it stands.
            fingerprint: try Self.fingerprint([bench.repository.name, revision.branch, "\(subject)", group[0].group]),
            failures: group.map(\.id), locators: [], files: repairFiles, diff: diff,
            why:
                "\(advice.model) wrote a change of the \(subject == .tests ? "test" : "product") for: \(group[0].rootCause)"
        )
        repair.origin = .patch(model: advice.model)
        repair.restoresTest = group.allSatisfy { $0.verdict == .testBug }
        if subject == .product { repair.offered = files.map(\.path) }
        result.repairs.append(repair)
    }

    /// nil when there is no answer: the reason stands among the model's incidents.
    private func ask<Task: AdviceTask>(
        _ advisor: any Advisor, _ task: Task, _ result: inout Repaired
    ) async throws -> Advice<Task.Answer>? {
        do {
            return try await advisor.ask(task)
        } catch let error as AdviceUnavailable {
            await bench.journal.tell(.log("no answer to `\(Task.name)`: \(error)"))
            return nil
        }
    }

    static func fingerprint(_ parts: [String]) throws -> String {
        String(try SHA256.hexadecimal(of: Array(parts.joined(separator: "\n").utf8)).prefix(12))
    }
}
