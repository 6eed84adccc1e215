import ArgumentParser
import Foundation

/// Our side of `scripts/bench queue`, which measures it beside its peers. Never shipped.
@main
struct QueueBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "QueueBench",
        abstract: "Measures the job store once and prints one line of JSON.",
        discussion: "Example: QueueBench enqueue --store sqlite:/var/tmp/bench.db --callers 64 --seconds 2",
        subcommands: [
            EnqueueRate.self, ClaimRate.self, StartLatency.self, ClaimLatency.self, FinishedJob.self,
        ])
}

struct StoreOption: ParsableArguments {
    /// `EX_UNAVAILABLE` of sysexits.h, by which `scripts/bench` knows what cannot be measured yet.
    private static let notBuilt = ExitCode(69)

    @Option(name: .customLong("store"), help: "sqlite: and a path, or postgres: and the rest of a URL.")
    var address: String

    func open() throws -> BenchedStore {
        do {
            return try BenchedStore(address: address)
        } catch let error as BenchedStore.NotBuilt {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            throw Self.notBuilt
        }
    }
}
