import ArgumentParser

/// Our side of `scripts/bench queue`, which measures it beside its peers. Never shipped.
@main
struct QueueBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "QueueBench",
        abstract: "Measures the job store once and prints one line of JSON.",
        discussion: "Example: QueueBench enqueue --store sqlite:/var/tmp/bench.db --callers 64 --seconds 2",
        subcommands: [
            EnqueueRate.self, ClaimRate.self, StartLatency.self, ClaimLatency.self, FinishedJob.self, Filling.self,
        ])
}

struct StoreOption: ParsableArguments {
    @Option(name: .customLong("store"), help: "sqlite: and a path, or postgres: and the rest of a URL.")
    var address: String

    func open() async throws -> BenchedStore { try await BenchedStore(address: address) }
}
