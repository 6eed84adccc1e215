package import Cryptography

/// Whether a delivery was signed with one of our secrets. Source: GitHub, "Validating webhook deliveries".
package struct WebhookSignature: Sendable {
    private let keys: [HMACSHA256]

    /// - Parameter secrets: several while one is being replaced.
    package init(secrets: [String]) { keys = secrets.map { HMACSHA256(key: Array($0.utf8)) } }

    package var isConfigured: Bool { !keys.isEmpty }

    /// - Parameter header: `X-Hub-Signature-256`: `sha256=` and 64 hexadecimal digits, once.
    package func isValid(_ header: String?, over body: [UInt8]) throws(CryptographyError) -> Bool {
        let prefix = "sha256="
        guard let header, header.hasPrefix(prefix), header.utf8.count == prefix.utf8.count + 64,
            let code = Hexadecimal.bytes(String(header.dropFirst(prefix.count)))
        else { return false }
        var found = false
        // Every secret is tried, so that the time does not tell which one was right.
        for key in keys where try key.isValid(code, for: body) { found = true }
        return found
    }
}
