import Queue
import Triggers

/// `queue` and `retention` of the configuration: how many jobs may wait and run, and how long they are kept.
struct QueueSettings: Equatable {
    var policy = QueuePolicy()
    var waiting = QueueLimits()
    var retention = Retention()

    /// How long what has ended is kept.
    struct Retention: Equatable {
        /// Jobs with their reports, events and artifacts.
        var jobs = Duration.seconds(90 * 86_400)
        /// By what a delivery or a request is known when it comes again. GitHub can repeat one for three days.
        var keys = Duration.seconds(30 * 86_400)
    }
}

extension ConfigurationFile {
    private static let jobs = 1...1_000_000
    private static let days = 86_400...315_360_000

    mutating func readQueue(_ top: YAMLSection) {
        let known = [
            "waiting", "waitingPerRepository", "running", "runningPerRepository", "runningPerBranch", "settle",
        ]
        if let section = top.section("queue", known: known) {
            queue.waiting.all = section.number("waiting", in: Self.jobs) ?? queue.waiting.all
            queue.waiting.perRepository =
                section.number("waitingPerRepository", in: Self.jobs) ?? queue.waiting.perRepository
            queue.policy.running = section.number("running", in: 1...10_000)
            queue.policy.runningPerRepository = section.number("runningPerRepository", in: 1...10_000)
            queue.policy.runningPerBranch = section.number("runningPerBranch", in: 1...100) ?? 1
            if let seconds = section.seconds("settle", in: 0...3600) { queue.policy.settle = .seconds(seconds) }
        }
        if let section = top.section("retention", known: ["jobs", "deliveries"]) {
            if let seconds = section.seconds("jobs", in: Self.days) { queue.retention.jobs = .seconds(seconds) }
            if let seconds = section.seconds("deliveries", in: Self.days) { queue.retention.keys = .seconds(seconds) }
        }
    }
}
