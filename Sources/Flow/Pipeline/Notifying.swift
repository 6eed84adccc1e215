package import Domain
import Foundation
package import Queue

/// Tells every channel how a job ended, and adds to the report what became of it. For a job of a queue the messages are
/// handed out, to be stored in the transaction that ends the job; without a queue they are sent, each at most once.
struct Notifying: Sendable {
    let bench: Workbench

    func tell(_ report: HealingReport) async throws -> Healed {
        var healed = Healed(report: report, messages: [])
        for notifier in bench.ports.notifiers {
            guard let notification = notifier.message(about: report) else { continue }
            if let objection = try await objection() {
                healed.report.actions.append(try await record(notification, notifier, result: objection))
            } else if bench.journal.claim != nil {
                let message = OutboxMessage(
                    notification, of: bench.request.job, to: notifier, at: bench.ports.clock.now())
                healed.messages.append(message)
                // Not for the audit log, which will be told what became of it.
                healed.report.actions.append(
                    .init(
                        at: message.createdAt, what: "notify", target: message.channel, why: message.topics,
                        result: "queued", dryRun: false))
            } else {
                let result = try await send(notification, by: notifier)
                healed.report.actions.append(try await record(notification, notifier, result: result))
            }
        }
        return healed
    }

    private func record(
        _ notification: Notification, _ notifier: any Notifier, result: String
    ) async throws -> HealingReport.Action {
        try await bench.acting.record("notify", notifier.name, why: notification.words, result: result)
    }

    /// A pause does not keep a queued message from being stored, because its sender waits for the end of the pause.
    private func objection() async throws -> String? {
        let job = bench.request.job
        if job.dryRun { return "would have been sent" }
        guard bench.journal.claim != nil else { return try await bench.acting.objection().map { "not sent: \($0)" } }
        guard case .refused(let reason) = await bench.ports.override.leave(for: job) else { return nil }
        return "not sent: \(reason)"
    }

    /// A channel has no way to tell whether it has seen a message before, so what was begun once is not begun again.
    private func send(_ notification: Notification, by notifier: any Notifier) async throws -> String {
        let job = bench.request.job
        let key = "notify:\(notifier.name):\(job.id):\(job.attempt)"
        guard try await bench.ports.actions.isFirst(key, at: bench.ports.clock.now()) else {
            return "not sent again: it was begun before the job was cut off"
        }
        return await notifier.send(notification.body).sentence
    }
}

/// What a pipeline returns: the report, and the messages that tell of it.
package struct Healed: Sendable {
    package var report: HealingReport
    /// To be stored with the job's end; empty without a queue.
    package var messages: [OutboxMessage]
    /// How the suite's tests ended, for their histories; empty without a queue.
    package var tests: [TestResult] = []
}

extension OutboxMessage {
    /// Of the messages about one job that wait for a channel, the newest is sent.
    init(_ notification: Notification, of job: Job, to channel: any OutboxChannel, at time: Timestamp) {
        self.init(
            id: .next(), job: job.id, channel: channel.name, subject: "job \(job.id)", topics: notification.words,
            body: notification.body, createdAt: time)
    }
}

extension Notification {
    fileprivate var words: String { topics.map(\.rawValue).joined(separator: ", ") }
}
