import ArgumentParser
import Domain
import Queue
import Synchronization

/// How long it takes from the call that stores a job to the job's start, in a process that does both. In a database which
/// several processes share, the two have nothing else in common, as if they were two nodes.
struct StartLatency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency", abstract: "Milliseconds from the call that stores a job to its start.")

    @OptionGroup var store: StoreOption
    @Option(help: "Jobs to measure.")
    var jobs = 200
    @Option(help: "Jobs a second.")
    var rate = 20.0

    func run() async throws {
        let caller = try await store.open()
        let worker = caller.isShared ? try await store.open() : caller
        let times = JobTimes()
        let warming = jobs / 10
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in [caller, worker] { group.addTask { await store.carryNews() } }
            group.addTask { try await work(worker, times) }
            let start = ContinuousClock.now
            for number in 0..<(jobs + warming) {
                // By the clock, not after a pause: one that was late is not late for those after it.
                try await Task.sleep(until: start + .seconds(Double(number) / rate))
                let job = try BenchedStore.job()
                if number >= warming { times.called(job.id) }
                try await caller.enqueue([job])
                times.stored(job.id)
            }
            while times.isWaiting { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
        let (called, stored) = (Quantiles(times.sinceCall), Quantiles(times.sinceStored))
        try Figures(
            p50Milliseconds: called[0.5], p99Milliseconds: called[0.99], p50AfterStoring: stored[0.5],
            p99AfterStoring: stored[0.99], count: times.sinceCall.count
        ).tell()
    }

    /// A worker as the service has it: claims until there is nothing, then sleeps until it is woken.
    private func work(_ store: BenchedStore, _ times: JobTimes) async throws {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            if let claim = try await store.claim(worker: 1) {
                times.started(claim.job.id)
                try await store.finish(claim)
            } else {
                seen = await store.wake.wait(after: seen)
            }
        }
    }
}

/// When each job was called for, stored and started.
private final class JobTimes: Sendable {
    private struct Times {
        let called: ContinuousClock.Instant
        var stored: ContinuousClock.Instant?
        var started: ContinuousClock.Instant?
    }
    private let jobs = Mutex<[JobID: Times]>([:])

    func called(_ job: JobID) { jobs.withLock { $0[job] = Times(called: .now) } }
    func stored(_ job: JobID) { jobs.withLock { $0[job]?.stored = .now } }
    func started(_ job: JobID) { jobs.withLock { $0[job]?.started = .now } }

    var isWaiting: Bool { jobs.withLock { $0.values.contains { $0.started == nil } } }

    var sinceCall: [Duration] {
        jobs.withLock { $0.values.compactMap { times in times.started.map { times.called.duration(to: $0) } } }
    }
    /// Zero for a job that was started before its caller knew that it was stored.
    var sinceStored: [Duration] {
        jobs.withLock {
            $0.values.compactMap { times in
                guard let stored = times.stored, let started = times.started else { return nil }
                return max(.zero, stored.duration(to: started))
            }
        }
    }
}
