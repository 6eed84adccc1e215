import Domain

/// What went wrong in a run without making it red says nothing of why another run is red.
extension FailureEvidence {
    /// Without bad answers that a good one from the same place followed.
    package var withoutRecovered: FailureEvidence {
        keeping(exchanges: Set(network.indices).subtracting(recovered), messages: console)
    }

    /// Without what a green run of the same test shows, too.
    /// - Parameters:
    ///   - network: of that run's pages, oldest first.
    ///   - console: its errors and warnings.
    package func withoutNoise(of network: [Exchange], console: [String]) -> FailureEvidence {
        let good = FailureEvidence(testName: testName, errors: [], network: network).withoutRecovered
        let usual = Set(good.network.filter(\.isBad).map(\.sign))
        let said = Set(console.map { Normalised($0).text })
        let kept = self.network.indices.filter { !(self.network[$0].isBad && usual.contains(self.network[$0].sign)) }
        return keeping(exchanges: Set(kept), messages: self.console.filter { !said.contains(Normalised($0).text) })
    }

    private var recovered: Set<Int> {
        var good: Set<String> = []
        var found: Set<Int> = []
        for (index, exchange) in network.enumerated().reversed() {
            guard let place = exchange.place else { continue }
            if exchange.isGood { good.insert(place) }
            if exchange.isBad, good.contains(place) { found.insert(index) }
        }
        return found
    }

    /// The console tells of a bad answer without its address: where all of a status are left out, so is what it says of them.
    private func keeping(exchanges kept: Set<Int>, messages: [String]) -> FailureEvidence {
        let (left, dropped) = network.indices.reduce(into: (Set<Int>(), Set<Int>())) { parts, index in
            if kept.contains(index) {
                parts.0.insert(network[index].status)
            } else {
                parts.1.insert(network[index].status)
            }
        }
        var evidence = self
        evidence.network = network.indices.filter(kept.contains).map { network[$0] }
        let gone = dropped.subtracting(left).map { "status of \($0)" }
        evidence.console = messages.filter { message in
            !(message.hasPrefix("Failed to load resource") && gone.contains { message.contains($0) })
        }
        return evidence
    }
}

extension FailureEvidence.Exchange {
    fileprivate var isBad: Bool { status >= 400 || failure != nil }
    fileprivate var isGood: Bool { (200..<300).contains(status) || status == 304 }

    /// Exactly the same, but for what tells one try from the next; nil where one address serves many calls, so that the next
    /// one is not known to be the same.
    fileprivate var place: String? {
        let address = url.prefix { $0 != "#" }
        let path = address.prefix { $0 != "?" }
        let last = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if !["GET", "HEAD"].contains(method), Self.sharedNames.contains(last) { return nil }
        let query = address.dropFirst(path.count + 1).split(separator: "&").filter { pair in
            !Self.tryNames.contains(pair.prefix { $0 != "=" }.lowercased())
        }
        return "\(method) \(path)?\(query.joined(separator: "&"))"
    }

    private static let sharedNames: Set<String> = ["graphql", "gql", "query", "rpc", "jsonrpc", "batch", "api"]
    private static let tryNames: Set<String> = [
        "try", "retry", "attempt", "_", "t", "ts", "timestamp", "cb", "nocache",
    ]

    /// The same in every run.
    fileprivate var sign: String {
        "\(method) \(Normalised.endpoint(url)) \(failure.map { Normalised($0).text } ?? String(status))"
    }
}
