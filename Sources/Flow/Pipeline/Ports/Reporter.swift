package import Domain
package import Foundation
package import Queue

/// Tells people or programs how a job ended. What cannot be told is logged, and never fails the job.
package protocol Reporter: Sendable {
    func report(_ report: HealingReport, in folders: JobFolders) async
}

/// Sends people a message about how a job ended, when it is of a kind that they want.
package protocol Notifier: OutboxChannel {
    /// What would be sent; nil: nothing that this channel wants to hear about.
    func message(about report: HealingReport) -> Notification?
    /// The same for a job that could not be done, and has no report.
    /// - Parameter error: why, without secrets.
    func message(aboutFailed job: Job, error: String) -> Notification?
}

/// A message as a channel wants it.
package struct Notification: Hashable, Sendable {
    package let topics: [NotificationTopic]
    /// Body of the request, JSON.
    package let body: Data

    package init(topics: [NotificationTopic], body: Data) {
        self.topics = topics
        self.body = body
    }
}

/// What becomes of a proven fix.
package enum Publishing: Sendable {
    /// Nothing; the report has the diff.
    case none
    case by(any Publisher)
}
