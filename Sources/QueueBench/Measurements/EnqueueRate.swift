import ArgumentParser
import Domain

/// Jobs a second that callers, each of whom waits for the disk, can store side by side.
struct EnqueueRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "enqueue", abstract: "Jobs stored a second.")

    @OptionGroup var store: StoreOption
    @Option(help: "Callers side by side.")
    var callers = 64
    @Option(help: "How long to measure.")
    var seconds = 2.0

    func run() async throws {
        let store = try await store.open()
        let rate = try await Rate.measure(tasks: callers, seconds: seconds) {
            try await Warming.untilLogWraps(store.path)
        } work: { _ in
            try await store.enqueue([try BenchedStore.job()])
            return true
        }
        let octets = try BenchedStore.rowOctets(try BenchedStore.job())
        try Figures(
            perSecond: rate.perSecond, cpuMicroseconds: rate.processorMicroseconds, count: rate.count, rowOctets: octets
        ).tell()
    }
}
