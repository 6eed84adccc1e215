import Domain

/// Names for a failure that come again: the fingerprint is the same for the same failure of the same test in every run, the
/// group for failures of one cause whatever the test.
package struct Grouping: Sendable {
    /// Text to a hexadecimal digest. Injected because hashing is another module's work.
    private let hash: @Sendable (String) -> String

    package init(hash: @escaping @Sendable (String) -> String) { self.hash = hash }

    package func fingerprint(of evidence: FailureEvidence, _ classification: Classification) -> String {
        hash(
            [
                "failure", evidence.file.lastFolders, evidence.project, evidence.testName,
                Self.cause(evidence, classification),
            ]
            .joined(separator: "\n"))
    }

    package func group(of evidence: FailureEvidence, _ classification: Classification) -> String {
        hash(["group", Self.cause(evidence, classification)].joined(separator: "\n"))
    }

    /// The cause in words, what the group is made of. Without line numbers, times and ids.
    package static func cause(_ evidence: FailureEvidence, _ classification: Classification) -> String {
        let kind = classification.kind.rawValue
        switch classification.category {
        case .network: return "\(kind) \(server(evidence, classification.kind))"
        case .auth:
            let place = endpoint(evidence, classification.kind) ?? server(evidence, classification.kind)
            return "\(kind) \(place)"
        case .api: return "\(kind) \(endpoint(evidence, classification.kind) ?? message(evidence))"
        case .ui, .unknown: return "\(kind) \(target(evidence) ?? message(evidence))"
        }
    }

    private static func server(_ evidence: FailureEvidence, _ kind: FailureKind) -> String {
        let failed = deciding(evidence, kind)?.url
        let address = failed ?? evidence.errors.lazy.compactMap { Self.address(in: $0) }.first ?? evidence.pageURL ?? ""
        let bytes = address.foldedBytes(limit: 2048)[...]
        // One refused port is one cause, so the port is kept, but ephemeral ports differ from run to run.
        let port = Address.port(of: bytes).flatMap { $0 < 32_768 ? ":\($0)" : nil } ?? ""
        return Normalised.host(bytes) + port
    }

    private static func deciding(_ evidence: FailureEvidence, _ kind: FailureKind) -> FailureEvidence.Exchange? {
        // The page that a browser shows in place of one that cannot be had belongs to no site.
        let site = evidence.pageURL.flatMap { $0.hasPrefix("http") ? $0 : nil }
        return RequestReading(evidence.network, pageURL: site).deciding(kind)
    }

    private static func endpoint(_ evidence: FailureEvidence, _ kind: FailureKind) -> String? {
        if let bad = deciding(evidence, kind), bad.status >= 400 {
            return "\(bad.method) \(Normalised.endpoint(bad.url)) \(bad.status)"
        }
        guard let error = evidence.errors.first, let address = address(in: error) else { return nil }
        let status = ErrorReading(error).status.map(String.init) ?? ""
        return "\(Normalised.endpoint(address)) \(status)"
    }

    private static func target(_ evidence: FailureEvidence) -> String? {
        if let selector = evidence.step?.selector { return Normalised(selector).text }
        return evidence.errors.lazy.compactMap { ErrorLocator.text(in: $0) }.first.map { Normalised($0).text }
    }

    private static func message(_ evidence: FailureEvidence) -> String {
        let error = evidence.errors.first ?? ""
        if let assertion = assertion(in: error) { return Normalised(assertion).text }
        let lines = error.split(separator: "\n").prefix(12)
        let telling = lines.filter { !$0.hasPrefix("    at ") && !$0.contains(" | ") }.prefix(4)
        return Normalised(telling.joined(separator: "\n")).text
    }

    /// The assertion and the line that it stands in, which say enough without the values: those may be made up by each run.
    private static func assertion(in error: String) -> String? {
        let lines = error.split(separator: "\n").prefix(80).map { $0.trimmingPrefix { $0 == " " } }
        guard let first = lines.first, let matcher = lines.first(where: { $0.contains(/expect\(.*\)\.[a-zA-Z.]+\(/) }),
            let code = lines.first(where: { $0.hasPrefix(">") && $0.contains("|") })?.split(
                separator: "|", maxSplits: 1
            ).last
        else { return nil }
        return (first == matcher ? [matcher, code] : [first, matcher, code]).joined(separator: "\n")
    }

    private static func address(in error: String) -> String? { error.foldedBytes(limit: 8192)[...].address?.text }
}

extension String {
    /// The end of a path: the part above it differs between machines.
    fileprivate var lastFolders: String {
        replacing("\\", with: "/").split(separator: "/").suffix(3).joined(separator: "/")
    }
}
