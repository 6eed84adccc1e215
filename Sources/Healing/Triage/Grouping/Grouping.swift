import Domain

/// Names for a failure that come again: the fingerprint is the same for the same failure of the same test in every run, the
/// group for failures of one cause whatever the test.
package struct Grouping: Sendable {
    /// Text to a hexadecimal digest. Injected because hashing is another module's work.
    private let hash: @Sendable (String) -> String

    package init(hash: @escaping @Sendable (String) -> String) { self.hash = hash }

    /// Both at once, because working out the cause, which is in both, takes the most of the time.
    package func names(
        of evidence: FailureEvidence, _ classification: Classification
    ) -> (fingerprint: String, group: String) {
        let cause = Self.cause(evidence, classification)
        let failure = ["failure", evidence.file.lastFolders, evidence.project, evidence.testName, cause]
        return (hash(failure.joined(separator: "\n")), hash(["group", cause].joined(separator: "\n")))
    }

    /// The cause in words, what the group is made of. Without line numbers, times and ids.
    package static func cause(_ evidence: FailureEvidence, _ classification: Classification) -> String {
        let kind = classification.kind.rawValue
        switch classification.category {
        case .network: return "\(kind) \(server(evidence, classification.kind))"
        case .auth:
            let place = endpoint(evidence, classification.kind) ?? server(evidence, classification.kind)
            return "\(kind) \(place)"
        case .api: return "\(kind) \(endpoint(evidence, classification.kind) ?? call(evidence))"
        case .ui, .unknown: return "\(kind) \(target(evidence) ?? message(evidence))"
        }
    }

    private static func server(_ evidence: FailureEvidence, _ kind: FailureKind) -> String {
        let failed = deciding(evidence, kind)?.url
        let address =
            failed ?? evidence.errors.lazy.compactMap { ErrorReading($0).address?.text }.first ?? evidence.pageURL ?? ""
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
        guard let error = evidence.errors.first else { return nil }
        let reading = ErrorReading(error)
        let status = reading.status.map(String.init) ?? ""
        // What came tells more than what was wanted, which is another one in each test.
        guard let came = reading.received?.bytes.address ?? reading.address else { return nil }
        return "\(Normalised.endpoint(came.text)) \(status)"
    }

    /// A test's own request: what it asked for is known by the code around the assertion alone, and without that by its file.
    private static func call(_ evidence: FailureEvidence) -> String {
        let reading = ErrorReading(evidence.errors.first ?? "")
        let status = reading.status.map(String.init) ?? ""
        return "\(reading.calledPath ?? "\(evidence.file.lastFolders) \(message(evidence))") \(status)"
    }

    private static func target(_ evidence: FailureEvidence) -> String? {
        // As an error without a trace has it.
        if let selector = evidence.step?.selector { return Normalised(LocatorWording.text(selector)).text }
        return evidence.errors.lazy.compactMap { ErrorLocator.text(in: $0) }.first.map { Normalised($0).text }
    }

    private static func message(_ evidence: FailureEvidence) -> String {
        let lines = Array((evidence.errors.first ?? "").utf8).split(separator: 10, maxSplits: lineLimit)
        if let assertion = assertion(in: lines.prefix(lineLimit)) {
            // The same line in another file compares something else.
            return "\(evidence.file.lastFolders) \(Normalised(assertion).text)"
        }
        if ErrorReading(evidence.errors.first ?? "").isBareTimeout { return "\(evidence.file.lastFolders) timeout" }
        let telling = lines.prefix(12).filter { !$0.starts(with: "    at ") && !$0.says(" | ") }.prefix(4)
        return Normalised(telling.map(\.text).joined(separator: "\n")).text
    }

    private static let lineLimit = 80

    /// The assertion and the line that it stands in, which say enough without the values: those may be made up by each run.
    private static func assertion(in lines: some Sequence<Bytes>) -> String? {
        let lines = lines.map(\.trimmed)
        guard let first = lines.first, let matcher = lines.first(where: callsMatcher),
            let code = lines.first(where: { $0.first == UInt8(ascii: ">") })?.after("|")
        else { return nil }
        return (first == matcher ? [matcher, code] : [first, matcher, code]).map(\.text).joined(separator: "\n")
    }

    /// `expect(…).not.toBe(`, whatever is in the first parentheses.
    private static func callsMatcher(_ line: Bytes) -> Bool {
        var rest = line.after("expect(")
        while let call = rest?.after(").") {
            let name = call.prefix { $0 < 128 && $0.isLetter || $0 == UInt8(ascii: ".") }
            if !name.isEmpty, call.dropFirst(name.count).first == UInt8(ascii: "(") { return true }
            rest = call
        }
        return false
    }
}

extension String {
    /// The end of a path: the part above it differs between machines.
    fileprivate var lastFolders: String {
        let path = utf8.contains(UInt8(ascii: "\\")) ? replacing("\\", with: "/") : self
        let folders = path.utf8.split(separator: UInt8(ascii: "/")).suffix(3)
        return folders.map { String(Substring($0)) }.joined(separator: "/")
    }
}
