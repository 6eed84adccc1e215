import Domain
import Evidence
import Foundation

/// Raises an issue for each cause that is the app's fault or could not be repaired, and closes those that are over.
struct IssueDesk: Sendable {
    let bench: Workbench

    /// New or updated issues of one job; a run that is red for more causes than this is told in the report.
    private static let limit = 10
    private static let pauses: [Duration] = [.seconds(2), .seconds(10), .seconds(30)]

    struct Result {
        var actions: [HealingReport.Action] = []
        var texts: [String: String] = [:]
    }

    func work(
        _ revision: Revision, _ tests: TestRun, _ failures: inout [FailureReport]
    ) async throws -> Result {
        var result = Result()
        // Without a branch of this repository, as with a fork, there is nobody whose issue it would be.
        guard let tracker = bench.ports.issues, bench.repository.mayPublish, !revision.branch.hasPrefix("refs/") else {
            return result
        }
        for group in Self.groups(failures).prefix(Self.limit) {
            // Before anything is cut: half a secret would not be known afterwards.
            let text = IssueText(
                try bench.ports.redaction.apply(to: group), revision: revision, repository: bench.repository.name)
            let draft = draft(group, text, revision)
            result.texts["issue-\(draft.mark.fingerprint).md"] = "# \(draft.title)\n\n\(draft.body)\n"
            let (word, url) = try await raise(draft, with: tracker)
            result.actions.append(
                try await bench.acting.record(
                    "issue", "\(draft.repository) \(draft.mark.fingerprint)", why: draft.title, result: word))
            guard let url else { continue }
            for index in failures.indices where group.contains(where: { $0.id == failures[index].id }) {
                failures[index].resolution = .issueOpened
                failures[index].issue = url
            }
        }
        result.actions += try await settle(revision, tests, tracker)
        return result
    }

    /// What no fix stands for, by cause, the gravest first. What is flaky needs a history, not an issue, and what recovered by
    /// itself needs neither.
    static func groups(_ failures: [FailureReport]) -> [[FailureReport]] {
        let open = failures.filter { $0.resolution == .none && $0.fix == nil && !$0.isPast }
        return Dictionary(grouping: open, by: \.group).values
            .sorted { (rank($0), $0[0].group) < (rank($1), $1[0].group) }
    }

    private static func rank(_ group: [FailureReport]) -> Int {
        let order = FailureReport.Severity.allCases
        return group.compactMap { order.firstIndex(of: $0.severity) }.min() ?? order.count
    }

    private func draft(_ group: [FailureReport], _ text: IssueText, _ revision: Revision) -> IssueDraft {
        let redaction = bench.ports.redaction
        return IssueDraft(
            repository: bench.repository.name,
            mark: IssueMark(
                fingerprint: String(group[0].group.prefix(12)), branch: revision.branch,
                tests: IssueText.names(of: group)),
            title: redaction.apply(to: text.title), body: redaction.apply(to: text.body), labels: ["selfheal"])
    }

    private func raise(_ draft: IssueDraft, with tracker: any IssueTracker) async throws -> (String, String?) {
        if bench.request.job.dryRun { return ("would have been opened", nil) }
        if let objection = try await bench.acting.objection() { return ("not opened: \(objection)", nil) }
        do {
            let effects = bench.effects
            let standing = try await bench.acting.patiently(Self.pauses) {
                try await effects.perform(.issue(draft)) { try await tracker.raise(draft) }
            }
            switch standing {
            case .open(let url): return (url, url)
            case .declined(let reason): return ("not opened: \(reason)", nil)
            }
        } catch let error as PublishingError {
            return ("failed: \(error)", nil)
        }
    }

    /// An earlier commit that was green says nothing of the branch as it is.
    private func isNewest(_ revision: Revision) async -> Bool {
        var request = bench.request
        request.job.sha = nil
        do {
            return try await bench.sourceControl.resolve(request).sha == revision.sha
        } catch {
            await bench.journal.tell(.log("no issue is closed, because the branch cannot be looked at: \(error)"))
            return false
        }
    }

    /// Closes the issues whose tests were all run and are all green.
    private func settle(
        _ revision: Revision, _ tests: TestRun, _ tracker: any IssueTracker
    ) async throws -> [HealingReport.Action] {
        guard !bench.request.job.dryRun, try await bench.acting.objection() == nil, await isNewest(revision) else {
            return []
        }
        let keys = try SuiteReading(tests.results, folder: bench.folders.head).keys
        let green = Set(keys.filter { $0.value == .expected }.map(\.key.mark))
        let comment = "Green again at \(revision.sha.short)."
        do {
            let repository = bench.repository.name
            let closed = try await bench.effects.perform(.settling(revision)) {
                try await tracker.settle(
                    repository: repository, branch: revision.branch, comment: comment,
                    isOver: { !$0.tests.isEmpty && green.isSuperset(of: $0.tests) })
            }
            var actions: [HealingReport.Action] = []
            for url in closed {
                actions.append(
                    try await bench.acting.record("issue", url, why: "its tests are green again", result: "closed"))
            }
            return actions
        } catch let error as PublishingError {
            return [
                try await bench.acting.record(
                    "issue", bench.repository.name, why: "close what is green again", result: "failed: \(error)")
            ]
        }
    }
}

extension TestKey {
    /// As an issue remembers the test.
    var mark: String { "[\(project)] \(file): \(title)" }
}
