package import Domain
package import Foundation
package import Queue

/// Remembers what each stage of a job returned, so that a restart goes on after the last finished one, and tells those
/// who watch.
package protocol StageJournal: SpendingLog {
    /// The lease that the job runs under; nil without a queue.
    var claim: Claim? { get }
    func result(of stage: Job.Stage) async throws -> Data?
    func begin(_ stage: Job.Stage) async throws
    /// On disk when it returns.
    func commit(_ result: Data, of stage: Job.Stage) async throws
    func resolved(_ revision: Revision) async throws
    /// Seen by those who watch; losing one costs nothing.
    func tell(_ event: PipelineEvent) async
}

package enum PipelineEvent: Hashable, Sendable {
    case stage(Job.Stage)
    case progress(Job.Progress)
    case log(String)
    case failure(FailureReport)
    case fix(Fix)
}
