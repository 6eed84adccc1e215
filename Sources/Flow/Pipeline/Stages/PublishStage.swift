import Domain
import Foundation

/// What became of the repairs, and the failures with their resolution.
struct Published: Codable, Sendable {
    let failures: [FailureReport]
    let fixes: [Fix]
    let actions: [HealingReport.Action]
    /// Text of each pull request, by the id of its fix.
    let texts: [String: String]
}

/// Brings the proven repairs before people. Safe to repeat: the branch of a repair is named for its cause.
struct PublishStage: Sendable {
    /// What may pass is tried again, at growing distances.
    private static let pauses: [Duration] = [.seconds(2), .seconds(10), .seconds(30), .seconds(60), .seconds(120)]

    let bench: Workbench
    let publishing: Publishing
    let redaction: Redaction
    let clock: PipelineClock

    func run(
        _ revision: Revision, _ diagnosis: Diagnosis, _ repaired: Repaired, _ verified: Verified
    ) async throws -> Published {
        var failures = diagnosis.failures.map { failure in
            var failure = failure
            if let refusal = repaired.refusals[failure.id] {
                failure.autoFixable = false
                failure.evidence.append(.init(rule: "repair.refused", text: refusal, source: "repair"))
            }
            return failure
        }
        var fixes: [Fix] = []
        var actions: [HealingReport.Action] = []
        var texts: [String: String] = [:]
        for judged in verified.repairs {
            let repaired = failures.filter { judged.repair.failures.contains($0.id) }
            let text = PullRequestText(
                judged, revision: revision, repository: bench.repository.name, failures: repaired)
            var fix = Fix(judged)
            if judged.proof.holds {
                texts[fix.id] = redaction.apply(to: "# \(text.title)\n\n\(text.body)\n")
                let draft = draft(judged, text, revision)
                let action = try await publish(draft, as: &fix)
                actions.append(action)
            }
            if fix.state != .rejected {
                for index in failures.indices where judged.repair.failures.contains(failures[index].id) {
                    failures[index].fix = fix.id
                    failures[index].resolution = fix.state == .proposed ? .fixProposed : .none
                }
            }
            fixes.append(fix)
            await bench.journal.tell(.fix(fix))
        }
        return Published(failures: failures, fixes: fixes, actions: actions, texts: texts)
    }

    private func draft(_ judged: JudgedRepair, _ text: PullRequestText, _ revision: Revision) -> PullRequestDraft {
        PullRequestDraft(
            repository: bench.repository.name, branch: "selfheal/\(judged.repair.fingerprint)", into: revision.branch,
            parent: revision.sha, title: redaction.apply(to: text.title), body: redaction.apply(to: text.body),
            commitMessage: redaction.apply(to: text.commitMessage),
            files: judged.repair.files.map { .init(path: $0.path, text: $0.after) }, isDraft: false)
    }

    private func publish(_ draft: PullRequestDraft, as fix: inout Fix) async throws -> HealingReport.Action {
        let isDryRun = bench.request.job.dryRun
        var result = "not published: publishing is off"
        if isDryRun {
            result = "would have been opened"
        } else if draft.into.hasPrefix("refs/") {
            result =
                "not published: \(draft.into) is no branch of \(draft.repository), as with a pull request from a fork"
        } else if case .by(let publisher) = publishing {
            do {
                switch try await publishPatiently(draft, by: publisher) {
                case .open(let branch, let url):
                    fix.state = .proposed
                    fix.published = .init(branch: branch, pullRequest: url)
                    result = url ?? "branch \(branch)"
                case .declined(let reason): result = "not published: \(reason)"
                }
            } catch let error as PublishingError where !error.mayPass {
                // The repair is proven and stays in the report with its diff; people can still use it.
                result = "failed: \(error)"
            }
        }
        return HealingReport.Action(
            at: clock.now(), what: "pull-request", target: "\(draft.repository) \(draft.branch) -> \(draft.into)",
            why: fix.why, result: result, dryRun: isDryRun)
    }

    private func publishPatiently(
        _ draft: PullRequestDraft, by publisher: any Publisher
    ) async throws -> Publication {
        for pause in Self.pauses {
            do {
                return try await publisher.publish(draft)
            } catch let error as PublishingError where error.mayPass {
                await bench.journal.tell(.log("publishing is tried again: \(error)"))
                try await clock.sleep(pause)
            }
        }
        return try await publisher.publish(draft)
    }
}

extension Fix {
    init(_ judged: JudgedRepair) {
        let repair = judged.repair
        self.init(
            id: repair.fingerprint, class: .b, kind: "locator", why: repair.why, failures: repair.failures,
            diff: repair.diff, files: repair.files.map(\.path), source: .rule, risk: judged.risk, proof: judged.proof,
            state: judged.proof.holds ? .wouldApply : .rejected)
    }
}
