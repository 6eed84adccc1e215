import Domain

/// The requests of the page's own site before the failure. Third parties fail all the time without hurting a test.
struct RequestReading: Sendable {
    let bad: [FailureEvidence.Exchange]
    let statuses: [Int]
    let bytes: [UInt8]
    private(set) var facts = Facts()

    init(_ exchanges: [FailureEvidence.Exchange], pageURL: String?) {
        let site = pageURL.map { $0.foldedBytes(limit: 2048) }
        bad = exchanges.suffix(400).filter { exchange in
            guard exchange.status >= 400 || Self.isBroken(exchange) else { return false }
            let address = exchange.url.foldedBytes(limit: 2048)
            guard !Self.ornaments.contains(where: address.says) else { return false }
            return site.map { Address.isSameSite($0[...], address[...]) } ?? true
        }
        statuses = bad.map(\.status)
        bytes = bad.compactMap(\.failure).joined(separator: "\n").foldedBytes(limit: 8192)
        facts.insert(
            .requestRefused, when: bytes.saysAny(of: ["connection_refused", "econnrefused", "could not connect"]))
        facts.insert(.requestReset, when: bytes.saysAny(of: ["connection_reset", "econnreset", "empty_response"]))
        facts.insert(
            .requestUnresolvedHost, when: bytes.saysAny(of: ["name_not_resolved", "enotfound", "unknown_host"]))
    }

    /// The one that makes a failure of this kind: the last before the failure that fits it. Nil where none does.
    func deciding(_ kind: FailureKind) -> FailureEvidence.Exchange? {
        if let statuses = kind.statuses { return bad.last { statuses.contains($0.status) } }
        let signs = kind.requestFailures
        return bad.last { $0.failure?.foldedBytes(limit: 512).saysAny(of: signs) ?? false }
    }

    /// A page which is left cancels its requests; that says nothing.
    private static func isBroken(_ exchange: FailureEvidence.Exchange) -> Bool {
        guard let failure = exchange.failure?.lowercased() else { return false }
        return !["aborted", "cancel", "blocked_by_client"].contains(where: failure.contains)
    }

    private static let ornaments = ["favicon", ".map", "apple-touch-icon", "/robots.txt", "/.well-known/"]
}
