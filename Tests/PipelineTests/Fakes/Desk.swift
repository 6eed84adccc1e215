import Domain
import Queue
import Synchronization

import struct Foundation.Data

@testable import Pipeline

/// Keeps what it was asked to publish, raise or send.
final class Desk: Publisher, IssueTracker, Notifier {
    private struct State {
        var raised: [IssueDraft] = []
        var published: [PullRequestDraft] = []
        var open: [IssueMark] = []
        var sent = 0
    }
    private let state = Mutex(State())
    private let refusal: PublishingError?
    let name = "desk"

    /// - Parameter refusal: of whatever is to be published.
    init(refusal: PublishingError? = nil) { self.refusal = refusal }

    var raised: [IssueDraft] { state.withLock { $0.raised } }
    var published: [PullRequestDraft] { state.withLock { $0.published } }
    var open: [IssueMark] { state.withLock { $0.open } }
    var sent: Int { state.withLock { $0.sent } }

    func publish(_ draft: PullRequestDraft) async throws -> Publication {
        if let refusal { throw refusal }
        state.withLock { $0.published.append(draft) }
        return .open(branch: draft.branch, url: nil)
    }

    func raise(_ draft: IssueDraft) async throws -> IssueStanding {
        state.withLock {
            $0.raised.append(draft)
            if !$0.open.contains(draft.mark) { $0.open.append(draft.mark) }
        }
        return .open(url: "https://example.com/issues/\(draft.mark.fingerprint)")
    }

    func settle(
        repository: String, branch: String, comment: String, isOver: @escaping @Sendable (IssueMark) -> Bool
    ) async throws -> [String] {
        state.withLock { state in
            let over = state.open.filter(isOver)
            state.open.removeAll(where: isOver)
            return over.map { "https://example.com/issues/\($0.fingerprint)" }
        }
    }

    func message(about report: HealingReport) -> Notification? { Notification(topics: [.status], body: Data()) }

    func message(aboutFailed job: Job, error: String) -> Notification? {
        Notification(topics: [.status], body: Data(error.utf8))
    }

    func send(_ body: Data) async -> SendingEnd {
        state.withLock { $0.sent += 1 }
        return .sent(rest: nil)
    }
}
