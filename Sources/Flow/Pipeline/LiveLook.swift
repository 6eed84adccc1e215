import Domain
import Evidence
import Foundation

/// Asks a live page about failures that no rule could repair: the runner stops at the error, and the page is still there.
/// It is evidence for people and for models. Without it nothing else changes, whatever the reason.
struct LiveLook: Sendable {
    let bench: Workbench

    /// Each look runs a test until it fails, which takes as long as its deadlines.
    private static let limit = 2

    func run(_ revision: Revision, _ repaired: Repaired) async throws -> Repaired {
        let open = AdviceStage.open(repaired).compactMap(\.first).prefix(Self.limit)
        let tests = open.compactMap { failure in
            repaired.recovered.tests.red.first { $0.id == failure.id && !$0.selection.titles.isEmpty }
        }
        guard let pages = bench.ports.livePages, !tests.isEmpty else { return repaired }
        var result = repaired
        do {
            try await bench.worktree(bench.folders.proof, at: revision.sha)
            try await bench.lay([], over: revision.sha, in: bench.folders.proof)
            let seen = try await pages.withLivePages(in: bench.folders.proof, of: bench.repository) { page in
                try await look(at: page, tests)
            }
            for (id, evidence) in seen {
                result.live[id] = evidence
                result.note(id, evidence.evidence)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            await bench.journal.tell(.log("no live page: \(error)"))
        }
        return result
    }

    private func look(at page: any LivePage, _ tests: [RedTest]) async throws -> [(String, LiveEvidence)] {
        var seen: [(String, LiveEvidence)] = []
        for test in tests {
            let selectors = [TracedFailure(test).step?.selector].compactMap(\.self)
            do {
                seen.append(
                    (
                        test.id,
                        try await LiveEvidence.gather(
                            from: page, test.selection, project: test.project, selectors: selectors)
                    ))
            } catch let error as LivePageUnavailable {
                await bench.journal.tell(.log("no live page of \(test.title): \(error)"))
            }
        }
        return seen
    }
}

extension Repaired {
    mutating func note(_ failure: String, _ items: [FailureReport.Evidence]) {
        for index in recovered.diagnosis.failures.indices where recovered.diagnosis.failures[index].id == failure {
            recovered.diagnosis.failures[index].evidence += items
        }
    }

    mutating func note(_ failure: String, _ rule: String, _ text: String) {
        note(failure, [.init(rule: rule, text: text, source: "model")])
    }
}
