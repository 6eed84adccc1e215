import Domain
import Pipeline
import Queue

import struct Foundation.Data

/// Wants to hear of jobs that could not be done, and of nothing else.
struct QuietChannel: Notifier {
    let name = "slack"

    func message(about report: HealingReport) -> Notification? { nil }

    func message(aboutFailed job: Job, error: String) -> Notification? {
        Notification(topics: [.status], body: Data(error.utf8))
    }

    func send(_ body: Data) async -> SendingEnd { .sent(rest: nil) }
}
