import ArgumentParser

/// How long a claim takes in a store as it is.
struct ClaimLatency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim-latency", abstract: "Milliseconds that a claim takes, one after the other.")

    @OptionGroup var store: StoreOption
    @Option(help: "Claims to measure.")
    var claims = 1000

    func run() async throws {
        let store = try await store.open()
        let warming = claims / 10
        try await store.fill(claims + warming)
        var times: [Duration] = []
        for number in 0..<(claims + warming) {
            let start = ContinuousClock.now
            guard let claim = try await store.claim(worker: 1) else { break }
            if number >= warming { times.append(start.duration(to: .now)) }
            try await store.finish(claim)
        }
        let quantiles = Quantiles(times)
        try Figures(p50Milliseconds: quantiles[0.5], p99Milliseconds: quantiles[0.99], count: times.count).tell()
    }
}
