import Domain
import Foundation
import Queue

/// Tells every channel how a job ended, each at most once, and adds to the report what became of it.
struct Notifying: Sendable {
    let bench: Workbench

    func tell(_ report: HealingReport) async throws -> HealingReport {
        var report = report
        for notifier in bench.ports.notifiers {
            guard let notification = notifier.message(about: report) else { continue }
            let topics = notification.topics.map(\.rawValue).joined(separator: ", ")
            let result = try await send(notification, by: notifier)
            report.actions.append(try await bench.acting.record("notify", notifier.name, why: topics, result: result))
        }
        return report
    }

    /// A channel has no way to tell whether it has seen a message before, so what was begun once is not begun again.
    private func send(_ notification: Notification, by notifier: any Notifier) async throws -> String {
        let job = bench.request.job
        if job.dryRun { return "would have been sent" }
        if let objection = try await bench.acting.objection() { return "not sent: \(objection)" }
        let key = "notify:\(notifier.name):\(job.id):\(job.attempt)"
        guard try await bench.ports.actions.isFirst(key, at: bench.ports.clock.now()) else {
            return "not sent again: it was begun before the job was cut off"
        }
        return await notifier.send(notification)
    }
}
