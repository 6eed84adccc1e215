import Domain
import Foundation
import Proof

/// What became of the repairs, and the failures with their resolution.
struct Published: Codable, Sendable {
    let failures: [FailureReport]
    let fixes: [Fix]
    let actions: [HealingReport.Action]
    /// Text of each pull request and issue, by the name of its file.
    let texts: [String: String]
}

/// Brings the proven repairs before people, and what could not be repaired. Safe to repeat: a branch and an issue are named
/// for their cause.
struct PublishStage: Sendable {
    /// What may pass is tried again, at growing distances.
    private static let pauses: [Duration] = [.seconds(2), .seconds(10), .seconds(30), .seconds(60), .seconds(120)]

    let bench: Workbench

    func run(
        _ revision: Revision, _ repaired: Repaired, _ verified: Verified
    ) async throws -> Published {
        let recovered = repaired.recovered
        var failures = recovered.diagnosis.failures.map { failure in
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
            let text = PullRequestText(
                judged, revision: revision, repository: bench.repository.name,
                failures: failures.filter { judged.repair.failures.contains($0.id) },
                redaction: bench.ports.redaction)
            var fix = Fix(judged)
            if judged.proof.holds {
                texts["pull-request-\(fix.id).md"] = bench.ports.redaction.apply(
                    to: "# \(text.title)\n\n\(text.body)\n")
                actions.append(try await publish(draft(judged, text, revision), as: &fix))
            }
            if fix.state != .rejected {
                for index in failures.indices where judged.repair.failures.contains(failures[index].id) {
                    if let takenBack = judged.repair.takenBack {
                        // Only people can say whether the change was wanted: the report of the bug stands by itself.
                        failures[index].evidence.append(wayBack(takenBack, fix, revision))
                        continue
                    }
                    failures[index].fix = fix.id
                    failures[index].resolution = fix.state == .proposed ? .fixProposed : .none
                }
            }
            fixes.append(fix)
            await bench.journal.tell(.fix(fix))
        }
        let issues = try await IssueDesk(bench: bench).work(revision, recovered.tests, &failures)
        return Published(
            failures: recovered.healed + failures, fixes: recovered.fixes + fixes,
            actions: recovered.actions + repaired.actions + actions + issues.actions,
            texts: texts.merging(issues.texts) { $1 })
    }

    /// In the same words on every run of the commit, because an issue quotes it.
    private func wayBack(_ takenBack: Repair.TakenBack, _ fix: Fix, _ revision: Revision) -> FailureReport.Evidence {
        let base = revision.base.map { "`\($0.short)`" } ?? "the last good commit"
        let place =
            fix.state == .proposed
            ? "is proposed as a draft on the branch `selfheal/\(fix.id)`"
            : "stands in the report as the fix `\(fix.id)`"
        return FailureReport.Evidence(
            rule: "repair.\(fix.kind)",
            text: "with \(takenBack.place) as at \(base) the tests are green again; taking that back \(place)",
            source: "repair-run")
    }

    private func draft(_ judged: JudgedRepair, _ text: PullRequestText, _ revision: Revision) -> PullRequestDraft {
        let redaction = bench.ports.redaction
        var draft = PullRequestDraft(
            repository: bench.repository.name, branch: "selfheal/\(judged.repair.fingerprint)", into: revision.branch,
            parent: revision.sha, title: redaction.apply(to: text.title), body: redaction.apply(to: text.body),
            commitMessage: redaction.apply(to: text.commitMessage),
            files: judged.repair.files.map { .init(path: $0.path, text: $0.after) },
            isDraft: judged.change.class == .c)
        if judged.change.class == .c { draft.reviewers = reviewers }
        return draft
    }

    /// Who answers for the product's code: as configured, else who caused the job.
    private var reviewers: [String] {
        let configured = bench.repository.reviewers
        return configured.isEmpty ? [bench.request.job.trigger.sender].compactMap(\.self) : configured
    }

    private func publish(_ draft: PullRequestDraft, as fix: inout Fix) async throws -> HealingReport.Action {
        var result = "not published: publishing is off"
        if bench.request.job.dryRun {
            result = "would have been opened"
        } else if draft.into.hasPrefix("refs/") {
            result =
                "not published: \(draft.into) is no branch of \(draft.repository), as with a pull request from a fork"
        } else if !bench.repository.mayPublish {
            result = "not published: the repository's \(RepositoryNarrowing.fileName) says `publish: none`"
        } else if case .by(let publisher) = bench.ports.publishing {
            if let objection = try await bench.acting.objection() {
                result = "not published: \(objection)"
            } else {
                result = try await publish(draft, by: publisher, as: &fix)
            }
        }
        return try await bench.acting.record(
            "pull-request", "\(draft.repository) \(draft.branch) -> \(draft.into)", why: fix.why, result: result)
    }

    private func publish(
        _ draft: PullRequestDraft, by publisher: any Publisher, as fix: inout Fix
    ) async throws -> String {
        do {
            let effects = bench.effects
            let publication = try await bench.acting.patiently(Self.pauses) {
                try await effects.perform(.publication(of: draft)) { try await publisher.publish(draft) }
            }
            switch publication {
            case .open(let branch, let url):
                fix.state = .proposed
                fix.published = .init(branch: branch, pullRequest: url)
                return url ?? "branch \(branch)"
            case .declined(let reason): return "not published: \(reason)"
            }
        } catch let error as PublishingError {
            // The repair is proven and stays in the report with its diff; people can still use it. What may pass has been
            // tried for minutes: longer, and nobody hears of what else the job found.
            return "failed: \(error)"
        }
    }
}

extension Acting {
    /// Tries again what may pass, at the distances given.
    func patiently<Value: Sendable>(
        _ pauses: [Duration], _ work: () async throws -> Value
    ) async throws -> Value {
        for pause in pauses {
            do {
                return try await work()
            } catch let error as PublishingError where error.mayPass {
                await journal.tell(.log("publishing is tried again: \(error)"))
                try await ports.clock.sleep(pause)
            }
        }
        return try await work()
    }
}

extension Fix {
    init(_ judged: JudgedRepair) {
        let repair = judged.repair
        self.init(
            id: repair.fingerprint, class: judged.change.class, kind: judged.repair.kind, why: repair.why,
            failures: repair.failures, diff: repair.diff, files: repair.files.map(\.path),
            source: repair.origin.model == nil ? .rule : .model, risk: judged.risk, proof: judged.proof,
            state: judged.proof.holds ? .wouldApply : .rejected)
        model = repair.origin.model
    }
}
