import ArgumentParser

/// Jobs a second that workers can claim and finish, one by one, when the job itself takes no time.
struct ClaimRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Jobs claimed and finished a second.")

    @OptionGroup var store: StoreOption
    @Option(help: "Workers side by side.")
    var workers = 64
    @Option(help: "Jobs to begin with; it ends early when they run out.")
    var jobs = 20_000
    @Option(help: "How long to measure.")
    var seconds = 2.0

    func run() async throws {
        let store = try await store.open()
        try await store.fill(jobs)
        let rate = try await Rate.measure(tasks: workers, seconds: seconds) {
            // The log has wrapped while the jobs were stored; connections and caches have not met a claim yet.
            try await Task.sleep(for: .milliseconds(300))
        } work: { worker in
            guard let claim = try await store.claim(worker: worker) else { return false }
            try await store.finish(claim)
            return true
        }
        try Figures(
            perSecond: rate.perSecond, cpuMicroseconds: rate.processorMicroseconds, count: rate.count
        ).tell()
    }
}
