package import Domain
package import Foundation

/// Tells people or programs how a job ended. What cannot be told is logged, and never fails the job.
package protocol Reporter: Sendable {
    func report(_ report: HealingReport, in folders: JobFolders) async
}

/// Sends people a message about how a job ended, when it is of a kind that they want.
package protocol Notifier: Sendable {
    /// For example `slack`; part of the key by which one job is told once.
    var name: String { get }
    /// What would be sent; nil: nothing that this channel wants to hear about.
    func message(about report: HealingReport) -> Notification?
    /// Sends it once; an answer that got lost is not a reason to send it again.
    /// - Returns: what became of it, for the report; a fault is a sentence, never an error.
    func send(_ notification: Notification) async -> String
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
