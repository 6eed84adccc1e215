import Domain
import Foundation
import Queue

/// A journal whose events carry no secret: they are kept, and shown to everybody who watches.
struct RedactedJournal: StageJournal {
    let journal: any StageJournal
    let redaction: Redaction

    var claim: Claim? { journal.claim }

    func result(of stage: Job.Stage) async throws -> Data? { try await journal.result(of: stage) }
    func begin(_ stage: Job.Stage) async throws { try await journal.begin(stage) }
    func commit(_ result: Data, of stage: Job.Stage) async throws { try await journal.commit(result, of: stage) }
    func resolved(_ revision: Revision) async throws { try await journal.resolved(revision) }

    func spending() async throws -> HealingReport.Metrics.LanguageModel? { try await journal.spending() }

    func record(_ spending: HealingReport.Metrics.LanguageModel) async throws { try await journal.record(spending) }

    func tell(_ event: PipelineEvent) async {
        do {
            switch event {
            case .stage: await journal.tell(event)
            case .progress(let progress): await journal.tell(.progress(try redaction.apply(to: progress)))
            case .log(let text): await journal.tell(.log(redaction.apply(to: text)))
            case .failure(let failure): await journal.tell(.failure(try redaction.apply(to: failure)))
            case .fix(let fix): await journal.tell(.fix(try redaction.apply(to: fix)))
            }
        } catch {
            await journal.tell(.log("an event is left out, because it cannot be shown without its secrets: \(error)"))
        }
    }
}
