import ArgumentParser

/// Leaves jobs in the store that wait, for a measurement by somebody else's program.
struct Filling: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "fill", abstract: "Stores jobs that wait.")

    @OptionGroup var store: StoreOption
    @Option(help: "How many.")
    var jobs = 20_000

    func run() async throws {
        let store = try await store.open()
        try await store.fill(jobs)
        try Figures(count: jobs).tell()
    }
}
