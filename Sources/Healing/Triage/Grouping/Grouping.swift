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
        case .network: return "\(kind) \(server(evidence))"
        case .auth: return "\(kind) \(endpoint(evidence, statuses: 401...403) ?? server(evidence))"
        case .api: return "\(kind) \(endpoint(evidence, statuses: 400...599) ?? message(evidence))"
        case .ui, .unknown: return "\(kind) \(target(evidence) ?? message(evidence))"
        }
    }

    private static func server(_ evidence: FailureEvidence) -> String {
        let failed = evidence.network.last { $0.failure != nil && $0.status < 400 }?.url
        let address = failed ?? evidence.errors.lazy.compactMap { Self.address(in: $0) }.first ?? evidence.pageURL ?? ""
        let bytes = address.foldedBytes(limit: 2048)[...]
        // One refused port is one cause, so the port is kept, but ephemeral ports differ from run to run.
        let port = bytes.after("://")?.after(":").map { $0.prefix(while: \.isDigit).text } ?? ""
        let isLasting = Int(port).map { $0 < 32_768 } ?? false
        return Address.host(of: bytes).text + (isLasting ? ":" + port : "")
    }

    private static func endpoint(_ evidence: FailureEvidence, statuses: ClosedRange<Int>) -> String? {
        let bad = RequestReading(evidence.network, pageURL: evidence.pageURL).bad.first { statuses.contains($0.status) }
        if let bad { return "\(bad.method) \(Normalised.endpoint(bad.url)) \(bad.status)" }
        guard let error = evidence.errors.first, let address = address(in: error) else { return nil }
        let status = ErrorReading(error).status.map(String.init) ?? ""
        return "\(Normalised.endpoint(address)) \(status)"
    }

    private static func target(_ evidence: FailureEvidence) -> String? {
        if let selector = evidence.step?.selector { return Normalised(selector).text }
        return evidence.errors.lazy.compactMap { Self.locator(in: $0) }.first.map { Normalised($0).text }
    }

    private static func message(_ evidence: FailureEvidence) -> String {
        let lines = (evidence.errors.first ?? "").split(separator: "\n").prefix(12)
        let telling = lines.filter { !$0.hasPrefix("    at ") && !$0.contains(" | ") }.prefix(4)
        return Normalised(telling.joined(separator: "\n")).text
    }

    /// `Locator: getByRole(…)` of an assertion or `waiting for getByRole(…)` of a call log.
    private static func locator(in error: String) -> String? {
        for line in error.split(separator: "\n").prefix(40) {
            let bytes = Array(line.utf8)[...]
            let place = bytes.trimmed.starts(with: "Locator:") ? bytes.after("Locator:") : bytes.after("waiting for ")
            guard let text = place?.trimmed, !text.isEmpty, !text.starts(with: "navigation") else { continue }
            let end = text.firstIndex(of: " to be ") ?? text.endIndex
            return text[..<end].text
        }
        return nil
    }

    private static func address(in error: String) -> String? { error.foldedBytes(limit: 8192)[...].address?.text }
}

extension String {
    /// The end of a path: the part above it differs between machines.
    fileprivate var lastFolders: String {
        replacing("\\", with: "/").split(separator: "/").suffix(3).joined(separator: "/")
    }
}
