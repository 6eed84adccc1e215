import Domain
import Evidence
import Foundation
import JavaScript
import Locators

/// A locator rewritten to find the candidate that a model chose. The proof looks for that very element.
struct ChosenRepair {
    private let candidates: ComputedCandidates
    private let chosen: ComputedCandidates.Candidate
    private let model: String
    private let reason: String
    private let rewrite: LocatorRewrite
    private let sources: SuiteSources
    private let revision: Revision
    private let repository: String

    init(
        _ candidates: ComputedCandidates, _ chosen: ComputedCandidates.Candidate, model: String, reason: String,
        bench: Workbench, revision: Revision
    ) throws {
        let known = candidates.repairCase
        sources = SuiteSources(specs: [known.test.file], named: [known.test.place?.file].compactMap(\.self)) {
            bench.source($0, in: bench.folders.head)
        }
        let failed = try TraceFile.read(known.failed.trace)
        guard let step = failed.steps.first(where: { $0.callID == known.failed.callID }),
            let page = failed.lastSnapshot(at: step)
        else { throw RepairRefused("the trace of the failing step cannot be read again") }
        do {
            rewrite = try LocatorRewrite(
                known.selector, recall: candidates.recall(chosen, reason: reason),
                new: PageIndex(page, testIDAttribute: failed.testIDAttribute), testIDAttribute: failed.testIDAttribute,
                reader: sources.reader, stack: step.places(in: bench.folders.head))
        } catch {
            throw RepairRefused("\(error)")
        }
        // Whether it is wanted there is not a matter of choice.
        guard rewrite.route == nil else { throw RepairRefused("the chosen element is in another frame") }
        (self.candidates, self.chosen, self.model, self.reason) = (candidates, chosen, model, reason)
        (self.revision, repository) = (revision, bench.repository.name)
    }

    func repair(for failures: [FailureReport]) throws -> Repair {
        let after = try sources.applying(rewrite.edits)
        let files = after.texts.sorted { $0.key < $1.key }.compactMap { path, text in
            sources.texts[path].flatMap { $0 == text ? nil : Repair.File(path: path, before: $0, after: text) }
        }
        let known = candidates.repairCase
        let source = sources.sources.first { $0.path == rewrite.place.file }
        let position = source?.position(at: rewrite.place.range.lowerBound)
        let locator = Repair.Locator(
            test: known.test.key, before: rewrite.before, after: rewrite.after, selector: rewrite.selector,
            place: SourceLocation(
                file: rewrite.place.file, line: position?.line ?? 0, column: position?.column ?? 0),
            element: candidates.remembered, why: "\(model) chose it among \(candidates.all.count): \(reason)",
            confidence: 0.5,
            memory: StepReference(trace: known.failed.trace, callID: known.failed.callID, node: chosen.node),
            changesStrategy: rewrite.changesStrategy)
        var repair = Repair(
            fingerprint: try AdviceStage.fingerprint(
                [repository, revision.branch, "choice", failures.first?.group ?? rewrite.before]),
            failures: failures.map(\.id), locators: [locator], files: files,
            diff: files.map { UnifiedDiff.text(path: $0.path, before: $0.before, after: $0.after) }.joined(),
            why: "`\(rewrite.before)` found the \(candidates.remembered) at the last good commit; \(model) chose the "
                + "\(chosen.element), whose new name the commit shows, and `\(rewrite.after)` finds it.")
        repair.origin = .choice(model: model)
        repair.claim = rewrite.claim
        return repair
    }
}

extension Trace.Step {
    /// The places of the step's stack in files of a worktree, innermost first.
    func places(in folder: String) -> [(file: String, position: SourcePosition)] {
        stack.compactMap { location in
            SuiteReading.relative(location.file, to: folder).map {
                (file: $0, position: SourcePosition(line: location.line, column: location.column))
            }
        }
    }
}
